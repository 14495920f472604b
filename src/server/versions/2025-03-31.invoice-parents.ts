import { type Awaitable, andThen } from '../kernel/awaitable.ts';
import { inclusiveTax, taxAmounts } from './2025-03-31.tax-amounts.ts';
import type { Read, Shown, VersionChange } from './change.ts';

const hash = (value: unknown): Shown | undefined =>
  typeof value === 'object' && value !== null ? (value as Shown) : undefined;
const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Prices and plans stood whole in a line; a plan only where there is something recurring. */
function priceOf(pricing: unknown, read: Read): Awaitable<{ price: Shown | null; plan: Shown | null }> {
  const price = hash(hash(pricing)?.price_details)?.price;
  const found = typeof price === 'string' ? read('price', price) : hash(price);
  return andThen(found, (whole) =>
    whole?.type === 'recurring'
      ? andThen(read('plan', String(whole.id)), (plan) => ({ price: whole, plan: plan ?? null }))
      : { price: whole ?? null, plan: null },
  );
}

function line({ parent, pricing, taxes, ...rest }: Shown, read: Read): Awaitable<Shown> {
  const ofSubscription = hash(hash(parent)?.subscription_item_details);
  const details = ofSubscription ?? hash(hash(parent)?.invoice_item_details);
  const amount = numberOf(rest.amount) - inclusiveTax(taxes);
  const quantity = numberOf(rest.quantity);
  const rates = taxAmounts(taxes).flatMap(({ tax_rate }) => (typeof tax_rate === 'string' ? tax_rate : []));
  return andThen(priceOf(pricing, read), ({ price, plan }) =>
    andThen(Promise.all(rates.map((rate) => read('tax_rate', rate))), (tax_rates) => ({
      ...rest,
      amount_excluding_tax: amount,
      ...(details?.invoice_item != null && { invoice_item: details.invoice_item }),
      plan,
      price,
      proration: details?.proration ?? false,
      proration_details: details?.proration_details ?? { credited_items: null },
      subscription: details?.subscription ?? null,
      ...(ofSubscription !== undefined && { subscription_item: ofSubscription.subscription_item }),
      tax_amounts: taxAmounts(taxes),
      tax_rates: tax_rates.filter((each) => each !== undefined),
      type: ofSubscription === undefined ? 'invoiceitem' : 'subscription',
      unit_amount_excluding_tax: quantity > 0 ? String(amount / quantity) : null,
    })),
  );
}

function item({ parent, pricing, ...rest }: Shown, read: Read): Awaitable<Shown> {
  const details = hash(hash(parent)?.subscription_details);
  const decimal = hash(pricing)?.unit_amount_decimal ?? null;
  const cents = typeof decimal === 'string' && /^-?\d+$/.test(decimal) ? Number(decimal) : null;
  return andThen(priceOf(pricing, read), ({ price, plan }) => ({
    ...rest,
    plan,
    price,
    subscription: details?.subscription ?? null,
    ...(details?.subscription_item != null && { subscription_item: details.subscription_item }),
    unit_amount: cents,
    unit_amount_decimal: decimal,
  }));
}

function invoice({ parent, total_taxes, ...rest }: Shown): Shown {
  const ofSubscription = hash(hash(parent)?.subscription_details);
  const ofQuote = hash(hash(parent)?.quote_details);
  const taxes = taxAmounts(total_taxes);
  const [discount = null] = (rest.discounts ?? []) as unknown[];
  return {
    ...rest,
    discount: hash(discount) ?? null,
    paid: rest.status === 'paid',
    quote: ofQuote?.quote ?? null,
    subscription: ofSubscription?.subscription ?? null,
    subscription_details: { metadata: ofSubscription?.metadata ?? null },
    ...(ofSubscription?.subscription_proration_date != null && {
      subscription_proration_date: ofSubscription.subscription_proration_date,
    }),
    tax: taxes.length === 0 ? null : taxes.reduce((sum, { amount }) => sum + numberOf(amount), 0),
    total_tax_amounts: taxes,
  };
}

/** https://docs.stripe.com/changelog/basil/2025-03-31/adds-new-parent-field-to-invoicing-objects */
export const invoiceParents: VersionChange = {
  version: '2025-03-31.basil',
  description:
    'What an invoice, its lines and items stem from, cost and are taxed by stands in `parent`, `pricing` and `taxes`; before, in fields of their own such as `subscription`, `price`, `plan`, `proration` and `tax_amounts`.',
  restores: {
    invoice: [
      'discount',
      'paid',
      'quote',
      'subscription',
      'subscription_details',
      'subscription_proration_date',
      'tax',
      'total_tax_amounts',
    ],
    invoiceitem: ['plan', 'price', 'subscription', 'subscription_item', 'unit_amount', 'unit_amount_decimal'],
    line_item: [
      'amount_excluding_tax',
      'invoice_item',
      'plan',
      'price',
      'proration',
      'proration_details',
      'subscription_item',
      'tax_amounts',
      'tax_rates',
      'type',
      'unit_amount_excluding_tax',
    ],
  },
  objects: { invoice, line_item: line, invoiceitem: item },
};
