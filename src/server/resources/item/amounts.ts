/** What lines of quotes and Checkout Sessions add up to, by the arithmetic of invoices. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { discountsOf } from '../discount/redeem.ts';
import { reductionOf, type StoredDiscount } from '../discount/stored.ts';
import type { DiscountAmount, Line, LineAmounts, Rate, Tax } from '../invoice/amounts/lines.ts';
import { sum } from '../invoice/amounts/sum.ts';
import { type Totals, totalsOf } from '../invoice/amounts/totals.ts';
import { rateOf } from '../invoice-line-item/amounts.ts';
import { automaticTaxes, type TaxedCustomer } from '../tax-calculation/automatic.ts';
import type { StoredItem } from './stored.ts';

/** What applies to all lines; references are ids. */
type Address = Partial<Stripe.Address> | null | undefined;

interface Terms {
  readonly customer: string | null;
  readonly discounts: readonly string[];
  readonly default_tax_rates: readonly string[];
  readonly automatic_tax?: { readonly enabled: boolean; readonly liability?: TaxedCustomer['liability'] };
  /** Where the customer says to be; what the customer is known for counts after it. */
  readonly addresses?: readonly Address[];
  /** Id of the rate of what is sent along. */
  readonly shipping?: string | undefined;
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
  /** What shipping is taxed with. */
  readonly onShipping: readonly Rate[];
}

interface Found {
  readonly found: ReadonlyMap<string, readonly Rate[]> | undefined;
  readonly onShipping: readonly Rate[];
  readonly rates: readonly Stripe.TaxRate[];
}

const nowhere: Found = { found: undefined, onShipping: [], rates: [] };

async function foundFor(
  work: Work,
  customer: Stripe.Customer | undefined,
  items: readonly StoredItem[],
  { addresses = [], automatic_tax: tax, shipping }: Terms,
): Promise<Found> {
  const all = [...addresses, customer?.shipping?.address, customer?.address];
  const ids = customer && (await work.list<Stripe.TaxId>('tax_id', { where: { customer: customer.id } }));
  const exempt = customer?.tax_exempt ?? 'none';
  const taxed = { addresses: all, exempt, liability: tax?.liability ?? null, taxIds: ids ?? [] };
  const taxes = await automaticTaxes(work, taxed, items[0]?.currency ?? 'usd');
  if (taxes === undefined) return nowhere;
  const found = new Map<string, readonly Rate[]>();
  for (const { id, price } of items)
    found.set(id, await taxes.onLine({ product: String(price.product), behavior: price.tax_behavior }));
  const rate = shipping === undefined ? undefined : await work.get<Stripe.ShippingRate>('shipping_rate', shipping);
  const onShipping = rate === undefined ? [] : await taxes.onShipping(rate);
  return { found, onShipping, rates: [...taxes.rates.values()] };
}

/** `own` stores the rates of automatic taxes, where `work` only rehearses. */
export async function booksOf(
  work: Work,
  terms: Terms,
  items: readonly StoredItem[],
  own: Work = work,
): Promise<Books> {
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
  const taxes = automatic ? await foundFor(own, customer, items, terms) : undefined;
  const rates = [...defaults, ...items.flatMap((item) => item.rates), ...(taxes?.rates ?? [])];
  return {
    automatic,
    found: taxes?.found,
    onShipping: taxes?.onShipping ?? [],
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
  { discounts, defaults, exempt, found, automatic, onShipping }: Books,
  counts: (discount: StoredDiscount) => boolean = () => true,
  /** In the smallest unit. */
  shipping?: number,
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
  const sending = shipping === undefined ? undefined : { amount: shipping, rates: onShipping };
  return totalsOf(lines, reductions(terms.discounts), sending);
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
