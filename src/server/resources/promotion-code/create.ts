import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { isValid } from '../coupon/valid.ts';
import { isActive, type StoredCode } from './stored.ts';

type Params = Stripe.PromotionCodeCreateParams;

const generatedLength = 8;
const allowed = /^[A-Za-z0-9-]+$/;

async function checkFree(work: Work, folded: string): Promise<void> {
  const others = await work.list<StoredCode>('promotion_code', { where: { folded } });
  if (!others.some((other) => isActive(other, work.now))) return;
  throw errors.invalid(
    'An active promotion code with the same code already exists.',
    'code',
    'resource_already_exists',
  );
}

async function usableCoupon(work: Work, id: string): Promise<Stripe.Coupon> {
  const coupon = await work.find<Stripe.Coupon>('coupon', id, 'promotion[coupon]');
  if (isValid(coupon, work.now)) return coupon;
  throw errors.invalid(`Coupon ${id} is expired and cannot be redeemed.`, 'promotion[coupon]', 'coupon_expired');
}

function restrictionsOf(sent: Params['restrictions']): StoredCode['restrictions'] {
  const { currency_options: options, minimum_amount: least, minimum_amount_currency: currency } = sent ?? {};
  if ((least === undefined) !== (currency === undefined))
    throw errors.parameterMissing(
      `restrictions[${least === undefined ? 'minimum_amount' : 'minimum_amount_currency'}]`,
    );
  return {
    ...(options && { currency_options: options as NonNullable<StoredCode['restrictions']['currency_options']> }),
    first_time_transaction: sent?.first_time_transaction ?? false,
    minimum_amount: least ?? null,
    minimum_amount_currency: currency ?? null,
  };
}

export async function createPromotionCode({ work, params }: Call<Params>): Promise<StoredCode> {
  const { promotion, customer = null, expires_at: until = null } = params;
  if (promotion.coupon === undefined) throw errors.parameterMissing('promotion[coupon]');
  const coupon = await usableCoupon(work, promotion.coupon);
  if (customer !== null) await work.find('customer', customer, 'customer');
  const code = params.code || work.token(generatedLength).toUpperCase();
  if (!allowed.test(code)) throw errors.invalid('Promotion codes may only contain letters, digits and dashes.', 'code');
  const active = params.active ?? true;
  if (active) await checkFree(work, code.toUpperCase());
  if (until !== null && until <= work.now)
    throw errors.invalid('Invalid timestamp: must be in the future.', 'expires_at');
  if (until !== null && coupon.redeem_by !== null && until > coupon.redeem_by)
    throw errors.invalid("`expires_at` cannot be after the coupon's `redeem_by`.", 'expires_at');
  const { max_redemptions: most = null } = params;
  if (most !== null && most < 1) throw errors.tooSmall('max_redemptions', 1);
  if (most !== null && coupon.max_redemptions !== null && most > coupon.max_redemptions)
    throw errors.invalid(
      `A promotion code cannot be redeemed more often than its coupon (${coupon.max_redemptions}).`,
      'max_redemptions',
    );
  return work.insert<StoredCode>({
    id: work.newId('promotion_code'),
    object: 'promotion_code',
    active,
    code,
    created: work.now,
    customer,
    customer_account: params.customer_account ?? null,
    expires_at: until ?? coupon.redeem_by,
    livemode: false,
    max_redemptions: most,
    metadata: mergeMetadata({}, params.metadata),
    promotion: { type: 'coupon', coupon: coupon.id },
    restrictions: restrictionsOf(params.restrictions),
    times_redeemed: 0,
    folded: code.toUpperCase(),
  });
}
