/** `/clock`: the time of a sandbox. */
import * as z from 'zod/mini';
import type { Fired } from '../engine/engine.ts';
import { parseDuration } from '../kernel/duration.ts';
import { errors } from '../kernel/errors.ts';
import type { SandboxHandle } from '../sandbox-handle.ts';
import { sandboxOf } from './caller.ts';
import { oneOf, readBody, text } from './input.ts';
import { moment } from './moment.ts';
import type { Routes } from './routes.ts';

const change = z.strictObject({
  mode: z.optional(oneOf(['instant', 'real', 'manual'])),
  now: z.optional(moment),
});

const span = 'must be a number of seconds, 0 or more';
const advance = z.strictObject({
  seconds: z.optional(z.int(span).check(z.gte(0, span))),
  to: z.optional(moment),
  duration: z.optional(text),
});
const ways = ['seconds', 'to', 'duration'] as const;

function move(sandbox: SandboxHandle, body: z.output<typeof advance>): Promise<Fired[]> {
  const sent = ways.filter((way) => body[way] !== undefined);
  if (sent.length === 0) throw errors.invalid('Say how far: one of seconds, duration or to.', 'seconds');
  if (sent.length > 1) throw errors.exclusive(sent);
  if (body.to !== undefined) return sandbox.setClock({ now: body.to });
  const seconds = body.seconds ?? parseDuration(body.duration ?? '');
  if (seconds === undefined)
    throw errors.invalid(`Invalid duration: '${body.duration}'; write 90s, 5m, 2h, 7d or 1d12h.`, 'duration');
  return sandbox.advance(seconds);
}

export const clockRoutes: Routes = (control, emulator) => {
  control.get('/clock', (c) => c.json(sandboxOf(c, emulator).clock()));

  control.post('/clock', async (c) => {
    const sandbox = sandboxOf(c, emulator);
    const fired = await sandbox.setClock(await readBody(c, change));
    return c.json({ ...sandbox.clock(), fired });
  });

  control.post('/clock/advance', async (c) => {
    const sandbox = sandboxOf(c, emulator);
    const fired = await move(sandbox, await readBody(c, advance));
    return c.json({ now: sandbox.now(), fired });
  });
};
