import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/work.ts';
import type { StoredIntent } from '../payment-intent/stored.ts';
import { intentSucceeded } from './collect.ts';
import { linkPayment } from './intent.ts';
import type { StoredInvoice } from './stored.ts';

type Params = Stripe.InvoiceAttachPaymentParams;

function checkFits(invoice: StoredInvoice, intent: StoredIntent): void {
  const param = 'payment_intent';
  if (intent.status === 'canceled') throw errors.invalid('The PaymentIntent has been canceled.', param);
  if (intent.currency !== invoice.currency)
    throw errors.invalid(`The PaymentIntent is in ${intent.currency}, the invoice in ${invoice.currency}.`, param);
  if (intent.customer !== null && intent.customer !== invoice.customer)
    throw errors.invalid('The PaymentIntent belongs to another customer than the invoice.', param);
}

/** A PaymentIntent of the integration's own pays the invoice or a part of it, now or once it succeeds. */
export async function attachPayment({ work, params, targets }: Call<Params>): Promise<StoredInvoice> {
  const invoice = targets[0] as StoredInvoice;
  if (params.payment_record !== undefined)
    throw errors.invalid('This emulator keeps no payment records.', 'payment_record');
  if (params.payment_intent === undefined) throw errors.parameterMissing('payment_intent');
  if (invoice.status !== 'open')
    throw errors.invalid(`You can only attach payments to open invoices; this one is ${String(invoice.status)}.`);
  const intent = await work.find<StoredIntent>('payment_intent', params.payment_intent, 'payment_intent');
  checkFits(invoice, intent);
  const attached = await work.list('invoice_payment', { where: { intent: intent.id }, limit: 1 });
  if (attached.length > 0)
    throw errors.invalid('The PaymentIntent is attached to an invoice already.', 'payment_intent');
  await linkPayment(work, invoice, intent, intent.amount, { isDefault: false });
  return (intent.status === 'succeeded' ? await intentSucceeded(work, intent) : undefined) ?? invoice;
}
