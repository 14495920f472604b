/** The control API: what no Stripe API offers, over HTTP at `/_emulator`. */
import { Hono } from 'hono';
import type { Coverage } from '../coverage.ts';
import type { MachineView } from '../machine-view.ts';
import type { SandboxHandle } from '../sandbox-handle.ts';

/** The part of an Emulator that this is about. */
export interface ControlParts {
  readonly version: string;
  readonly apiVersion: string;
  readonly fetch: (request: Request) => Promise<Response>;
  sandbox(key?: string): SandboxHandle;
  reset(): Promise<void>;
  coverage(): Coverage;
  machines(): MachineView[];
  openapi(): string;
  uptime(): number;
}

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
