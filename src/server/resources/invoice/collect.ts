/** Charging an open invoice: https://docs.stripe.com/invoicing/automatic-collection */
import type Stripe from 'stripe';
import { errors, type StripeError } from '../../kernel/errors.ts';
import { Refusal, type Work } from '../../kernel/work.ts';
import { pay } from '../payment-intent/pay.ts';
import type { StoredIntent } from '../payment-intent/stored.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { createIntent, intentOf } from './intent.ts';
import { settleByCharge } from './settle.ts';
import type { StoredInvoice } from './stored.ts';

const day = 86_400;
/** Seconds after each failed attempt until the next one; then Stripe gives up. */
const retries: readonly number[] = [3 * day, 5 * day, 7 * day];

/** What the invoice is charged to when nobody says: its own, then the customer's. */
export async function defaultMethod(work: Work, invoice: StoredInvoice): Promise<StoredPaymentMethod | undefined> {
  const customer = await work.get<Stripe.Customer>('customer', invoice.customer ?? '');
  const ids = [
    invoice.default_payment_method,
    invoice.default_source,
    customer?.invoice_settings.default_payment_method,
    customer?.default_source,
  ];
  for (const id of ids) {
    const method = typeof id === 'string' ? await work.get<StoredPaymentMethod>('payment_method', id) : undefined;
    if (method !== undefined && method.customer === invoice.customer) return method;
  }
  return undefined;
}

export const noMethod = (): StripeError =>
  errors.invalid(
    'This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.',
    undefined,
    'resource_missing',
  );

const actionRequired = (): StripeError =>
  errors.card({
    code: 'invoice_payment_intent_requires_action',
    message:
      'This payment requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with the invoice. For more details see: https://stripe.com/docs/billing/subscriptions/overview#requires-action',
  });

function nextAttempt(work: Work, invoice: StoredInvoice): number | null {
  const wait = retries[invoice.attempt_count];
  const collects = invoice.auto_advance === true && invoice.collection_method === 'charge_automatically';
  return collects && wait !== undefined ? work.now + wait : null;
}

/** One attempt that did not bring the money. */
export function recordFailure(
  work: Work,
  invoice: StoredInvoice,
  patch: Partial<StoredInvoice> = {},
): Promise<StoredInvoice> {
  return work.act<StoredInvoice>(invoice, 'fail', {
    attempt_count: invoice.attempt_count + 1,
    attempted: true,
    failures: invoice.failures + 1,
    next_payment_attempt: nextAttempt(work, invoice),
    ...patch,
  });
}

/** The invoice paid, or Stripe's refusal, which stays on record. */
export async function collect(
  work: Work,
  invoice: StoredInvoice,
  method: StoredPaymentMethod,
): Promise<StoredInvoice | Refusal> {
  const intent = (await intentOf(work, invoice)) ?? (await createIntent(work, invoice, invoice.amount_remaining));
  const outcome: StoredIntent | Refusal = await pay(work, intent, method, { action: 'confirm', patch: {} });
  if (outcome instanceof Refusal) {
    await recordFailure(work, invoice);
    return outcome;
  }
  if (outcome.status === 'succeeded') {
    const current = await work.find<StoredInvoice>('invoice', invoice.id, 'invoice');
    return current.status === 'paid' ? current : settleByCharge(work, current, outcome.id);
  }
  await recordFailure(work, invoice, { actions: invoice.actions + 1 });
  return new Refusal(actionRequired());
}

/**
 * An intent has succeeded that may belong to an invoice: after a challenge, or because somebody confirmed it directly.
 * Gives the invoice, if there is one, as it is afterwards.
 */
export async function intentSucceeded(work: Work, intent: { readonly id: string }): Promise<StoredInvoice | undefined> {
  const [payment] = await work.list<{ id: string; object: string; invoice: string }>('invoice_payment', {
    where: { intent: intent.id, status: 'open' },
    limit: 1,
  });
  const invoice = payment && (await work.get<StoredInvoice>('invoice', payment.invoice));
  if (invoice === undefined || (invoice.status !== 'open' && invoice.status !== 'uncollectible')) return undefined;
  return settleByCharge(work, invoice, intent.id);
}
