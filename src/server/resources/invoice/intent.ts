/** The PaymentIntent that collects an invoice, and the InvoicePayment that links the two. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { actingApplication } from '../charge/application.ts';
import type { StoredPayment } from '../invoice-payment/stored.ts';
import { open } from '../payment-intent/machine.ts';
import { methodOptions } from '../payment-intent/method-types.ts';
import type { StoredIntent } from '../payment-intent/stored.ts';
import { type Divided, dividedPayment, undivided } from './division.ts';
import type { StoredInvoice } from './stored.ts';

type Types = StoredIntent['payment_method_types'];

const defaultTypes: Types = ['card', 'link'];

const descriptions: Readonly<Record<string, string>> = {
  subscription_create: 'Subscription creation',
  subscription_cycle: 'Subscription update',
  subscription_update: 'Subscription update',
};

/** An account that is gone by now gets nothing. */
async function divisionNow(work: Work, invoice: StoredInvoice, amount: number): Promise<Divided> {
  const { transfer_data: to } = invoice;
  const isGone = to !== null && (await work.on(work.platform).get('account', to.destination)) === undefined;
  return dividedPayment(isGone ? { ...undivided } : invoice, amount);
}

export async function createIntent(work: Work, invoice: StoredInvoice, amount: number): Promise<StoredIntent> {
  const blank = work.blank<Stripe.PaymentIntent>('payment_intent');
  const types = [...((invoice.payment_settings.payment_method_types as Types | null) ?? defaultTypes)];
  const intent = await work.insert<StoredIntent>({
    ...blank,
    shared_payment_granted_token: null,
    amount,
    amount_details: { tip: {} },
    application: actingApplication(work),
    automatic_payment_methods: null,
    capture_method: 'automatic',
    client_secret: `${blank.id}_secret_${work.token(25)}`,
    currency: invoice.currency,
    customer: invoice.customer,
    description: descriptions[invoice.billing_reason ?? ''] ?? 'Payment for Invoice',
    latest_charge: null,
    managed_payments: { enabled: false },
    on_behalf_of: invoice.on_behalf_of,
    payment_details: { customer_reference: null, order_reference: invoice.id },
    payment_method: null,
    payment_method_options: methodOptions(types, null, undefined),
    payment_method_types: types,
    receipt_email: invoice.customer_email,
    // What pays a subscription once is to pay its renewals too.
    ...(invoice.parent?.type === 'subscription_details' && { setup_future_usage: 'off_session' as const }),
    statement_descriptor: invoice.statement_descriptor,
    status: 'requires_payment_method',
    ...(await divisionNow(work, invoice, amount)),
    authenticated: false,
  });
  await linkPayment(work, invoice, intent, amount);
  return intent;
}

/** `intent` is to pay, or has paid, `amount` of the invoice. */
export async function linkPayment(
  work: Work,
  invoice: StoredInvoice,
  intent: Pick<StoredIntent, 'id'>,
  amount: number,
  { isDefault = true } = {},
): Promise<void> {
  await work.insert<StoredPayment>({
    id: work.newId('invoice_payment'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: amount,
    created: work.now,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: isDefault,
    livemode: false,
    payment: { payment_intent: intent.id, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
    intent: intent.id,
    settled_at: null,
  });
}

export async function intentOf(work: Work, invoice: StoredInvoice): Promise<StoredIntent | undefined> {
  return invoice.intent === null ? undefined : work.get<StoredIntent>('payment_intent', invoice.intent);
}

export async function openPayments(work: Work, invoice: StoredInvoice): Promise<StoredPayment[]> {
  return work.list<StoredPayment>('invoice_payment', { where: { invoice: invoice.id, status: 'open' } });
}

/** Nobody will pay with it any more. */
export async function cancelIntent(
  work: Work,
  invoice: StoredInvoice,
  reason: StoredIntent['cancellation_reason'],
): Promise<void> {
  const intent = await intentOf(work, invoice);
  if (intent !== undefined && open.includes(intent.status)) {
    await work.act<StoredIntent>(intent, 'cancel', {
      amount_capturable: 0,
      canceled_at: work.now,
      cancellation_reason: reason,
      next_action: null,
    });
  }
  for (const payment of await openPayments(work, invoice)) {
    await work.act<StoredPayment>(payment, 'cancel', {
      status_transitions: { ...payment.status_transitions, canceled_at: work.now },
    });
  }
}

/** A credit note, or a payment from elsewhere, leaves less to be collected. */
export async function lowerIntent(work: Work, invoice: StoredInvoice, amount: number): Promise<void> {
  const intent = await intentOf(work, invoice);
  if (intent !== undefined && open.includes(intent.status))
    await work.update<StoredIntent>(intent, { amount, ...(await divisionNow(work, invoice, amount)) });
  for (const payment of await openPayments(work, invoice))
    if (payment.is_default) await work.update<StoredPayment>(payment, { amount_requested: amount });
}
