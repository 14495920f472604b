/** What the customer may add on the page: https://docs.stripe.com/payments/checkout/optional-items */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { StoredItem } from '../item/stored.ts';
import { type Basket, readLine, type SentLine } from './lines.ts';

type OptionalItem = Stripe.Checkout.Session.OptionalItem;

export interface SentOptional {
  readonly adjustable_quantity?: { readonly enabled: boolean; readonly maximum?: number; readonly minimum?: number };
  readonly price?: string;
  readonly quantity: number;
}

const most = 10;
const mostOfOne = 99;

/** As the session or the link shows them. Throws what a line would be refused with. */
export async function readOptional(
  work: Work,
  basket: Basket,
  sent: readonly SentOptional[] | '' | undefined,
): Promise<OptionalItem[]> {
  const all = sent || [];
  if (all.length > most)
    throw errors.invalid(`You can offer up to ${most} optional items.`, 'optional_items', 'array_too_long');
  const items: OptionalItem[] = [];
  for (const [at, { adjustable_quantity: limits, price, quantity }] of all.entries()) {
    const param = `optional_items[${at}]`;
    if (price === undefined) throw errors.parameterMissing(`${param}[price]`);
    await readLine(work, basket, { adjustable_quantity: limits, price, quantity }, param);
    const { enabled = false, maximum = mostOfOne, minimum = 0 } = limits ?? {};
    items.push({ adjustable_quantity: limits === undefined ? null : { enabled, maximum, minimum }, price, quantity });
  }
  return items;
}

/** The line that taking `quantity` of an optional item adds. */
export async function optionalLine(
  work: Work,
  basket: Basket,
  offered: readonly OptionalItem[],
  price: string,
  quantity: number,
): Promise<StoredItem> {
  const item = offered.find((each) => each.price === price);
  if (item === undefined) throw errors.invalid('This item is not offered.', 'optional_items');
  const limits = item.adjustable_quantity;
  const [least, largest] = limits?.enabled
    ? [limits.minimum ?? 0, limits.maximum ?? mostOfOne]
    : [item.quantity, item.quantity];
  if (quantity < Math.max(1, least) || quantity > largest)
    throw errors.invalid(`Choose a quantity between ${least} and ${largest}.`, 'optional_items');
  const sent = {
    price,
    quantity,
    ...(limits?.enabled && { adjustable_quantity: { enabled: true, maximum: largest, minimum: 0 } }),
  };
  return readLine(work, basket, sent as SentLine, 'optional_items');
}
