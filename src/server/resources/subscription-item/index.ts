import { defineResource } from '../../kernel/resource.ts';
import { hiddenOfItem, noHiddenOfItem, type StoredSubscriptionItem } from '../subscription/stored.ts';
import { createSubscriptionItem, deleteSubscriptionItem, updateSubscriptionItem } from './operations.ts';

export const subscriptionItem = defineResource<StoredSubscriptionItem>('subscription_item', {
  operations: {
    'subscriptionItems.create': createSubscriptionItem,
    'subscriptionItems.update': updateSubscriptionItem,
    'subscriptionItems.del': deleteSubscriptionItem,
  },
  hidden: hiddenOfItem,
  initial: noHiddenOfItem,
  clock: 'subscription',
});
