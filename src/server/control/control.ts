/** The control API: what no Stripe API offers, over HTTP at `/_emulator`. */
import { Hono } from 'hono';
import type { Coverage } from '../coverage.ts';
import { errors, StripeError } from '../kernel/errors.ts';
import type { MachineView } from '../machine-view.ts';
import { ReceiverRefused } from '../receiver.ts';
import { ClockRefused, type SandboxHandle } from '../sandbox-handle.ts';
import { clockRoutes } from './clock.ts';
import { deliveryRoutes } from './deliveries.ts';
import { endpointRoutes } from './endpoints.ts';
import { homeRoutes } from './home.ts';
import { modelRoutes } from './model.ts';
import { objectRoutes } from './objects.ts';
import { requestRoutes } from './requests.ts';
import { stateRoutes } from './state.ts';

/** The part of an Emulator that this is about. */
export interface ControlParts {
  readonly version: string;
  readonly apiVersion: string;
  sandbox(key?: string): SandboxHandle;
  reset(): Promise<void>;
  coverage(): Coverage;
  machines(): MachineView[];
  openapi(): string;
  uptime(): number;
}

export type Routes = (control: Hono, emulator: ControlParts) => void;

const everyRoute: readonly Routes[] = [
  homeRoutes,
  modelRoutes,
  stateRoutes,
  clockRoutes,
  objectRoutes,
  deliveryRoutes,
  endpointRoutes,
  requestRoutes,
];

/** What the caller can mend, in Stripe's shape; undefined for a defect of ours. */
function refusalOf(error: unknown): StripeError | undefined {
  if (error instanceof StripeError) return error;
  if (error instanceof ReceiverRefused) return errors.invalid(error.message, error.param);
  if (error instanceof ClockRefused) return errors.invalid(error.message);
  return undefined;
}

export function createControl(emulator: ControlParts): Hono {
  const control = new Hono();
  for (const routes of everyRoute) routes(control, emulator);
  control.all('*', (c) => {
    const message = `The emulator has no control call ${c.req.method} ${c.req.path}. The calls are listed at /_emulator/.`;
    return c.json(errors.invalid(message, undefined, undefined, 404).toBody(), 404);
  });
  control.onError((error, c) => {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return c.newResponse(JSON.stringify(refusal.toBody()), refusal.status as 400, {
      'content-type': 'application/json',
    });
  });
  return control;
}
