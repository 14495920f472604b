/** Every control call, and how one is refused. */
import { Hono } from 'hono';
import { errors, StripeError } from '../kernel/errors.ts';
import { ReceiverRefused } from '../receiver.ts';
import { ClockRefused } from '../sandbox/time.ts';
import { chaosRoutes } from './chaos.ts';
import { clockRoutes } from './clock.ts';
import type { ControlParts } from './control.ts';
import { deliveryRoutes } from './deliveries.ts';
import { endpointRoutes } from './endpoints.ts';
import { faultRoutes } from './faults.ts';
import { homeRoutes } from './home.ts';
import { modelRoutes } from './model.ts';
import { objectRoutes } from './objects.ts';
import { requestRoutes } from './requests.ts';
import { runRoutes } from './runs.ts';
import { stateRoutes } from './state.ts';
import { timelineRoutes } from './timeline.ts';

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
  timelineRoutes,
  faultRoutes,
  chaosRoutes,
  runRoutes,
];

/** What the caller can mend, in Stripe's shape; undefined for a defect of ours. */
function refusalOf(error: unknown): StripeError | undefined {
  if (error instanceof StripeError) return error;
  if (error instanceof ReceiverRefused) return errors.invalid(error.message, error.param);
  if (error instanceof ClockRefused) return errors.invalid(error.message);
  return undefined;
}

export function createRoutes(emulator: ControlParts): Hono {
  const control = new Hono({ strict: false }).basePath('/_emulator');
  for (const routes of everyRoute) routes(control, emulator);
  control.notFound((c) => {
    const message = `The emulator has no control call ${c.req.method} ${c.req.path}. The calls are listed at /_emulator/.`;
    return c.json(errors.invalid(message, undefined, undefined, 404).toBody(), 404);
  });
  control.onError((error) => {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return Response.json(refusal.toBody(), { status: refusal.status });
  });
  return control;
}
