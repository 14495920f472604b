import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { next } from '../../kernel/machine.ts';
import type { Call, Refusal, Work } from '../../kernel/work.ts';
import { leastCharge } from '../charge/amount.ts';
import { recordBalance } from '../customer-balance-transaction/record.ts';
import { discountsOf } from '../discount/redeem.ts';
import { linesOf } from '../invoice-line-item/of-invoice.ts';
import type { StoredIntent } from '../payment-intent/stored.ts';
import { type Due, dueOf } from './amounts/due.ts';
import { useCredits } from './credits.ts';
import { draftLife } from './fields.ts';
import { createIntent } from './intent.ts';
import { machine } from './machine.ts';
import { numberFor } from './numbers.ts';
import { freshFields } from './refresh.ts';
import { replaceRevised } from './revise.ts';
import type { StoredInvoice } from './stored.ts';
import { checkLocation, recordingFailure } from './unlocated.ts';

const americanPaper: ReadonlySet<string> = new Set(['US', 'CA', 'MX']);

/** Coupons that work once are used up now. */
async function useUp(work: Work, invoice: StoredInvoice): Promise<void> {
  const lines = await linesOf(work, invoice.id);
  const ids = new Set([...invoice.discounts, ...lines.flatMap((line) => line.discounts)]);
  for (const discount of await discountsOf(work, [...ids]))
    if (discount.terms.duration === 'once') await work.remove(discount);
}

async function settleBalance(work: Work, invoice: StoredInvoice, due: Due): Promise<void> {
  const { customer, currency, id } = invoice;
  if (customer === null) return;
  const movements = [
    { type: 'applied_to_invoice', amount: due.applied },
    { type: 'invoice_too_small', amount: due.tooSmall },
  ] as const;
  for (const { type, amount } of movements)
    if (amount !== 0) await recordBalance(work, customer, { type, amount, currency, invoice: id });
}

function links(work: Work): Pick<StoredInvoice, 'hosted_invoice_url' | 'invoice_pdf'> {
  const secret = `test_${work.token(60)}`;
  return {
    hosted_invoice_url: `${work.baseUrl}/i/${work.account}/${secret}?s=ap`,
    invoice_pdf: `${work.baseUrl}/invoice/${work.account}/${secret}/pdf?s=ap`,
  };
}

function rendering(invoice: StoredInvoice): StoredInvoice['rendering'] {
  const { rendering: current } = invoice;
  if (current === null || current.pdf?.page_size !== 'auto') return current;
  const country = invoice.customer_address?.country ?? invoice.account_country ?? 'US';
  return { ...current, pdf: { page_size: americanPaper.has(country) ? 'letter' : 'a4' } };
}

interface Finalization {
  /** Overrides what the invoice says of its collection. */
  readonly autoAdvance?: boolean | undefined;
  /** It goes out by mail in the same moment. */
  readonly sent?: boolean;
}

interface Ready {
  readonly fresh: StoredInvoice;
  /** What is new about it. */
  readonly changes: Partial<StoredInvoice>;
}

/** A draft as it is at this moment; refuses, before anything is written, what cannot be finalized. */
export async function readyToFinalize(work: Work, draft: StoredInvoice): Promise<Ready> {
  next(machine, draft, 'finalize');
  if (draft.customer === null) throw errors.parameterMissing('customer');
  if (draft.from_invoice) {
    // Nothing is voided for a revision that cannot be finalized itself.
    checkLocation({ ...draft, ...(await freshFields(work, draft)) });
    await replaceRevised(work, draft);
  }
  const changes = await freshFields(work, draft);
  const fresh = { ...draft, ...changes };
  checkLocation(fresh);
  const credited = await useCredits(work, fresh);
  return { fresh: { ...fresh, ...credited }, changes: { ...changes, ...credited } };
}

export async function finalize(
  work: Work,
  draft: StoredInvoice,
  { autoAdvance, sent = false }: Finalization = {},
): Promise<StoredInvoice> {
  const { fresh, changes } = await readyToFinalize(work, draft);
  const due = amountDue(fresh);
  const booked = await bookFinal(work, fresh, due);
  const paid = due.amount_due === 0;
  const advances = !paid && (autoAdvance ?? fresh.auto_advance ?? false);
  const collects = advances && fresh.collection_method === 'charge_automatically';
  const intent = paid ? null : await createIntent(work, fresh, due.amount_due);
  return work.act<StoredInvoice>(draft, 'finalize', {
    ...changes,
    ...booked,
    ...finalFields(work, fresh, due, intent),
    auto_advance: advances,
    next_payment_attempt: collects ? work.now + draftLife : null,
    sends: draft.sends + (sent ? 1 : 0),
  });
}

export const amountDue = ({ total, starting_balance, currency }: StoredInvoice): Due =>
  dueOf(total, starting_balance, leastCharge(currency));

/** What finalizing does elsewhere: coupons are used up, the customer's balance moves, the customer counts one invoice more. */
export async function bookFinal(work: Work, fresh: StoredInvoice, due: Due): Promise<Pick<StoredInvoice, 'number'>> {
  await useUp(work, fresh);
  await settleBalance(work, fresh, due);
  return { number: await numberFor(work, fresh) };
}

/** The fields of a finalized invoice that nobody has tried to charge. */
export function finalFields(
  work: Work,
  fresh: StoredInvoice,
  due: Due,
  intent: StoredIntent | null,
): Partial<StoredInvoice> {
  const paid = due.amount_due === 0;
  return {
    ...links(work),
    amount_due: due.amount_due,
    amount_remaining: due.amount_due,
    applied: due.applied,
    attempted: paid || fresh.attempted,
    automatically_finalizes_at: null,
    confirmation_secret: intent === null ? null : { client_secret: intent.client_secret ?? '', type: 'payment_intent' },
    effective_at: fresh.effective_at ?? work.now,
    ending_balance: due.ending_balance,
    intent: intent?.id ?? null,
    rendering: rendering(fresh),
    settled: paid ? 'nothing_due' : null,
    status_transitions: { ...fresh.status_transitions, finalized_at: work.now, paid_at: paid ? work.now : null },
  };
}

export async function finalizeOperation({
  work,
  params,
  targets,
}: Call<Stripe.InvoiceFinalizeInvoiceParams>): Promise<StoredInvoice | Refusal> {
  const draft = targets[0] as StoredInvoice;
  return recordingFailure(work, draft, finalize(work, draft, { autoAdvance: params.auto_advance }));
}
