/** `/endpoints`: receivers of events that are no webhook endpoints of the API. */
import * as z from 'zod/mini';
import type { Endpoint } from '../kernel/work.ts';
import { sandboxOf } from './caller.ts';
import { readBody, text } from './input.ts';
import { list } from './list.ts';
import type { Routes } from './routes.ts';

const body = z.strictObject({
  url: text,
  events: z.optional(
    z.array(text, 'must be a list of event types').check(z.minLength(1, 'must name at least one event type')),
  ),
  connect: z.optional(z.boolean('must be true or false')),
  secret: z.optional(text),
});

const shown = ({ id, url, events, connect, secret, enabled }: Endpoint) => ({
  id,
  object: 'endpoint',
  url,
  events,
  connect,
  secret,
  enabled,
});

export const endpointRoutes: Routes = (control, emulator) => {
  control.get('/endpoints', async (c) =>
    c.json(list('/endpoints', (await sandboxOf(c, emulator).endpoints()).map(shown))),
  );

  control.post('/endpoints', async (c) => {
    const sandbox = sandboxOf(c, emulator);
    return c.json(shown(await sandbox.addEndpoint(await readBody(c, body))));
  });

  control.delete('/endpoints', async (c) => c.json({ deleted: await sandboxOf(c, emulator).removeEndpoints() }));

  control.delete('/endpoints/:id', async (c) => {
    const { id } = c.req.param();
    await sandboxOf(c, emulator).removeEndpoint(id);
    return c.json({ id, object: 'endpoint', deleted: true });
  });
};
