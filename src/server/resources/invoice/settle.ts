/** An open invoice becomes paid. */
import type { Work } from '../../kernel/work.ts';
import { recordBalance } from '../customer-balance-transaction/record.ts';
import type { StoredPayment } from '../invoice-payment/stored.ts';
import { cancelIntent, lowerIntent, openPayments } from './intent.ts';
import type { Settlement, StoredInvoice } from './stored.ts';

const paidNow = (work: Work, invoice: StoredInvoice, settled: Settlement): Partial<StoredInvoice> => ({
  amount_remaining: 0,
  auto_advance: false,
  next_payment_attempt: null,
  settled,
  status_transitions: { ...invoice.status_transitions, paid_at: work.now },
});

/** `intent` has succeeded; `counted` says whether that was one more attempt. */
export async function settleByCharge(
  work: Work,
  invoice: StoredInvoice,
  intent: string,
  counted: boolean,
): Promise<StoredInvoice> {
  const received = invoice.amount_remaining;
  const payments = await openPayments(work, invoice);
  const paying = payments.find((payment) => payment.intent === intent);
  if (paying !== undefined && paying.amount_requested < received) return payPart(work, invoice, paying);
  const tooMuch = Math.max(0, (paying?.amount_requested ?? received) - received);
  const paid = await work.act<StoredInvoice>(invoice, 'settle', {
    ...paidNow(work, invoice, 'charge'),
    amount_paid: invoice.amount_paid + received,
    attempt_count: invoice.attempt_count + (counted ? 1 : 0),
    amount_overpaid: tooMuch,
    attempted: true,
  });
  if (paying !== undefined)
    await work.act<StoredPayment>(paying, 'pay', { amount_paid: received + tooMuch, settled_at: work.now });
  if (tooMuch > 0) await credit(work, paid, tooMuch);
  // Another intent than its own paid: nothing is left for that one.
  if (intent !== invoice.intent) await cancelIntent(work, invoice, null);
  return paid;
}

/** The rest stays open, for its own intent or for others. */
async function payPart(work: Work, invoice: StoredInvoice, payment: StoredPayment): Promise<StoredInvoice> {
  const { amount_requested: received } = payment;
  const rest = invoice.amount_remaining - received;
  const open = await work.update<StoredInvoice>(invoice, {
    amount_paid: invoice.amount_paid + received,
    amount_remaining: rest,
  });
  await work.act<StoredPayment>(payment, 'pay', { amount_paid: received, settled_at: work.now });
  await lowerIntent(work, open, rest);
  return open;
}

/** What was paid beyond the invoice is the customer's credit. */
async function credit(work: Work, { id: invoice, customer, currency }: StoredInvoice, amount: number): Promise<void> {
  if (customer === null || (await work.get('customer', customer)) === undefined) return;
  await recordBalance(work, customer, { type: 'invoice_overpaid', amount: -amount, currency, invoice });
}

/** Paid elsewhere: nothing was attempted here. */
export async function settleOutOfBand(work: Work, invoice: StoredInvoice): Promise<StoredInvoice> {
  const paid = await work.act<StoredInvoice>(invoice, 'settle', {
    ...paidNow(work, invoice, 'out_of_band'),
    amount_paid: invoice.amount_paid + invoice.amount_remaining,
  });
  await cancelIntent(work, invoice, null);
  return paid;
}

/** Credit notes left nothing to pay; `patch` holds what they lowered. */
export async function settleByCredit(
  work: Work,
  invoice: StoredInvoice,
  patch: Partial<StoredInvoice>,
): Promise<StoredInvoice> {
  const paid = await work.act<StoredInvoice>(invoice, 'settle', { ...patch, ...paidNow(work, invoice, 'credit_note') });
  await cancelIntent(work, invoice, null);
  return paid;
}
