/** `/faults`: API calls that are to fail. */
import * as z from 'zod/mini';
import { errors } from '../kernel/errors.ts';
import { sandboxOf } from './caller.ts';
import { oneOf, readBody, text } from './input.ts';
import { list } from './list.ts';
import type { Routes } from './routes.ts';

const from = (least: number, most: number) => {
  const message = `must be a whole number from ${least} to ${most}`;
  return z.int(message).check(z.gte(least, message), z.lte(most, message));
};
const longestDelayMs = 600_000;
const flag = z.boolean('must be true or false');

const effect = z.strictObject(
  {
    status: z.optional(from(200, 599)),
    body: z.optional(z.record(z.string(), z.unknown(), 'must be an object')),
    type: z.optional(oneOf(['api_error', 'card_error', 'idempotency_error', 'invalid_request_error'])),
    delay_ms: z.optional(from(0, longestDelayMs)),
    drop: z.optional(flag),
    execute: z.optional(flag),
  },
  'must be an object',
);

const body = z.strictObject({
  match: z.optional(
    z.strictObject(
      {
        method: z.optional(oneOf(['GET', 'POST', 'DELETE'])),
        path: z.optional(text.check(z.regex(/^\/v1\//, 'must be a path of the API, such as /v1/refunds'))),
        nth: z.optional(from(1, 1_000_000)),
      },
      'must be an object',
    ),
  ),
  effect,
  times: z.optional(z.nullable(from(1, 1_000_000))),
});

const effects = ['status', 'type', 'body', 'delay_ms', 'drop'] as const;

export const faultRoutes: Routes = (control, emulator) => {
  control.get('/faults', (c) => c.json(list('/faults', sandboxOf(c, emulator).faults.list())));

  control.post('/faults', async (c) => {
    const sandbox = sandboxOf(c, emulator);
    const { match = {}, effect, times = 1 } = await readBody(c, body);
    if (effects.every((each) => effect[each] === undefined))
      throw errors.invalid(`Say what goes wrong: one of ${effects.join(', ')}.`, 'effect');
    return c.json(sandbox.faults.arm({ match, effect, times }));
  });

  control.delete('/faults', (c) => c.json({ deleted: sandboxOf(c, emulator).faults.clear() }));

  control.delete('/faults/:id', (c) => {
    const { id } = c.req.param();
    if (!sandboxOf(c, emulator).faults.disarm(id)) throw errors.missing('fault', id, 'id', 'path');
    return c.json({ id, object: 'fault', deleted: true });
  });
};
