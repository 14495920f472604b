/** What a quote adds up to, by the arithmetic of invoices. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { discountsOf } from '../discount/redeem.ts';
import { reductionOf, type StoredDiscount } from '../discount/stored.ts';
import type { DiscountAmount, Line, LineAmounts, Tax } from '../invoice/amounts/lines.ts';
import { type Totals, totalsOf } from '../invoice/amounts/totals.ts';
import { rateOf } from '../invoice-line-item/amounts.ts';
import { isRecurring, type StoredItem } from '../item/stored.ts';
import type { StoredQuote } from './stored.ts';

interface Books {
  readonly discounts: ReadonlyMap<string, StoredDiscount>;
  readonly shown: ReadonlyMap<string, Stripe.Discount>;
  readonly rates: ReadonlyMap<string, Stripe.TaxRate>;
  readonly defaults: readonly Stripe.TaxRate[];
  readonly exempt: boolean;
}

interface Amounts {
  readonly quote: Partial<StoredQuote>;
  readonly items: readonly StoredItem[];
}

const sum = (amounts: readonly { readonly amount: number }[]): number =>
  amounts.reduce((all, { amount }) => all + amount, 0);

async function booksOf(work: Work, quote: StoredQuote, items: readonly StoredItem[]): Promise<Books> {
  const ids = new Set([...quote.discounts, ...items.flatMap(({ reductions }) => reductions)]);
  const found = await discountsOf(work, [...ids]);
  const shown = new Map<string, Stripe.Discount>();
  for (const discount of found) shown.set(discount.id, await work.show<Stripe.Discount>(discount));
  const defaults: Stripe.TaxRate[] = [];
  for (const id of quote.default_tax_rates) {
    const rate = await work.get<Stripe.TaxRate>('tax_rate', id);
    if (rate !== undefined) defaults.push(rate);
  }
  const customer = quote.customer === null ? undefined : await work.get<Stripe.Customer>('customer', quote.customer);
  return {
    discounts: new Map(found.map((discount) => [discount.id, discount])),
    shown,
    rates: new Map([...defaults, ...items.flatMap(({ rates }) => rates)].map((rate) => [rate.id, rate])),
    defaults,
    exempt: customer?.tax_exempt === 'exempt' || customer?.tax_exempt === 'reverse',
  };
}

function totalsFor(
  quote: StoredQuote,
  items: readonly StoredItem[],
  { discounts, defaults, exempt }: Books,
  counts: (discount: StoredDiscount) => boolean,
): Totals {
  const reductions = (ids: readonly string[]) =>
    ids
      .flatMap((id) => discounts.get(id) ?? [])
      .filter(counts)
      .map(reductionOf);
  const lines = items.map((item): Line => {
    const rates = item.rates.length > 0 ? item.rates : defaults;
    return {
      amount: item.amount_subtotal,
      discountable: true,
      product: String(item.price.product),
      discounts: reductions(item.reductions),
      rates: exempt ? [] : rates.map(rateOf),
    };
  });
  return totalsOf(lines, reductions(quote.discounts));
}

function shownDiscounts(amounts: readonly DiscountAmount[], { shown }: Books): Stripe.LineItem.Discount[] {
  return amounts.flatMap(({ amount, discount: id }) => {
    const discount = shown.get(id);
    return discount === undefined ? [] : [{ amount, discount }];
  });
}

function shownTaxes(taxes: readonly Tax[], { rates }: Books): Stripe.LineItem.Tax[] {
  return taxes.flatMap(({ amount, rate: id, taxable }) => {
    const rate = rates.get(id);
    return rate === undefined ? [] : [{ amount, rate, taxability_reason: null, taxable_amount: taxable }];
  });
}

function summary({ lines, total, discounts, taxes }: Totals, books: Books) {
  return {
    amount_subtotal: sum(lines),
    amount_total: total,
    total_details: {
      amount_discount: sum(discounts),
      amount_shipping: 0,
      amount_tax: sum(taxes),
      breakdown: { discounts: shownDiscounts(discounts, books), taxes: shownTaxes(taxes, books) },
    },
  };
}

function withAmounts(item: StoredItem, { amount, discounts, taxes }: LineAmounts, books: Books): StoredItem {
  const { discounts: _, taxes: __, ...bare } = item;
  const exclusive = sum(taxes.filter(({ inclusive }) => !inclusive));
  return {
    ...bare,
    amount_discount: sum(discounts),
    amount_tax: sum(taxes),
    amount_total: amount - sum(discounts) + exclusive,
    ...(discounts.length > 0 && { discounts: shownDiscounts(discounts, books) }),
    ...(taxes.length > 0 && { taxes: shownTaxes(taxes, books) }),
  };
}

/** What every period after the first costs: only discounts that last for ever count. */
function recurringOf(
  quote: StoredQuote,
  items: readonly StoredItem[],
  books: Books,
): StoredQuote['computed']['recurring'] {
  const recurring = items.filter(isRecurring);
  const rhythm = recurring[0]?.price.recurring;
  if (!rhythm) return null;
  const totals = totalsFor(quote, recurring, books, ({ terms }) => terms.duration === 'forever');
  return { ...summary(totals, books), interval: rhythm.interval, interval_count: rhythm.interval_count };
}

/** The fields of quote and lines that follow from lines, discounts and tax rates. */
export async function amountsOf(work: Work, quote: StoredQuote, lines: readonly StoredItem[]): Promise<Amounts> {
  const books = await booksOf(work, quote, lines);
  const totals = totalsFor(quote, lines, books, () => true);
  const items = lines.map((line, at) => {
    const amounts = totals.lines[at];
    return amounts === undefined ? line : withAmounts(line, amounts, books);
  });
  const upfront = summary(totals, books);
  return {
    items,
    quote: {
      ...upfront,
      currency: items[0]?.currency ?? null,
      computed: {
        recurring: recurringOf(quote, items, books),
        upfront,
      },
    },
  };
}
