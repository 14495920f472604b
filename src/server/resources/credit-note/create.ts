import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import type { StoredCharge } from '../charge/stored.ts';
import { recordBalance } from '../customer-balance-transaction/record.ts';
import { lowerIntent } from '../invoice/intent.ts';
import { settleByCredit } from '../invoice/settle.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import type { StoredPayment } from '../invoice-payment/stored.ts';
import type { StoredIntent } from '../payment-intent/stored.ts';
import { refundCharge } from '../refund/create.ts';
import { draftNote, type NoteDraft, noteLine, noteOf, type Params } from './draft.ts';
import type { StoredNote } from './stored.ts';

type Refund = Stripe.CreditNote['refunds'][number];

/** The charge of the latest payment. */
async function chargeOf(work: Work, invoice: StoredInvoice): Promise<StoredCharge | undefined> {
  const where = { invoice: invoice.id, status: 'paid' };
  const [payment] = await work.list<StoredPayment>('invoice_payment', { where, limit: 1 });
  const intent = await work.get<StoredIntent>('payment_intent', payment?.intent ?? '');
  return work.get<StoredCharge>('charge', intent?.latest_charge ?? '');
}

async function giveBack(work: Work, { invoice, split }: NoteDraft): Promise<Refund | undefined> {
  if (split.refund === 0) return undefined;
  const charge = await chargeOf(work, invoice);
  if (charge === undefined) {
    throw errors.invalid(
      'This invoice was not paid by a charge that could be refunded. Use `credit_amount` or `out_of_band_amount` instead.',
      'refund_amount',
    );
  }
  const refund = await refundCharge(work, charge, { amount: split.refund });
  return { amount_refunded: split.refund, payment_record_refund: null, refund: refund.id, type: 'refund' };
}

/** Lowers what is still to be paid; an invoice of which nothing is left is paid. */
async function lower(work: Work, { invoice, split }: NoteDraft): Promise<void> {
  const { pre, post } = split;
  const patch: Partial<StoredInvoice> = {
    amount_due: invoice.amount_due - pre,
    amount_remaining: invoice.amount_remaining - pre,
    pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount + pre,
    post_payment_credit_notes_amount: invoice.post_payment_credit_notes_amount + post,
    notes: invoice.notes + 1,
  };
  if (pre > 0 && pre === invoice.amount_remaining) await settleByCredit(work, invoice, patch);
  else {
    await work.update<StoredInvoice>(invoice, patch);
    if (pre > 0) await lowerIntent(work, invoice, invoice.amount_remaining - pre);
  }
}

export async function createCreditNote({ work, params }: Call<Params>): Promise<StoredNote> {
  const draft = await draftNote(work, params, false);
  const { invoice, split } = draft;
  const id = work.newId('credit_note');
  const refund = await giveBack(work, draft);
  await lower(work, draft);
  const { credit } = split;
  const transaction =
    credit === 0
      ? undefined
      : await recordBalance(work, invoice.customer ?? '', {
          type: 'credit_note',
          amount: -credit,
          currency: invoice.currency,
          invoice: invoice.id,
          credit_note: id,
        });
  const lines = draft.lines.map((line) => noteLine(line, work.newId('credit_note_line_item'), id));
  // Lists show the newest first: written backwards, they read as they were sent.
  for (const line of lines.reverse()) await work.insert(line);
  const note = noteOf(work, id, draft, params);
  return work.insert<StoredNote>({
    ...note,
    customer_balance_transaction: transaction?.id ?? null,
    refunds: refund === undefined ? note.refunds : [refund, ...note.refunds],
  });
}
