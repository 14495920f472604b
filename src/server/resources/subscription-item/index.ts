import { defineResource } from '../../kernel/resource.ts';
import type { StoredSubscriptionItem } from '../subscription/stored.ts';
import { createSubscriptionItem, deleteSubscriptionItem, updateSubscriptionItem } from './operations.ts';

export const subscriptionItem = defineResource<StoredSubscriptionItem>('subscription_item', {
  operations: {
    'subscriptionItems.create': createSubscriptionItem,
    'subscriptionItems.update': updateSubscriptionItem,
    'subscriptionItems.del': deleteSubscriptionItem,
  },
  clock: 'subscription',
});
