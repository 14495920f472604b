import { type Awaitable, andThen } from '../kernel/awaitable.ts';
import type { Shown } from '../kernel/reader.ts';
import { type Draft, type OlderReader, refersTo, type VersionChange, value } from './change.ts';

/** What was paid elsewhere did not count as paid here. */
function takeBack(draft: Draft): void {
  draft.amount_paid = 0;
  draft.amount_remaining = draft.amount_due;
}

function invoice(draft: Draft, read: OlderReader): Awaitable<void> {
  draft.application_fee_amount = null;
  draft.charge = null;
  draft.paid = draft.status === 'paid';
  draft.paid_out_of_band = false;
  draft.payment_intent = null;
  draft.transfer_data = null;
  if (typeof draft.id !== 'string') return undefined;
  return andThen(read.stored('invoice', draft.id), (stored) => {
    draft.application_fee_amount = stored?.application_fee_amount ?? null;
    draft.transfer_data = stored?.transfer_data ?? null;
    if (draft.paid && stored?.settled === 'out_of_band') {
      draft.paid_out_of_band = true;
      takeBack(draft);
    }
    // A draft has none yet, whatever came later.
    if (typeof stored?.intent !== 'string' || draft.status === 'draft') return undefined;
    draft.payment_intent = stored.intent;
    return andThen(read.stored('payment_intent', stored.intent), (intent) => {
      draft.charge = intent?.latest_charge ?? null;
    });
  });
}

/** The invoice that an intent pays: before, it stood on the intent and on its charges. */
function invoiceOf(draft: Draft, intent: unknown, read: OlderReader): Awaitable<void> {
  draft.invoice = null;
  const id = typeof intent === 'string' ? intent : (intent as Shown | null | undefined)?.id;
  if (typeof id !== 'string') return undefined;
  return andThen(read.list('invoice_payment', { intent: id }), ([payment]) => {
    draft.invoice = payment?.invoice ?? null;
  });
}

/** https://docs.stripe.com/changelog/basil/2025-03-31/add-support-for-multiple-partial-payments-on-invoices */
export const invoicePayments: VersionChange = {
  version: '2025-03-31.basil',
  description:
    'Several payments may pay an invoice, in part or elsewhere, and stand in `payments`; before, `payment_intent`, `charge`, `paid` and `paid_out_of_band` of the invoice told of the one, and `invoice` of PaymentIntents and charges of the other end. What was paid elsewhere did not count in `amount_paid`, and the invoice itself said how its payment is divided.',
  restores: {
    invoice: {
      application_fee_amount: value,
      charge: refersTo('charge'),
      paid: value,
      paid_out_of_band: value,
      payment_intent: refersTo('payment_intent'),
      transfer_data: value,
    },
    payment_intent: { invoice: refersTo('invoice') },
    charge: { invoice: refersTo('invoice') },
  },
  inside: { invoice: { 'transfer_data.destination': ['account'] } },
  objects: {
    invoice,
    payment_intent: (draft, read) => invoiceOf(draft, draft.id, read),
    charge: (draft, read) => invoiceOf(draft, draft.payment_intent, read),
  },
};
