/** Charging an open invoice: https://docs.stripe.com/invoicing/automatic-collection */
import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import { errors, type StripeError } from '../../kernel/errors.ts';
import { Refusal, type Work } from '../../kernel/work.ts';
import { pay } from '../payment-intent/pay.ts';
import type { StoredIntent } from '../payment-intent/stored.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { createIntent, intentOf } from './intent.ts';
import { retryAfter } from './retries.ts';
import { settleByCharge } from './settle.ts';
import type { StoredInvoice } from './stored.ts';

/** What the invoice is charged to when nobody says: its own, then the subscription's, then the customer's. */
export async function defaultMethod(work: Work, invoice: StoredInvoice): Promise<StoredPaymentMethod | undefined> {
  const customer = await work.get<Stripe.Customer>('customer', invoice.customer ?? '');
  const owner = invoice.parent?.subscription_details?.subscription;
  const subscription =
    typeof owner === 'string' ? await work.get<Stripe.Subscription>('subscription', owner) : undefined;
  const ids = [
    invoice.default_payment_method,
    invoice.default_source,
    subscription?.default_payment_method,
    subscription?.default_source,
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

/** Why an invoice whose customer has to act first is not paid; nothing where it is paid, or a bank takes its time. */
export const unpaid = ({ status, actions }: StoredInvoice): Refusal | undefined =>
  status === 'open' && actions > 0 ? new Refusal(actionRequired()) : undefined;

function nextAttempt(work: Work, invoice: StoredInvoice): number | null {
  const wait = retryAfter(invoice.attempt_count);
  const collects = invoice.auto_advance === true && invoice.collection_method === 'charge_automatically';
  return collects && wait !== undefined ? work.now + wait : null;
}

/** After the first attempt, only those of the clock count and move the schedule. */
type Trigger = 'clock' | 'person';

const counts = ({ attempt_count }: StoredInvoice, trigger: Trigger): boolean =>
  trigger === 'clock' || attempt_count === 0;

/** One attempt that did not bring the money. */
export function recordFailure(
  work: Work,
  invoice: StoredInvoice,
  trigger: Trigger,
  patch: Partial<StoredInvoice> = {},
): Awaitable<StoredInvoice> {
  return work.act<StoredInvoice>(invoice, 'fail', {
    ...(counts(invoice, trigger) && {
      attempt_count: invoice.attempt_count + 1,
      next_payment_attempt: nextAttempt(work, invoice),
    }),
    attempted: true,
    failures: invoice.failures + 1,
    ...patch,
  });
}

/** The invoice paid, or Stripe's refusal, which stays on record. */
export async function collect(
  work: Work,
  invoice: StoredInvoice,
  method: StoredPaymentMethod,
  trigger: Trigger,
): Promise<StoredInvoice | Refusal> {
  const intent = (await intentOf(work, invoice)) ?? (await createIntent(work, invoice, invoice.amount_remaining));
  const paying = await work.at(intent);
  const outcome: StoredIntent | Refusal = await pay(paying, intent, method, { action: 'confirm', patch: {} });
  if (outcome instanceof Refusal) {
    await recordFailure(work, invoice, trigger);
    return outcome;
  }
  if (outcome.status === 'succeeded') {
    const current = await work.find<StoredInvoice>('invoice', invoice.id, 'invoice');
    return current.status === 'paid' ? current : settleByCharge(work, current, outcome.id, counts(invoice, trigger));
  }
  if (outcome.status === 'processing') return work.find<StoredInvoice>('invoice', invoice.id, 'invoice');
  await recordFailure(work, invoice, trigger, { actions: invoice.actions + 1 });
  return new Refusal(actionRequired());
}

/**
 * An intent has succeeded that may belong to an invoice: after a challenge, or because somebody confirmed it directly.
 * Gives the invoice, if there is one, as it is afterwards.
 */
export async function intentSucceeded(work: Work, intent: { readonly id: string }): Promise<StoredInvoice | undefined> {
  const invoice = await invoiceOf(work, intent);
  if (invoice === undefined || (invoice.status !== 'open' && invoice.status !== 'uncollectible')) return undefined;
  const own = await work.at(invoice);
  const at = invoice.next_payment_attempt;
  const trigger = at !== null && at <= own.now ? 'clock' : 'person';
  return settleByCharge(own, invoice, intent.id, counts(invoice, trigger));
}

/** A bank was asked for the money; it takes its time, and nobody tries again meanwhile. */
export async function intentProcessing(work: Work, intent: { readonly id: string }): Promise<void> {
  const invoice = await invoiceOf(work, intent);
  if (invoice?.status !== 'open') return;
  const asked = { attempted: true, debits: invoice.debits + 1, next_payment_attempt: null };
  await (await work.at(invoice)).update<StoredInvoice>(invoice, asked);
}

/** The bank that was to pay does not. */
export async function intentBounced(work: Work, intent: { readonly id: string }): Promise<void> {
  const invoice = await invoiceOf(work, intent);
  if (invoice?.status === 'open') await recordFailure(await work.at(invoice), invoice, 'clock');
}

async function invoiceOf(work: Work, intent: { readonly id: string }): Promise<StoredInvoice | undefined> {
  const [payment] = await work.list<{ id: string; object: string; invoice: string }>('invoice_payment', {
    where: { intent: intent.id, status: 'open' },
    limit: 1,
  });
  return payment && work.get<StoredInvoice>('invoice', payment.invoice);
}
