/** A credit note as its parameters make it, before anything is written: what a preview shows and a creation does. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { formatAmount } from '../charge/currencies.ts';
import type { StoredNoteLine } from '../credit-note-line-item/stored.ts';
import { type CreditTotals, creditTotals } from '../invoice/amounts/credit.ts';
import { wholeUnits } from '../invoice/amounts/decimal.ts';
import type { Tax } from '../invoice/amounts/lines.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import { shownCredits, shownDiscounts, shownTax } from '../invoice-line-item/amounts.ts';
import { decimal } from '../price/decimal.ts';
import { type Draft, draftLines } from './lines.ts';
import { noteType, type Split, splitOf } from './split.ts';
import type { StoredNote } from './stored.ts';

export type Params = Stripe.CreditNoteCreateParams;

export interface NoteDraft {
  readonly invoice: StoredInvoice;
  readonly lines: readonly Draft[];
  readonly totals: CreditTotals;
  readonly shipping: StoredInvoice['shipping_cost'];
  readonly split: Split;
}

function checkInvoice({ status }: StoredInvoice): void {
  if (status === 'draft') throw errors.invalid('You cannot create a credit note for a draft invoice.', 'invoice');
  if (status === 'void') throw errors.invalid('You cannot create a credit note for a void invoice.', 'invoice');
}

/** Shipping is credited as a whole, once. */
async function creditedShipping(
  work: Work,
  { id: invoice, shipping_cost: cost }: StoredInvoice,
  sent: Params['shipping_cost'],
): Promise<StoredInvoice['shipping_cost']> {
  if (sent === undefined) return null;
  const notes = await work.list<StoredNote>('credit_note', { where: { invoice, status: 'issued' } });
  if (notes.some(({ shipping_cost }) => shipping_cost !== null))
    throw errors.invalid('The shipping cost of this invoice has been credited already.', 'shipping_cost');
  if (cost !== null && (sent.shipping_rate === undefined || sent.shipping_rate === cost.shipping_rate)) return cost;
  throw errors.invalid(
    cost === null ? 'This invoice has no shipping cost to credit.' : "The shipping rate must be the invoice's own.",
    'shipping_cost[shipping_rate]',
  );
}

const shippingTaxes = (cost: StoredInvoice['shipping_cost']): Tax[] =>
  (cost?.taxes ?? []).map(({ amount, rate, taxability_reason: reason, taxable_amount: taxable }) => ({
    rate: rate.id,
    inclusive: rate.inclusive,
    percentage: rate.percentage,
    amount,
    taxable: taxable ?? 0,
    reason: reason ?? undefined,
  }));

function amountAlone(amount: number): CreditTotals {
  return {
    discount_amount: 0,
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_excluding_tax: amount,
    discounts: [],
    taxes: [],
  };
}

export async function draftNote(work: Work, params: Params, isPreview: boolean): Promise<NoteDraft> {
  const invoice = await work.find<StoredInvoice>('invoice', params.invoice, 'invoice');
  checkInvoice(invoice);
  const { amount } = params;
  if (amount === undefined && params.lines === undefined && params.shipping_cost === undefined) {
    throw errors.invalid(
      'You must pass at least one of `amount`, `lines`, or `shipping_cost` to create a credit note.',
      undefined,
      'parameter_missing',
    );
  }
  if (amount !== undefined && amount < 1) throw errors.tooSmall('amount', 1);
  const lines = await draftLines(work, invoice, params.lines ?? []);
  const shipping = await creditedShipping(work, invoice, params.shipping_cost);
  const itemized = lines.length > 0 || shipping !== null;
  const totals =
    itemized || amount === undefined
      ? creditTotals(lines, { amount: shipping?.amount_subtotal ?? 0, taxes: shippingTaxes(shipping) })
      : amountAlone(amount);
  if (amount !== undefined && amount !== totals.total) {
    const [sent, computed] = [amount, totals.total].map((each) => formatAmount(each, invoice.currency));
    throw errors.invalid(`The amount (${sent}) does not equal the total of the lines (${computed}).`, 'amount');
  }
  if (totals.total < 1) throw errors.invalid('The total of a credit note must be positive.', 'lines');
  const split = await splitOf(work, invoice, totals.total, params, isPreview);
  return { invoice, lines, totals, shipping, split };
}

/** The note without what only its creation knows: transactions and refunds. */
export function noteOf(work: Work, id: string, draft: NoteDraft, params: Params): StoredNote {
  const { invoice, totals, split, shipping } = draft;
  return {
    ...work.blank<Stripe.CreditNote>('credit_note'),
    id,
    amount: totals.total,
    amount_shipping: shipping?.amount_subtotal ?? 0,
    currency: invoice.currency,
    customer: invoice.customer ?? '',
    customer_account: invoice.customer_account,
    customer_balance_transaction: null,
    discount_amount: totals.discount_amount,
    discount_amounts: shownDiscounts(totals.discounts),
    effective_at: params.effective_at ?? work.now,
    invoice: invoice.id,
    memo: params.memo ?? null,
    metadata: mergeMetadata({}, params.metadata),
    number: `${String(invoice.number)}-CN-${String(invoice.notes + 1).padStart(2, '0')}`,
    out_of_band_amount: split.outOfBand,
    pdf: `${work.baseUrl}/credit_notes/${work.account}/test_${work.token(60)}/pdf?s=ap`,
    post_payment_amount: split.post,
    pre_payment_amount: split.pre,
    pretax_credit_amounts: shownCredits(totals.discounts),
    reason: params.reason ?? null,
    refunds: split.linked.map(({ refund, amount }) => ({
      amount_refunded: amount,
      payment_record_refund: null,
      refund,
      type: 'refund',
    })),
    shipping_cost: shipping as StoredNote['shipping_cost'],
    status: 'issued',
    subtotal: totals.subtotal,
    subtotal_excluding_tax: totals.subtotal_excluding_tax,
    total: totals.total,
    total_excluding_tax: totals.total_excluding_tax,
    total_taxes: totals.taxes.map(shownTax) as StoredNote['total_taxes'],
    type: noteType(split),
    voided_at: null,
  };
}

export function noteLine(line: Draft, id: string, note: string): StoredNoteLine {
  return {
    id,
    object: 'credit_note_line_item',
    amount: line.amount,
    description: line.description,
    discount_amount: shownDiscounts(line.discounts).reduce((sum, { amount }) => sum + amount, 0),
    discount_amounts: shownDiscounts(line.discounts),
    ...(line.invoiceLine !== null && { invoice_line_item: line.invoiceLine }),
    livemode: false,
    metadata: mergeMetadata({}, line.metadata),
    pretax_credit_amounts: shownCredits(line.discounts.filter(({ amount }) => amount !== 0)),
    quantity: line.quantity,
    tax_rates: [...line.rates],
    taxes: line.taxes.map(shownTax) as StoredNoteLine['taxes'],
    type: line.type,
    unit_amount: line.unitAmount === null ? null : wholeUnits(line.unitAmount),
    unit_amount_decimal: line.unitAmount === null ? null : decimal(line.unitAmount),
    _parent: note,
    by: line.by,
    voided: false,
    pieces: line.pieces,
  };
}
