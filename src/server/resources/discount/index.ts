import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { hiddenFields, type StoredDiscount } from './stored.ts';

export const discount = defineResource<StoredDiscount>('discount', {
  events: [
    on.create('customer.discount.created'),
    on.change('customer.discount.updated'),
    on.remove('customer.discount.deleted'),
  ],
  hidden: hiddenFields,
});
