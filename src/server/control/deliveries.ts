/** `/deliveries`: which event went where, and how it was received. */
import * as z from 'zod/mini';
import { sandboxOf } from './caller.ts';
import { count, oneOf, readQuery, text } from './input.ts';
import { defaultLimit, page } from './list.ts';
import type { Routes } from './routes.ts';

const query = z.strictObject({
  event: z.optional(text),
  status: z.optional(oneOf(['pending', 'succeeded', 'failed'])),
  limit: z.optional(count(1, 10_000)),
});

export const deliveryRoutes: Routes = (control, emulator) => {
  control.get('/deliveries', async (c) => {
    const sandbox = sandboxOf(c, emulator);
    const { limit = defaultLimit, ...wanted } = readQuery(c, query);
    return c.json(page('/deliveries', await sandbox.deliveries({ ...wanted, limit: limit + 1 }), limit));
  });

  control.get('/deliveries/:id', async (c) => c.json(await sandboxOf(c, emulator).delivery(c.req.param('id'))));

  control.post('/deliveries/:id/retry', async (c) => c.json(await sandboxOf(c, emulator).retry(c.req.param('id'))));
};
