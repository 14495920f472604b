/** The control API: what no Stripe API offers, over HTTP at `/_emulator`. */
import { Hono } from 'hono';
import type { Emulator } from '../emulator.ts';

/** The part of an Emulator that this is about. */
export type ControlParts = Omit<Emulator, 'close' | 'forwarders' | 'listen'>;

/** The routes are loaded with the first call: a server that never gets one is ready earlier. */
export function createControl(emulator: ControlParts): Hono {
  let routes: Promise<Hono> | undefined;
  const control = new Hono();
  control.all('*', async (c) => {
    routes ??= import('./routes.ts').then(({ createRoutes }) => createRoutes(emulator));
    return (await routes).fetch(c.req.raw, c.env);
  });
  return control;
}
