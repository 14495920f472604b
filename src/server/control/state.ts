/** `/reset`, `/seed` and `/snapshots`: the whole of a sandbox at once. */
import * as z from 'zod/mini';
import { accountOf, sandboxOf } from './caller.ts';
import { readBody, text } from './input.ts';
import { list } from './list.ts';
import type { Routes } from './routes.ts';

const resetBody = z.strictObject({ all: z.optional(z.boolean('must be true or false')) });
const seedBody = z.strictObject({
  objects: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())], 'must be an array or a hash of objects'),
});
const snapshotBody = z.strictObject({ name: text.check(z.maxLength(200, 'must be no longer than 200 characters')) });
const snapshot = (name: string) => ({ object: 'snapshot', name });

export const stateRoutes: Routes = (control, emulator) => {
  control.post('/reset', async (c) => {
    const sandbox = sandboxOf(c, emulator);
    const { all = false } = await readBody(c, resetBody);
    await (all ? emulator.reset() : sandbox.reset());
    return c.json({ object: 'reset', all });
  });

  control.post('/seed', async (c) => {
    const sandbox = sandboxOf(c, emulator);
    const account = await accountOf(c, sandbox);
    const { objects } = await readBody(c, seedBody);
    const seeded = await sandbox.seed(objects, { account });
    return c.json(
      list(
        '/seed',
        seeded.map(({ id, object }) => ({ id, object })),
      ),
    );
  });

  control.get('/snapshots', async (c) =>
    c.json(list('/snapshots', (await sandboxOf(c, emulator).snapshots()).map(snapshot))),
  );

  control.post('/snapshots', async (c) => {
    const sandbox = sandboxOf(c, emulator);
    const { name } = await readBody(c, snapshotBody);
    await sandbox.snapshot(name);
    return c.json(snapshot(name));
  });

  control.post('/snapshots/:name/restore', async (c) => {
    const sandbox = sandboxOf(c, emulator);
    const { name } = c.req.param();
    await sandbox.restore(name);
    return c.json({ ...snapshot(name), ...sandbox.clock() });
  });

  control.delete('/snapshots/:name', async (c) => {
    const { name } = c.req.param();
    await sandboxOf(c, emulator).dropSnapshot(name);
    return c.json({ ...snapshot(name), deleted: true });
  });
};
