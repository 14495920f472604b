/** Keeps the amounts of a draft in step with its lines, discounts, tax rates and customer. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { discountsOf } from '../discount/redeem.ts';
import { reductionOf } from '../discount/stored.ts';
import { computedFields, plainLine, shownCredits, shownDiscounts, shownTax } from '../invoice-line-item/amounts.ts';
import { linesOf } from '../invoice-line-item/of-invoice.ts';
import type { StoredLine } from '../invoice-line-item/stored.ts';
import { dueOf } from './amounts/due.ts';
import type { Tax } from './amounts/lines.ts';
import { sum } from './amounts/sum.ts';
import { type Totals, totalsOf } from './amounts/totals.ts';
import { balanceIn, customerFields } from './customer.ts';
import type { StoredInvoice } from './stored.ts';
import { taxesOf } from './taxes.ts';

const mostDigits = 999_999_999_999;

/** Totals, and the other fields of the invoice that its taxes decide. */
interface InvoiceTotals extends Totals {
  readonly fields: Partial<Pick<StoredInvoice, 'automatic_tax' | 'shipping_cost'>>;
}

async function taxedShipping(
  work: Work,
  { taxes: _, ...cost }: NonNullable<StoredInvoice['shipping_cost']>,
  taxes: readonly Tax[],
): Promise<StoredInvoice['shipping_cost']> {
  const exclusive = sum(taxes.filter(({ inclusive }) => !inclusive));
  const shown: NonNullable<NonNullable<StoredInvoice['shipping_cost']>['taxes']> = [];
  for (const { amount, rate: id, reason, taxable } of taxes) {
    const rate = await work.get<Stripe.TaxRate>('tax_rate', id);
    if (rate !== undefined) shown.push({ amount, rate, taxability_reason: reason ?? null, taxable_amount: taxable });
  }
  return {
    ...cost,
    amount_tax: sum(taxes),
    amount_total: cost.amount_subtotal + exclusive,
    ...(shown.length > 0 && { taxes: shown }),
  };
}

export async function totalsOfLines(
  work: Work,
  invoice: StoredInvoice,
  lines: readonly StoredLine[],
): Promise<InvoiceTotals> {
  const ids = new Set([...invoice.discounts, ...lines.flatMap((line) => line.discounts)]);
  const discounts = new Map((await discountsOf(work, [...ids])).map((discount) => [discount.id, discount]));
  const taxes = await taxesOf(work, invoice, lines);
  const plain = lines.map((line, at) => plainLine(line, taxes.lines[at] ?? [], discounts));
  const reductions = invoice.discounts.flatMap((id) => {
    const discount = discounts.get(id);
    return discount === undefined ? [] : [reductionOf(discount)];
  });
  const cost = invoice.shipping_cost;
  const shipping = cost === null ? undefined : { amount: cost.amount_subtotal, rates: taxes.shipping };
  const totals = totalsOf(plain, reductions, shipping);
  return {
    ...totals,
    fields: {
      ...taxes.automatic,
      ...(cost !== null && { shipping_cost: await taxedShipping(work, cost, totals.shippingTaxes) }),
    },
  };
}

/** The fields of the invoice that say what `totals` found. */
export function totalFields(totals: InvoiceTotals): Partial<StoredInvoice> {
  const { subtotal, subtotal_excluding_tax, total, total_excluding_tax, discounts, taxes } = totals;
  return {
    ...totals.fields,
    subtotal,
    subtotal_excluding_tax,
    total,
    total_excluding_tax,
    total_discount_amounts: shownDiscounts(discounts),
    total_pretax_credit_amounts: shownCredits(discounts),
    total_taxes: taxes.map(shownTax) as StoredInvoice['total_taxes'],
  };
}

function checkTotal({ total }: Totals): void {
  if (Math.abs(total) > mostDigits)
    throw errors.invalid('The invoice total is too large.', undefined, 'amount_too_large');
}

async function updateLines(work: Work, lines: readonly StoredLine[], totals: Totals): Promise<void> {
  for (const [at, line] of lines.entries()) {
    const amounts = totals.lines[at];
    if (amounts === undefined) continue;
    const none = amounts.discounts.length === 0 && amounts.taxes.length === 0;
    const hadNone = (line.discount_amounts?.length ?? 0) === 0 && (line.taxes?.length ?? 0) === 0;
    if (!none || !hadNone) await work.update(line, computedFields(amounts));
  }
}

/** One change of the invoice: `patch` and what follows from it. */
export async function refreshDraft(
  work: Work,
  invoice: StoredInvoice,
  patch: Partial<StoredInvoice> = {},
): Promise<StoredInvoice> {
  return work.update<StoredInvoice>(invoice, { ...patch, ...(await freshFields(work, { ...invoice, ...patch })) });
}

/** The amounts of a draft as they are now; its lines are brought up to date. */
export async function freshFields(work: Work, invoice: StoredInvoice): Promise<Partial<StoredInvoice>> {
  const customer =
    invoice.customer === null ? null : ((await work.get<Stripe.Customer>('customer', invoice.customer)) ?? null);
  const lines = await linesOf(work, invoice.id);
  const fields = customer === null ? {} : await customerFields(work, customer);
  const totals = await totalsOfLines(work, { ...invoice, ...fields }, lines);
  checkTotal(totals);
  await updateLines(work, lines, totals);
  const starting_balance = balanceIn(customer, invoice.currency);
  const { amount_due } = dueOf(totals.total, starting_balance, 0);
  return { ...fields, ...totalFields(totals), starting_balance, amount_due, amount_remaining: amount_due };
}
