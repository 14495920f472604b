import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { readCurrency } from '../charge/currencies.ts';

type Params = Stripe.CouponCreateParams;

const allowedId = /^[\w-]+$/;
/** Seconds. */
const fiveYears = 5 * 366 * 86_400;

async function checkNew(work: Work, id: string): Promise<void> {
  if (!allowedId.test(id)) {
    throw errors.invalid('Coupon IDs may only contain alphanumeric characters, hyphens and underscores.', 'id');
  }
  if ((await work.get('coupon', id)) === undefined) return;
  throw errors.invalid('Coupon already exists.', 'id', 'resource_already_exists');
}

function checkValue({ amount_off: amount, percent_off: percent, currency }: Params): void {
  if ((amount === undefined) === (percent === undefined)) {
    throw errors.invalid(
      amount === undefined
        ? 'Must provide either percent_off or amount_off.'
        : 'You may only specify one of these parameters: amount_off, percent_off.',
      amount === undefined ? undefined : 'amount_off',
      amount === undefined ? 'parameter_missing' : 'parameters_exclusive',
    );
  }
  if (percent !== undefined && (percent <= 0 || percent > 100))
    throw errors.invalid('Invalid percent_off: must be greater than 0 and no more than 100.', 'percent_off');
  if (amount === undefined) return;
  if (amount < 1) throw errors.tooSmall('amount_off', 1);
  if (currency === undefined)
    throw errors.invalid('You must pass `currency` when passing `amount_off`.', 'currency', 'parameter_missing');
}

function checkTerms(work: Work, params: Params): void {
  const { duration = 'once', duration_in_months: months, max_redemptions: most, redeem_by: until } = params;
  if (duration === 'repeating' && months === undefined) {
    throw errors.invalid(
      'You must pass `duration_in_months` when `duration` is `repeating`.',
      'duration_in_months',
      'parameter_missing',
    );
  }
  if (duration !== 'repeating' && months !== undefined)
    throw errors.invalid('`duration_in_months` can only be set when `duration` is `repeating`.', 'duration_in_months');
  if (months !== undefined && months < 1) throw errors.tooSmall('duration_in_months', 1);
  if (most !== undefined && most < 1) throw errors.tooSmall('max_redemptions', 1);
  if (until !== undefined && until <= work.now)
    throw errors.invalid('Invalid timestamp: must be in the future.', 'redeem_by');
  if (until !== undefined && until > work.now + fiveYears)
    throw errors.invalid('Invalid timestamp: can be no more than five years in the future.', 'redeem_by');
}

export async function createCoupon({ work, params }: Call<Params>): Promise<Stripe.Coupon> {
  const { id, amount_off, applies_to: appliesTo, currency, currency_options: options, percent_off } = params;
  if (id !== undefined) await checkNew(work, id);
  checkValue(params);
  checkTerms(work, params);
  for (const [at, product] of (appliesTo?.products ?? []).entries())
    await work.find('product', product, `applies_to[products][${at}]`);
  return work.insert<Stripe.Coupon>({
    id: id ?? work.newId('coupon'),
    object: 'coupon',
    amount_off: amount_off ?? null,
    ...(appliesTo?.products && { applies_to: { products: appliesTo.products } }),
    created: work.now,
    currency: amount_off === undefined || currency === undefined ? null : readCurrency(currency),
    ...(options && { currency_options: options }),
    duration: params.duration ?? 'once',
    duration_in_months: params.duration_in_months ?? null,
    livemode: false,
    max_redemptions: params.max_redemptions ?? null,
    metadata: mergeMetadata({}, params.metadata),
    name: params.name ?? null,
    percent_off: percent_off ?? null,
    redeem_by: params.redeem_by ?? null,
    times_redeemed: 0,
    valid: true,
  });
}
