/** The one discount that a customer has, from a coupon or a promotion code: https://docs.stripe.com/api/discounts */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Deleted, Work } from '../../kernel/work.ts';
import { redemption } from '../discount/redeem.ts';
import type { StoredDiscount } from '../discount/stored.ts';

/** Parameters of API versions before 2025-03-31.basil. */
export interface SentCoupon {
  readonly coupon?: string | undefined;
  readonly promotion_code?: string | undefined;
}

type Discounted = Pick<Stripe.Customer, 'id' | 'currency' | 'discount'>;

async function discountOf(work: Work, { discount }: Discounted): Promise<StoredDiscount | undefined> {
  return discount ? work.get<StoredDiscount>('discount', discount.id) : undefined;
}

/** What the parameters give the customer, not stored yet: undefined where they say nothing of it, null where they take it away. */
export async function sentDiscount(
  work: Work,
  customer: Discounted,
  { coupon, promotion_code: code }: SentCoupon,
): Promise<StoredDiscount | null | undefined> {
  if (coupon === undefined && code === undefined) return undefined;
  if (coupon && code) throw errors.exclusive(['coupon', 'promotion_code']);
  if (!coupon && !code) return null;
  const target = { customer: customer.id, currency: customer.currency ?? null };
  const given = await redemption(work, coupon ? { coupon } : { promotion_code: code }, target, (name) => name);
  return { id: customer.discount?.id ?? work.newId('discount'), object: 'discount', ...given };
}

/** Puts it in the place of the one before. Answers what the customer then shows. */
export async function replaceDiscount(
  work: Work,
  customer: Discounted,
  sent: StoredDiscount | null,
): Promise<Stripe.Discount | null> {
  const current = await discountOf(work, customer);
  if (sent !== null)
    return work.show(current === undefined ? await work.insert(sent) : await work.update(current, sent));
  if (current !== undefined) await work.remove(current);
  return null;
}

export async function deleteDiscount({ work, targets }: Call<object>): Promise<Deleted> {
  const customer = targets[0] as Stripe.Customer;
  const current = await discountOf(work, customer);
  if (current === undefined)
    throw errors.invalid(`No active discount for customer: ${customer.id}`, undefined, undefined, 404);
  await work.update(customer, { discount: null });
  await work.remove(current);
  return { ...(await work.stub('discount', current.id)), id: current.id, object: 'discount', deleted: true };
}
