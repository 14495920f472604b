import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call } from '../../kernel/work.ts';
import { isActive, type StoredCode } from './stored.ts';

type Params = Stripe.PromotionCodeUpdateParams;

export async function updatePromotionCode({ work, params, targets }: Call<Params>): Promise<StoredCode> {
  const code = targets[0] as StoredCode;
  const { active, metadata, restrictions } = params;
  if (active === true) {
    const coupon = await work.get<Stripe.Coupon>('coupon', code.promotion.coupon);
    if (coupon === undefined || !isActive({ ...code, active: true }, work.now))
      throw errors.invalid('This promotion code cannot be made active: its coupon or itself has expired.', 'active');
  }
  return work.update<StoredCode>(code, {
    ...(active !== undefined && { active }),
    ...(metadata !== undefined && { metadata: mergeMetadata(code.metadata ?? {}, metadata) }),
    ...(restrictions?.currency_options && {
      restrictions: {
        ...code.restrictions,
        currency_options: restrictions.currency_options as NonNullable<StoredCode['restrictions']['currency_options']>,
      },
    }),
  });
}
