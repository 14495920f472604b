/** Coupons and promotion codes become discounts of one thing: an item, an invoice, a subscription. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { isValid } from '../coupon/valid.ts';
import { checkRedeemer, type Redeemer } from '../promotion-code/restrictions.ts';
import { isActive, type StoredCode } from '../promotion-code/stored.ts';
import { addIntervals } from '../subscription/period.ts';
import type { StoredDiscount } from './stored.ts';

export interface SentDiscount {
  readonly coupon?: string | undefined;
  readonly discount?: string | undefined;
  readonly promotion_code?: string | undefined;
}

/** What the discounts are for. */
export type Target = Partial<
  Pick<Stripe.Discount, 'checkout_session' | 'invoice' | 'invoice_item' | 'subscription' | 'subscription_item'>
> &
  Redeemer & {
    /** Refuses coupons that last longer than one use can. */
    readonly refuseRepeating?: boolean;
  };

function amountOff(coupon: Stripe.Coupon, currency: string, param: string): number | null {
  if (coupon.amount_off === null) return null;
  if (coupon.currency === currency) return coupon.amount_off;
  const other = coupon.currency_options?.[currency]?.amount_off;
  if (other !== undefined) return other;
  throw errors.invalid(
    `The coupon ${coupon.id} takes off an amount in ${String(coupon.currency)} and cannot be used in ${currency}.`,
    param,
  );
}

/** By the calendar, as subscriptions renew: the invoice of that moment is without the discount. */
const endOf = ({ duration_in_months: count }: Stripe.Coupon, now: number): number | null =>
  count === null ? null : addIntervals(now, { interval: 'month', interval_count: count }, 1);

async function codeOf(work: Work, id: string, target: Target, param: string): Promise<StoredCode> {
  const code = await work.find<StoredCode>('promotion_code', id, param);
  if (!isActive(code, work.now))
    throw errors.invalid('This promotion code is expired or inactive.', param, 'coupon_expired');
  await checkRedeemer(work, code, target, param);
  return code;
}

async function redeemed(work: Work, coupon: Stripe.Coupon, code: StoredCode | undefined): Promise<void> {
  await work.update(coupon, { times_redeemed: coupon.times_redeemed + 1 });
  if (code !== undefined) await work.update(code, { times_redeemed: code.times_redeemed + 1 });
}

/** What a coupon or a promotion code gives to one thing, once it is used. `named` spells a parameter as it was sent. */
export async function redemption(
  work: Work,
  sent: Omit<SentDiscount, 'discount'>,
  target: Target,
  named: (name: keyof SentDiscount) => string,
): Promise<Omit<StoredDiscount, 'id' | 'object'>> {
  const code =
    sent.promotion_code === undefined
      ? undefined
      : await codeOf(work, sent.promotion_code, target, named('promotion_code'));
  const id = code?.promotion.coupon ?? sent.coupon;
  if (id === undefined) throw errors.parameterMissing(named('coupon'));
  const where = code === undefined ? named('coupon') : named('promotion_code');
  const coupon = await work.find<Stripe.Coupon>('coupon', id, where);
  if (!isValid(coupon, work.now))
    throw errors.invalid(`Coupon ${id} is expired and cannot be applied.`, where, 'coupon_expired');
  if (target.refuseRepeating && coupon.duration === 'repeating') {
    throw errors.invalid(
      `Coupon ${id} has a duration of repeating, which is not supported here. Only coupons with a duration of once or forever can be applied to invoices and invoice items.`,
      where,
    );
  }
  const { amount: _, currency, refuseRepeating: __, ...own } = target;
  const amount_off = currency === null ? coupon.amount_off : amountOff(coupon, currency, where);
  await redeemed(work, coupon, code);
  return {
    checkout_session: null,
    customer_account: null,
    end: endOf(coupon, work.now),
    invoice: null,
    invoice_item: null,
    promotion_code: code?.id ?? null,
    source: { type: 'coupon', coupon: coupon.id },
    start: work.now,
    subscription: null,
    subscription_item: null,
    ...own,
    terms: {
      amount_off,
      duration: coupon.duration,
      percent_off: coupon.percent_off,
      products: coupon.applies_to?.products ?? null,
    },
  };
}

async function redeemOne(work: Work, sent: SentDiscount, target: Target, param: string): Promise<StoredDiscount> {
  if (sent.discount !== undefined) return work.find<StoredDiscount>('discount', sent.discount, `${param}[discount]`);
  const given = await redemption(work, sent, target, (name) => `${param}[${name}]`);
  return work.insert<StoredDiscount>({ id: work.newId('discount'), object: 'discount', ...given });
}

/** In the order sent; '' means none. */
export async function redeemAll(
  work: Work,
  sent: readonly SentDiscount[] | '' | null | undefined,
  target: Target,
  param = 'discounts',
): Promise<StoredDiscount[]> {
  const discounts: StoredDiscount[] = [];
  for (const [at, each] of (sent || []).entries())
    discounts.push(await redeemOne(work, each, target, `${param}[${at}]`));
  return discounts;
}

/** Those that still exist, in order. */
export async function discountsOf(work: Work, ids: readonly unknown[]): Promise<StoredDiscount[]> {
  const found: StoredDiscount[] = [];
  for (const id of ids) {
    const discount = await work.get<StoredDiscount>('discount', String(id));
    if (discount !== undefined) found.push(discount);
  }
  return found;
}
