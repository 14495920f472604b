/** `/objects` and `/events`: what may happen to an object, and what has happened. */
import * as z from 'zod/mini';
import { accountOf, sandboxOf } from './caller.ts';
import { count, readBody, readQuery, text } from './input.ts';
import type { Routes } from './routes.ts';

const facts = z.record(z.string(), z.unknown());
const longestWaitMs = 600_000;
const wait = z.strictObject({
  type: z.optional(text),
  object: z.optional(text),
  after: z.optional(text),
  timeout_ms: z.optional(count(0, longestWaitMs)),
});

export const objectRoutes: Routes = (control, emulator) => {
  control.get('/objects/:id', async (c) => {
    const sandbox = sandboxOf(c, emulator);
    return c.json(await sandbox.object(c.req.param('id'), { account: await accountOf(c, sandbox) }));
  });

  control.post('/objects/:id/actions/:action', async (c) => {
    const sandbox = sandboxOf(c, emulator);
    const account = await accountOf(c, sandbox);
    const { id, action } = c.req.param();
    return c.json(await sandbox.act(id, action, await readBody(c, facts), { account }));
  });

  control.get('/events/wait', async (c) => {
    const sandbox = sandboxOf(c, emulator);
    const account = await accountOf(c, sandbox);
    const { type = '*', object, after, timeout_ms: timeoutMs } = readQuery(c, wait);
    return c.json(await sandbox.waitForEvent(type, { object, after, timeoutMs, account }));
  });
};
