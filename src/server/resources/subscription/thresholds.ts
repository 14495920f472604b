/** `billing_thresholds`, as requests set them. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { checkSize } from '../price/amounts.ts';

type Thresholds = Stripe.Subscription.BillingThresholds;
type SentThresholds = Stripe.Emptyable<Stripe.SubscriptionCreateParams.BillingThresholds>;
type OfItem = Stripe.SubscriptionItem.BillingThresholds;

/** In any currency: https://docs.stripe.com/billing/subscriptions/usage-based/thresholds#monetary-thresholds */
const leastAmount = 50;

/** What is left out stays as it is. */
export function readThresholds(
  sent: SentThresholds,
  current: Thresholds | null,
  param = 'billing_thresholds',
): Thresholds | null {
  if (!sent) return null;
  const { amount_gte = current?.amount_gte, reset_billing_cycle_anchor = current?.reset_billing_cycle_anchor } = sent;
  if (typeof amount_gte === 'number') {
    if (amount_gte < leastAmount) throw errors.tooSmall(`${param}[amount_gte]`, leastAmount);
    checkSize(amount_gte, `${param}[amount_gte]`);
  }
  return { amount_gte: amount_gte ?? null, reset_billing_cycle_anchor: reset_billing_cycle_anchor ?? null };
}

/** Of one item, whose usage is counted. */
export function readUsageThreshold(
  sent: Stripe.Emptyable<{ usage_gte: number }> | undefined,
  known: OfItem | null,
  price: Pick<Stripe.Price, 'recurring'>,
  param: string,
): OfItem | null {
  const isMetered = price.recurring?.usage_type === 'metered';
  if (sent === undefined) return isMetered ? known : null;
  if (!sent) return null;
  if (!isMetered)
    throw errors.invalid(
      'Usage thresholds can only be set on items with metered prices.',
      `${param}[billing_thresholds][usage_gte]`,
    );
  if (sent.usage_gte < 1) throw errors.tooSmall(`${param}[billing_thresholds][usage_gte]`, 1);
  return { usage_gte: sent.usage_gte };
}
