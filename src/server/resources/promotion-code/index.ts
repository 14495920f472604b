import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { changesMore } from '../coupon/events.ts';
import { createPromotionCode } from './create.ts';
import { listPromotionCodes } from './list.ts';
import { hiddenFields, isActive, type StoredCode } from './stored.ts';
import { updatePromotionCode } from './update.ts';

export const promotionCode = defineResource<StoredCode>('promotion_code', {
  events: [on.create('promotion_code.created'), on.change('promotion_code.updated', changesMore)],
  operations: {
    'promotionCodes.create': createPromotionCode,
    'promotionCodes.update': updatePromotionCode,
    'promotionCodes.list': listPromotionCodes,
  },
  derive: (code, now) => (isActive(code, now) === code.active ? code : { ...code, active: isActive(code, now) }),
  hidden: hiddenFields,
});
