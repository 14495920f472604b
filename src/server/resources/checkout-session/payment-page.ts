/** `POST /v1/payment_pages/:session/confirm`: what Stripe's own page sends, and what `stripe trigger` plays. */
import { errors } from '../../kernel/errors.ts';
import type { Call, Outcome } from '../../kernel/work.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { completedBy } from './outside.ts';
import type { StoredSession } from './stored.ts';

interface Params {
  readonly expected_amount?: number;
  readonly payment_method?: string;
}

export async function confirmPage({ work, params, targets }: Call<Params>): Promise<Outcome> {
  const session = targets[0] as StoredSession;
  const { expected_amount: expected, payment_method: id } = params;
  if (expected !== undefined && expected !== (session.amount_total ?? 0))
    throw errors.invalid(
      `The expected amount (${expected}) does not match that of the session (${session.amount_total ?? 0}).`,
      'expected_amount',
    );
  const method = id === undefined ? undefined : await work.get<StoredPaymentMethod>('payment_method', id);
  const { email, name } = method?.billing_details ?? {};
  return completedBy(work, session, {
    ...(id !== undefined && { payment_method: id }),
    ...(email && session.customer === null && { email }),
    ...(name && { name }),
  });
}
