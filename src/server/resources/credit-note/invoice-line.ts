/** Crediting lines of the invoice: by pieces or by an amount, never more than there is. */
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { formatAmount } from '../charge/currencies.ts';
import type { StoredNoteLine } from '../credit-note-line-item/stored.ts';
import { type CreditedLine, partOf } from '../invoice/amounts/credit.ts';
import { divideRounded } from '../invoice/amounts/decimal.ts';
import type { Tax } from '../invoice/amounts/lines.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import { creditsOn } from '../invoice-line-item/amounts.ts';
import type { StoredLine } from '../invoice-line-item/stored.ts';
import { givenTaxes } from './given-taxes.ts';
import type { Draft, SentLine } from './lines.ts';

const forbidden = ['description', 'unit_amount', 'unit_amount_decimal', 'tax_rates'] as const;

interface Before {
  readonly amount: number;
  readonly pieces: number;
  readonly by: StoredNoteLine['by'];
}

/** What earlier notes credited of the line. */
async function creditedBefore(work: Work, line: string): Promise<Before> {
  const earlier = await work.list<StoredNoteLine>('credit_note_line_item', {
    where: { invoice_line_item: line, voided: false },
  });
  return {
    amount: earlier.reduce((sum, { amount }) => sum + amount, 0),
    pieces: earlier.reduce((sum, { pieces }) => sum + pieces, 0),
    by: earlier[0]?.by ?? null,
  };
}

function read(sent: SentLine, line: StoredLine, before: Before, at: number): { gross: number; pieces: number } {
  const param = (name: string): string => `lines[${at}][${name}]`;
  const { quantity, amount } = sent;
  if ((quantity === undefined) === (amount === undefined)) {
    if (quantity !== undefined) throw errors.exclusive([param('quantity'), param('amount')]);
    throw errors.parameterMissing(param('quantity'));
  }
  const by = quantity === undefined ? 'amount' : 'quantity';
  if (before.by !== null && before.by !== by) {
    throw errors.invalid(
      `The invoice line item ${line.id} has been credited by ${before.by} before and can only be credited by ${before.by}.`,
      param(by),
    );
  }
  if (amount !== undefined) {
    // What is credited of a negative line is negative.
    if (amount === 0 || amount < 0 !== line.amount < 0)
      throw line.amount < 0
        ? errors.invalid('What is credited of a negative line must be negative.', param('amount'))
        : errors.tooSmall(param('amount'), 1);
    return { gross: amount, pieces: 0 };
  }
  const pieces = quantity ?? 0;
  const whole = line.quantity ?? 1;
  if (pieces < 1) throw errors.tooSmall(param('quantity'), 1);
  if (before.pieces + pieces > whole) {
    throw errors.invalid(
      `The quantity (${pieces}) is greater than the quantity of the invoice line item that can still be credited (${whole - before.pieces}).`,
      param('quantity'),
    );
  }
  const upTo = (count: number): number => divideRounded(BigInt(line.amount) * BigInt(count), BigInt(whole));
  return { gross: upTo(before.pieces + pieces) - upTo(before.pieces), pieces };
}

/** The line as the arithmetic knows it. */
function plain(line: StoredLine): CreditedLine {
  return {
    amount: line.amount,
    own: line.discounts,
    discounts: [
      ...(line.discount_amounts ?? []).map(({ amount, discount }) => ({ amount, discount: String(discount) })),
      ...creditsOn(line),
    ],
    taxes: (line.taxes ?? []).map(
      (tax): Tax => ({
        rate: tax.tax_rate_details?.tax_rate ?? '',
        inclusive: tax.tax_behavior === 'inclusive',
        amount: tax.amount,
        taxable: tax.taxable_amount ?? 0,
        percentage: 0,
        reason: tax.taxability_reason === 'not_available' ? undefined : tax.taxability_reason,
      }),
    ),
  };
}

export async function invoiceLine(
  work: Work,
  invoice: StoredInvoice,
  sent: SentLine,
  at: number,
  earlier: readonly Draft[],
): Promise<Draft> {
  const wrong = forbidden.find((name) => sent[name] !== undefined);
  if (wrong !== undefined)
    throw errors.invalid(`You cannot set \`${wrong}\` on a line of type invoice_line_item.`, `lines[${at}][${wrong}]`);
  const param = `lines[${at}][invoice_line_item]`;
  if (sent.invoice_line_item === undefined) throw errors.parameterMissing(param);
  const line = await work.find<StoredLine>('line_item', sent.invoice_line_item, param);
  if (line.invoice !== invoice.id)
    throw errors.invalid(`The invoice line item ${line.id} does not belong to the invoice ${invoice.id}.`, param);
  if (earlier.some((draft) => draft.invoiceLine === line.id))
    throw errors.invalid(`The invoice line item ${line.id} is credited twice.`, param);
  if (sent.tax_amounts && invoice.automatic_tax.enabled) {
    throw errors.invalid(
      'You cannot set `tax_amounts` on credit notes of invoices with automatic tax: they are calculated.',
      `lines[${at}][tax_amounts]`,
    );
  }
  const before = await creditedBefore(work, line.id);
  const { gross, pieces } = read(sent, line, before, at);
  const left = line.amount - before.amount;
  if (Math.abs(gross) > Math.abs(left)) {
    throw errors.invalid(
      `The amount (${formatAmount(gross, invoice.currency)}) is greater than the amount of the invoice line item that can still be credited (${formatAmount(left, invoice.currency)}).`,
      `lines[${at}][amount]`,
    );
  }
  const part = partOf(plain(line), before.amount, gross);
  const byPieces = sent.quantity !== undefined;
  return {
    ...part,
    taxes: sent.tax_amounts ? await givenTaxes(work, sent.tax_amounts, `lines[${at}][tax_amounts]`) : part.taxes,
    own: line.discounts,
    type: 'invoice_line_item',
    invoiceLine: line.id,
    description: line.description,
    by: byPieces ? 'quantity' : 'amount',
    pieces,
    quantity: byPieces ? pieces : null,
    unitAmount: byPieces ? (line.pricing?.unit_amount_decimal ?? null) : null,
    rates: line.rates,
    metadata: sent.metadata,
  };
}
