/** What the customer is asked for, by the arithmetic of invoices. */
import type Stripe from 'stripe';
import { errors, StripeError } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { checkLimits } from '../charge/amount.ts';
import { redeemAll, type SentDiscount } from '../discount/redeem.ts';
import { sum } from '../invoice/amounts/sum.ts';
import { rehearsal } from '../invoice/rehearsal.ts';
import { booksOf, shownTaxes, summary, totalsFor, withAmounts } from '../item/amounts.ts';
import type { StoredItem } from '../item/stored.ts';
import { dueNow } from './first-period.ts';
import type { Option } from './shipping.ts';
import type { StoredSession } from './stored.ts';

type Basket = Pick<StoredSession, 'id' | 'automatic_tax' | 'customer' | 'mode' | 'subscription_data'> &
  Partial<Pick<StoredSession, 'collected_information' | 'customer_details'>> & {
    readonly currency: string;
    readonly discounts: StoredSession['discounts'];
  };

interface Amounts {
  readonly items: readonly StoredItem[];
  readonly session: Pick<
    StoredSession,
    'amount_subtotal' | 'amount_total' | 'automatic_tax' | 'shipping_cost' | 'total_details'
  >;
}

export const sourcesOf = (discounts: StoredSession['discounts']): SentDiscount[] =>
  (discounts ?? []).map(({ coupon, promotion_code }) =>
    typeof promotion_code === 'string' ? { promotion_code } : { coupon: String(coupon) },
  );

/** What each of the discounts is, by its parameter; nothing counts as redeemed yet. Throws Stripe's refusals. */
export async function readDiscounts(
  work: Work,
  sent: readonly SentDiscount[] | '' | undefined,
  { customer, currency, mode }: Pick<Basket, 'customer' | 'currency' | 'mode'>,
): Promise<Stripe.Checkout.Session.Discount[]> {
  const target = { customer, currency, refuseRepeating: mode === 'payment' };
  const discounts = await redeemAll(rehearsal(work), sent, target);
  return discounts.map(({ promotion_code, source }) => ({
    coupon: promotion_code === null ? source.coupon : null,
    promotion_code,
  }));
}

/** Not stored: fields of the session, and its lines with their part in them. */
export async function amountsOf(
  work: Work,
  basket: Basket,
  lines: readonly StoredItem[],
  option: Option | undefined,
): Promise<Amounts> {
  const dry = rehearsal(work);
  const amount = lines.reduce((total, line) => total + line.amount_subtotal, 0);
  const target = { customer: basket.customer, currency: basket.currency, amount };
  const discounts = await redeemAll(dry, sourcesOf(basket.discounts), target);
  const terms = {
    customer: basket.customer,
    discounts: discounts.map(({ id }) => id),
    default_tax_rates: basket.subscription_data.default_tax_rates ?? [],
    automatic_tax: basket.automatic_tax,
    addresses: [basket.collected_information?.shipping_details?.address, basket.customer_details?.address],
    shipping: option && String(option.shipping_rate),
  };
  const due = lines.map((line) => dueNow(basket.subscription_data, line, work.now));
  const books = await booksOf(dry, terms, due, work);
  const totals = totalsFor(terms, due, books, undefined, option?.shipping_amount);
  const items = due.map((line, at) => {
    const amounts = totals.lines[at];
    return amounts === undefined ? line : withAmounts(line, amounts, books);
  });
  const taxes = sum(totals.shippingTaxes);
  const onTop = sum(totals.shippingTaxes.filter(({ inclusive }) => !inclusive));
  return {
    items,
    session: {
      ...summary(totals, books, option?.shipping_amount ?? 0),
      automatic_tax: books.automatic
        ? { ...basket.automatic_tax, status: books.found === undefined ? 'requires_location_inputs' : 'complete' }
        : basket.automatic_tax,
      shipping_cost:
        option === undefined
          ? null
          : {
              amount_subtotal: option.shipping_amount,
              amount_tax: taxes,
              amount_total: option.shipping_amount + onTop,
              shipping_rate: String(option.shipping_rate),
              ...(taxes > 0 && { taxes: shownTaxes(totals.shippingTaxes, books) }),
            },
    },
  };
}

/** Refuses what no card could be charged with. */
export function checkTotal(total: number, { currency, mode, discounts }: Basket): void {
  if (total === 0) {
    if (mode !== 'payment' || (discounts ?? []).length > 0) return;
    throw errors.invalid("The Checkout Session's total amount due cannot be zero in `payment` mode");
  }
  try {
    checkLimits(total, currency);
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    const { code, message } = error.details;
    const worded = message.replace(/^Amount must be (at least)?/, (_, least: string | undefined) =>
      least === undefined
        ? "The Checkout Session's total amount due must be"
        : "The Checkout Session's total amount due must add up to at least",
    );
    throw errors.invalid(worded, undefined, code);
  }
}
