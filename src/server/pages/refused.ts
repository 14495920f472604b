/** What Stripe refuses where no page shows it beside its form: a decision that there is not, a body that cannot be read. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { StripeError } from '../kernel/errors.ts';
import { answerPage } from './document.ts';
import { addressed } from './parts.ts';
import { refusedView } from './trouble.ts';

export function answerRefused(error: Error, c: Context): Response | Promise<Response> {
  if (!(error instanceof StripeError)) throw error;
  const { decision: _, ...query } = c.req.query();
  return answerPage(c, refusedView(error.message, addressed('', query)), error.status as ContentfulStatusCode);
}
