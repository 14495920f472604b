/** What the customer changes before paying: how many of each, how it is sent, with which promotion code. */
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { priceOf as amountOf } from '../invoice/amounts/tiers.ts';
import { itemsOf, storeItems } from '../item/of-parent.ts';
import type { StoredItem } from '../item/stored.ts';
import { inCurrency } from '../price/charged.ts';
import type { StoredPrice } from '../price/stored.ts';
import { isActive, type StoredCode } from '../promotion-code/stored.ts';
import { amountsOf, checkTotal, readDiscounts } from './amounts.ts';
import { optionalLine } from './optional-items.ts';
import type { Option } from './shipping.ts';
import type { StoredSession } from './stored.ts';

interface Wishes {
  readonly shippingRate?: string | undefined;
  readonly code?: string | undefined;
  readonly quantities?: Readonly<Record<string, number>> | undefined;
  readonly customAmount?: number | undefined;
  /** How many of each optional item, by price. */
  readonly optional?: Readonly<Record<string, number>> | undefined;
}

async function changedLine(work: Work, item: StoredItem, { quantities, customAmount }: Wishes): Promise<StoredItem> {
  const price = await work.find<StoredPrice>('price', item.price.id, 'price');
  const custom = price.custom_unit_amount;
  const wanted = quantities?.[item.id];
  const { adjustable_quantity: limits } = item;
  if (wanted !== undefined && wanted !== item.quantity) {
    if (limits?.enabled !== true) throw errors.invalid('The quantity of this item is fixed.', 'quantity');
    const [least, most] = [limits.minimum ?? 0, limits.maximum ?? 99];
    if (!Number.isInteger(wanted) || wanted < least || wanted > most)
      throw errors.invalid(`Choose a quantity between ${least} and ${most}.`, 'quantity');
  }
  const quantity = wanted ?? item.quantity;
  if (custom !== null && customAmount !== undefined) {
    const [least, most] = [custom.minimum ?? 0, custom.maximum ?? Number.MAX_SAFE_INTEGER];
    if (customAmount < least || customAmount > most) throw errors.invalid('This amount is not accepted.', 'amount');
    return { ...item, quantity, amount_subtotal: customAmount * (quantity ?? 1) };
  }
  if (quantity === item.quantity || quantity === null) return item;
  return { ...item, quantity, amount_subtotal: amountOf(inCurrency(price, item.currency, 'price'), quantity) };
}

function chosenOption(
  { shipping_options: options, shipping_cost: cost }: StoredSession,
  wanted?: string,
): Option | undefined {
  const id = wanted ?? cost?.shipping_rate;
  const option = options.find(({ shipping_rate }) => shipping_rate === id);
  if (option === undefined && wanted !== undefined)
    throw errors.invalid('This way of shipping is not offered.', 'shipping_rate');
  return option;
}

/** The active promotion code that customers type as `code`, in either case. */
async function promotionCode(work: Work, session: StoredSession, code: string): Promise<string> {
  if (session.allow_promotion_codes !== true)
    throw errors.invalid('This session takes no promotion codes.', 'promotion_code');
  const same = await work.list<StoredCode>('promotion_code', { where: { folded: code.trim().toUpperCase() } });
  const found = same.find((each) => isActive(each, work.now));
  if (found === undefined) throw errors.invalid('This code is invalid.', 'promotion_code');
  const { minimum_amount: least, minimum_amount_currency: currency } = found.restrictions;
  if (least !== null && (currency !== session.currency || (session.amount_subtotal ?? 0) < least))
    throw errors.invalid('This code is invalid for an order of this amount.', 'promotion_code');
  return found.id;
}

/** The lines are stored anew, the fields that follow from them are given back. */
export async function changeBasket(
  work: Work,
  session: StoredSession,
  wishes: Wishes,
  given?: readonly StoredItem[],
): Promise<Partial<StoredSession>> {
  const currency = session.currency ?? 'usd';
  const lines: StoredItem[] = [];
  for (const item of given ?? (await itemsOf(work, session.id))) lines.push(await changedLine(work, item, wishes));
  for (const [price, quantity] of Object.entries(wishes.optional ?? {})) {
    const isThere = lines.some((line) => line.price.id === price);
    if (quantity === 0 || isThere) continue;
    const basket = { id: session.id, mode: session.mode, currency };
    lines.push(await optionalLine(work, basket, session.optional_items ?? [], price, quantity));
  }
  const kept = lines.filter(({ quantity }) => quantity !== 0);
  if (kept.length === 0) throw errors.invalid('There is nothing left to buy.', 'quantity');
  const discounts =
    wishes.code === undefined
      ? session.discounts
      : await readDiscounts(work, [{ promotion_code: await promotionCode(work, session, wishes.code) }], {
          ...session,
          currency,
        });
  const basket = { ...session, currency, discounts };
  const amounts = await amountsOf(work, basket, kept, chosenOption(session, wishes.shippingRate));
  checkTotal(amounts.session.amount_total ?? 0, basket);
  await storeItems(work, session.id, amounts.items);
  return { ...amounts.session, discounts };
}
