import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { StoredNoteLine } from '../credit-note-line-item/stored.ts';
import type { CreditedLine } from '../invoice/amounts/credit.ts';
import { type DecimalLike, exact, rounded, times } from '../invoice/amounts/decimal.ts';
import { taxesOn } from '../invoice/amounts/taxes.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import { rateOf } from '../invoice-line-item/amounts.ts';
import { checkSize } from '../price/amounts.ts';
import { findTaxRates } from '../tax-rate/find.ts';
import { givenTaxes } from './given-taxes.ts';
import { invoiceLine } from './invoice-line.ts';

export type SentLine = Stripe.CreditNoteCreateParams.Line;

/** A line of a note that is being made. */
export interface Draft extends CreditedLine {
  readonly type: 'custom_line_item' | 'invoice_line_item';
  readonly invoiceLine: string | null;
  readonly description: string | null;
  readonly by: StoredNoteLine['by'];
  readonly pieces: number;
  readonly quantity: number | null;
  readonly unitAmount: DecimalLike | null;
  readonly rates: readonly Stripe.TaxRate[];
  readonly metadata: SentLine['metadata'];
}

async function customLine(work: Work, invoice: StoredInvoice, sent: SentLine, at: number): Promise<Draft> {
  const param = (name: string): string => `lines[${at}][${name}]`;
  if (invoice.automatic_tax.enabled) {
    throw errors.invalid(
      'You cannot use custom line items on credit notes of invoices with automatic tax.',
      param('type'),
    );
  }
  if (sent.invoice_line_item !== undefined || sent.amount !== undefined) {
    const wrong = sent.amount === undefined ? 'invoice_line_item' : 'amount';
    throw errors.invalid(`You cannot set \`${wrong}\` on a line of type custom_line_item.`, param(wrong));
  }
  const { unit_amount: whole, unit_amount_decimal: fine, quantity = 1 } = sent;
  if (whole !== undefined && fine !== undefined)
    throw errors.exclusive([param('unit_amount'), param('unit_amount_decimal')]);
  const unit = whole ?? fine;
  if (unit === undefined) throw errors.parameterMissing(param('unit_amount'));
  if (exact(unit).digits < 0n) throw errors.invalid('Invalid non-negative integer', param('unit_amount'));
  if (quantity < 1) throw errors.tooSmall(param('quantity'), 1);
  checkSize(Number(unit), param('unit_amount'));
  checkSize(quantity, param('quantity'));
  if (sent.tax_rates && sent.tax_amounts) throw errors.exclusive([param('tax_rates'), param('tax_amounts')]);
  const amount = rounded(times(exact(unit), exact(quantity)));
  const rates = await findTaxRates(work, sent.tax_rates || '', param('tax_rates'));
  return {
    amount,
    own: [],
    discounts: [],
    taxes: sent.tax_amounts
      ? await givenTaxes(work, sent.tax_amounts, param('tax_amounts'))
      : taxesOn(amount, rates.map(rateOf)),
    type: 'custom_line_item',
    invoiceLine: null,
    description: sent.description ?? null,
    by: null,
    pieces: 0,
    quantity,
    unitAmount: unit,
    rates,
    metadata: sent.metadata,
  };
}

export async function draftLines(work: Work, invoice: StoredInvoice, sent: readonly SentLine[]): Promise<Draft[]> {
  const drafts: Draft[] = [];
  for (const [at, line] of sent.entries()) {
    drafts.push(
      line.type === 'custom_line_item'
        ? await customLine(work, invoice, line, at)
        : await invoiceLine(work, invoice, line, at, drafts),
    );
  }
  return drafts;
}
