/** An open invoice becomes paid. */
import type { Work } from '../../kernel/work.ts';
import type { StoredPayment } from '../invoice-payment/stored.ts';
import { cancelIntent, openPayments } from './intent.ts';
import type { Settlement, StoredInvoice } from './stored.ts';

const paidNow = (work: Work, invoice: StoredInvoice, settled: Settlement): Partial<StoredInvoice> => ({
  amount_remaining: 0,
  auto_advance: false,
  next_payment_attempt: null,
  settled,
  status_transitions: { ...invoice.status_transitions, paid_at: work.now },
});

/** `intent` has succeeded. */
export async function settleByCharge(work: Work, invoice: StoredInvoice, intent: string): Promise<StoredInvoice> {
  const received = invoice.amount_remaining;
  const paid = await work.act<StoredInvoice>(invoice, 'settle', {
    ...paidNow(work, invoice, 'charge'),
    amount_paid: invoice.amount_paid + received,
    attempt_count: invoice.attempt_count + 1,
    attempted: true,
  });
  for (const payment of await openPayments(work, invoice)) {
    if (payment.intent === intent)
      await work.act<StoredPayment>(payment, 'pay', { amount_paid: received, settled_at: work.now });
  }
  // Another intent than its own paid: nothing is left for that one.
  if (intent !== invoice.intent) await cancelIntent(work, invoice, null);
  return paid;
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
