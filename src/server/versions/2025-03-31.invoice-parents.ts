import { type Awaitable, andThen, together } from '../kernel/awaitable.ts';
import type { Shown } from '../kernel/reader.ts';
import { inclusiveTax, taxAmounts } from './2025-03-31.tax-amounts.ts';
import { type Draft, type OlderReader, refersTo, type VersionChange, value, whole } from './change.ts';

const hash = (each: unknown): Shown | undefined =>
  typeof each === 'object' && each !== null ? (each as Shown) : undefined;
const numberOf = (amount: unknown): number => (typeof amount === 'number' ? amount : 0);

/** Prices and plans stood whole in a line; a plan only where there is something recurring. */
function setPrice(draft: Draft, read: OlderReader, pricing: unknown): Awaitable<void> {
  const { subscription_item: item } = draft;
  const price = hash(hash(pricing)?.price_details)?.price ?? null;
  draft.price = price;
  draft.plan = null;
  const found = typeof price === 'string' ? read.stored('price', price) : hash(price);
  return andThen(found, (whole) => {
    if (whole?.type !== 'recurring') return undefined;
    draft.plan = whole.id;
    // The plan of a price that was made for one subscription stands in the item only.
    if (whole.inline !== true || typeof item !== 'string') return undefined;
    return andThen(read.older('subscription_item', item), (subscribed) => {
      draft.plan = subscribed?.plan ?? null;
    });
  });
}

function line(draft: Draft, read: OlderReader, { parent, pricing, taxes }: Shown): Awaitable<void> {
  const ofSubscription = hash(hash(parent)?.subscription_item_details);
  const details = ofSubscription ?? hash(hash(parent)?.invoice_item_details);
  const amount = numberOf(draft.amount) - inclusiveTax(taxes);
  const quantity = numberOf(draft.quantity);
  const amounts = taxAmounts(taxes);
  draft.amount_excluding_tax = amount;
  if (details?.invoice_item != null) draft.invoice_item = details.invoice_item;
  draft.proration = details?.proration ?? false;
  draft.proration_details = details?.proration_details ?? { credited_items: null };
  draft.subscription = details?.subscription ?? null;
  if (ofSubscription !== undefined) draft.subscription_item = ofSubscription.subscription_item;
  draft.tax_amounts = amounts;
  draft.type = ofSubscription === undefined ? 'invoiceitem' : 'subscription';
  draft.unit_amount_excluding_tax = quantity > 0 ? String(amount / quantity) : null;
  const rates = amounts.flatMap(({ tax_rate }) =>
    typeof tax_rate === 'string' ? read.older('tax_rate', tax_rate) : [],
  );
  return andThen(setPrice(draft, read, pricing), () =>
    andThen(together(rates), (found) => {
      draft.tax_rates = found.filter((each) => each !== undefined);
    }),
  );
}

function item(draft: Draft, read: OlderReader, { parent, pricing }: Shown): Awaitable<void> {
  const details = hash(hash(parent)?.subscription_details);
  const decimal = hash(pricing)?.unit_amount_decimal ?? null;
  draft.subscription = details?.subscription ?? null;
  if (details?.subscription_item != null) draft.subscription_item = details.subscription_item;
  draft.unit_amount = typeof decimal === 'string' && /^-?\d+$/.test(decimal) ? Number(decimal) : null;
  draft.unit_amount_decimal = decimal;
  return setPrice(draft, read, pricing);
}

function invoice(draft: Draft, _: unknown, { parent, total_taxes }: Shown): void {
  const ofSubscription = hash(hash(parent)?.subscription_details);
  const taxes = taxAmounts(total_taxes);
  const [discount = null] = (draft.discounts ?? []) as unknown[];
  draft.discount = discount;
  draft.quote = hash(hash(parent)?.quote_details)?.quote ?? null;
  draft.subscription = ofSubscription?.subscription ?? null;
  draft.subscription_details = { metadata: ofSubscription?.metadata ?? null };
  if (ofSubscription?.subscription_proration_date != null)
    draft.subscription_proration_date = ofSubscription.subscription_proration_date;
  draft.tax = taxes.length === 0 ? null : taxes.reduce((sum, { amount }) => sum + numberOf(amount), 0);
  draft.total_tax_amounts = taxes;
}

/** https://docs.stripe.com/changelog/basil/2025-03-31/adds-new-parent-field-to-invoicing-objects */
export const invoiceParents: VersionChange = {
  version: '2025-03-31.basil',
  description:
    'What an invoice, its lines and items stem from, cost and are taxed by stands in `parent`, `pricing` and `taxes`; before, in fields of their own such as `subscription`, `price`, `plan`, `proration` and `tax_amounts`.',
  restores: {
    invoice: {
      discount: whole('discount'),
      quote: refersTo('quote'),
      subscription: refersTo('subscription'),
      subscription_details: value,
      subscription_proration_date: value,
      tax: value,
      total_tax_amounts: value,
    },
    invoiceitem: {
      plan: whole('plan'),
      price: whole('price'),
      subscription: refersTo('subscription'),
      subscription_item: value,
      unit_amount: value,
      unit_amount_decimal: value,
    },
    line_item: {
      amount_excluding_tax: value,
      invoice_item: refersTo('invoiceitem'),
      plan: whole('plan'),
      price: whole('price'),
      proration: value,
      proration_details: value,
      subscription_item: refersTo('subscription_item'),
      tax_amounts: value,
      tax_rates: value,
      type: value,
      unit_amount_excluding_tax: value,
    },
  },
  inside: {
    invoice: { 'total_tax_amounts.tax_rate': ['tax_rate'] },
    line_item: { 'tax_amounts.tax_rate': ['tax_rate'] },
  },
  drops: {
    invoice: ['parent', 'total_taxes'],
    invoiceitem: ['parent', 'pricing'],
    line_item: ['parent', 'pricing', 'taxes'],
  },
  objects: { invoice, line_item: line, invoiceitem: item },
};
