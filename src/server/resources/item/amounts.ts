/** What lines of quotes and Checkout Sessions add up to, by the arithmetic of invoices. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { discountsOf } from '../discount/redeem.ts';
import { reductionOf, type StoredDiscount } from '../discount/stored.ts';
import type { DiscountAmount, Line, LineAmounts, Rate, Tax } from '../invoice/amounts/lines.ts';
import { type Shipping, type Totals, totalsOf } from '../invoice/amounts/totals.ts';
import { rateOf } from '../invoice-line-item/amounts.ts';
import { automaticTaxes } from '../tax-calculation/automatic.ts';
import type { StoredItem } from './stored.ts';

/** What applies to all lines; references are ids. */
export interface Terms {
  readonly customer: string | null;
  readonly discounts: readonly string[];
  readonly default_tax_rates: readonly string[];
  readonly automatic_tax?: { readonly enabled: boolean };
}

export interface Books {
  readonly discounts: ReadonlyMap<string, StoredDiscount>;
  readonly shown: ReadonlyMap<string, Stripe.Discount>;
  readonly rates: ReadonlyMap<string, Stripe.TaxRate>;
  readonly defaults: readonly Stripe.TaxRate[];
  readonly exempt: boolean;
  /** By line, where taxes are found automatically; undefined where nobody can say where the customer is. */
  readonly found?: ReadonlyMap<string, readonly Rate[]> | undefined;
  readonly automatic: boolean;
}

interface Found {
  readonly found: ReadonlyMap<string, readonly Rate[]> | undefined;
  readonly rates: readonly Stripe.TaxRate[];
}

async function foundFor(
  work: Work,
  customer: Stripe.Customer | undefined,
  items: readonly StoredItem[],
): Promise<Found> {
  if (customer === undefined) return { found: undefined, rates: [] };
  const ids = await work.list<Stripe.TaxId>('tax_id', { where: { customer: customer.id } });
  const taxed = { addresses: [customer.shipping?.address, customer.address], exempt: customer.tax_exempt, taxIds: ids };
  const taxes = await automaticTaxes(work, taxed, items[0]?.currency ?? 'usd');
  if (taxes === undefined) return { found: undefined, rates: [] };
  const found = new Map<string, readonly Rate[]>();
  for (const { id, price } of items)
    found.set(id, await taxes.onLine({ product: String(price.product), behavior: price.tax_behavior }));
  return { found, rates: [...taxes.rates.values()] };
}

export const sum = (amounts: readonly { readonly amount: number }[]): number =>
  amounts.reduce((all, { amount }) => all + amount, 0);

export async function booksOf(work: Work, terms: Terms, items: readonly StoredItem[]): Promise<Books> {
  const ids = new Set([...terms.discounts, ...items.flatMap(({ reductions }) => reductions)]);
  const found = await discountsOf(work, [...ids]);
  const shown = new Map<string, Stripe.Discount>();
  for (const discount of found) shown.set(discount.id, await work.show<Stripe.Discount>(discount));
  const defaults: Stripe.TaxRate[] = [];
  for (const id of terms.default_tax_rates) {
    const rate = await work.get<Stripe.TaxRate>('tax_rate', id);
    if (rate !== undefined) defaults.push(rate);
  }
  const customer = terms.customer === null ? undefined : await work.get<Stripe.Customer>('customer', terms.customer);
  const automatic = terms.automatic_tax?.enabled ?? false;
  const taxes = automatic ? await foundFor(work, customer, items) : undefined;
  const rates = [...defaults, ...items.flatMap((item) => item.rates), ...(taxes?.rates ?? [])];
  return {
    automatic,
    found: taxes?.found,
    discounts: new Map(found.map((discount) => [discount.id, discount])),
    shown,
    rates: new Map(rates.map((rate) => [rate.id, rate])),
    defaults,
    exempt: customer?.tax_exempt === 'exempt' || customer?.tax_exempt === 'reverse',
  };
}

export function totalsFor(
  terms: Pick<Terms, 'discounts'>,
  items: readonly StoredItem[],
  { discounts, defaults, exempt, found, automatic }: Books,
  counts: (discount: StoredDiscount) => boolean = () => true,
  shipping?: Shipping,
): Totals {
  const reductions = (ids: readonly string[]) =>
    ids
      .flatMap((id) => discounts.get(id) ?? [])
      .filter(counts)
      .map(reductionOf);
  const lines = items.map((item): Line => {
    const named = item.rates.length > 0 ? item.rates : defaults;
    return {
      amount: item.amount_subtotal,
      discountable: true,
      product: String(item.price.product),
      discounts: reductions(item.reductions),
      rates: automatic ? (found?.get(item.id) ?? []) : exempt ? [] : named.map(rateOf),
    };
  });
  return totalsOf(lines, reductions(terms.discounts), shipping);
}

function shownDiscounts(amounts: readonly DiscountAmount[], { shown }: Books): Stripe.LineItem.Discount[] {
  return amounts.flatMap(({ amount, discount: id }) => {
    const discount = shown.get(id);
    return discount === undefined ? [] : [{ amount, discount }];
  });
}

export function shownTaxes(taxes: readonly Tax[], { rates }: Pick<Books, 'rates'>): Stripe.LineItem.Tax[] {
  return taxes.flatMap(({ amount, rate: id, taxable, reason }) => {
    const rate = rates.get(id);
    return rate === undefined ? [] : [{ amount, rate, taxability_reason: reason ?? null, taxable_amount: taxable }];
  });
}

export function summary({ lines, total, discounts, taxes }: Totals, books: Books, shipping = 0) {
  return {
    amount_subtotal: sum(lines),
    amount_total: total,
    total_details: {
      amount_discount: sum(discounts),
      amount_shipping: shipping,
      amount_tax: sum(taxes),
      breakdown: { discounts: shownDiscounts(discounts, books), taxes: shownTaxes(taxes, books) },
    },
  };
}

export function withAmounts(item: StoredItem, { amount, discounts, taxes }: LineAmounts, books: Books): StoredItem {
  const exclusive = sum(taxes.filter(({ inclusive }) => !inclusive));
  return {
    ...item,
    amount_discount: sum(discounts),
    amount_tax: sum(taxes),
    amount_total: amount - sum(discounts) + exclusive,
    discounts: shownDiscounts(discounts, books),
    taxes: shownTaxes(taxes, books),
  };
}
