import type Stripe from 'stripe';
import { pageQuery } from '../../kernel/page.ts';
import type { Call, ListResult } from '../../kernel/work.ts';
import { isActive, type StoredCode } from './stored.ts';

export async function listPromotionCodes({ work, params }: Call<Stripe.PromotionCodeListParams>): Promise<ListResult> {
  const { active, code, coupon, customer } = params;
  const where = {
    ...(code !== undefined && { folded: code.toUpperCase() }),
    ...(customer !== undefined && { customer }),
  };
  const filter = (row: object): boolean => {
    const each = row as StoredCode;
    return (
      (coupon === undefined || each.promotion.coupon === coupon) &&
      (active === undefined || isActive(each, work.now) === active)
    );
  };
  return work.page(['promotion_code'], { ...pageQuery(params), where, filter }, '/v1/promotion_codes');
}
