/** Public addresses of files: https://docs.stripe.com/file-upload#share */
import type { Hono } from 'hono';
import type { Engine } from '../engine/engine.ts';
import { errors } from '../kernel/errors.ts';
import type { Binary } from '../kernel/work.ts';
import { follow } from '../resources/file-link/follow.ts';
import { accountOf } from '../resources/file-link/url.ts';

const nobody = { id: null, idempotency_key: null };

/** A link comes without a key: the sandbox is the one that has the account which the link names. */
async function find(engine: Engine, token: string): Promise<Binary | undefined> {
  const account = accountOf(token);
  if (account === undefined) return undefined;
  for (const name of engine.sandboxNames()) {
    const sandbox = engine.sandbox(name);
    const found = await engine.transaction(sandbox, nobody, (unit) => follow(unit.work(account), token));
    if (found !== undefined) return found;
  }
  return undefined;
}

export function addFileLinks(pages: Hono, engine: Engine): void {
  pages.get('/links/:token', async (c) => {
    const file = await find(engine, c.req.param('token'));
    if (file === undefined) {
      return c.json(
        errors.invalid('This file link has expired or does not exist.', undefined, undefined, 404).toBody(),
        404,
      );
    }
    return c.body(file.data as Uint8Array<ArrayBuffer>, 200, {
      'content-type': file.contentType,
      // Uploads come from anyone; none may run in the emulator's origin.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
      ...(file.filename !== null && {
        'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(file.filename)}`,
      }),
    });
  });
}
