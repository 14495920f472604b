/** `/chaos`: the disorder in which webhooks come. */
import * as z from 'zod/mini';
import type { SandboxHandle } from '../sandbox-handle.ts';
import { sandboxOf } from './caller.ts';
import { readBody } from './input.ts';
import type { Routes } from './routes.ts';

const flag = z.optional(z.boolean('must be true or false'));
const upTo = (most: number) => {
  const message = `must be a whole number from 0 to ${most}`;
  return z.optional(z.int(message).check(z.gte(0, message), z.lte(most, message)));
};
const longestDelayMs = 600_000;

const body = z.strictObject({
  duplicate: flag,
  shuffle: flag,
  delay_ms: upTo(longestDelayMs),
  drop: upTo(1000),
  stale_signature: flag,
  wrong_signature: flag,
  seed: upTo(2 ** 31 - 1),
});

function shown(sandbox: SandboxHandle) {
  const { settings, counts } = sandbox.chaos();
  return { object: 'chaos', ...settings, counts };
}

export const chaosRoutes: Routes = (control, emulator) => {
  control.get('/chaos', (c) => c.json(shown(sandboxOf(c, emulator))));

  control.post('/chaos', async (c) => {
    const sandbox = sandboxOf(c, emulator);
    sandbox.setChaos(await readBody(c, body));
    return c.json(shown(sandbox));
  });
};
