import { defineResource } from '../../kernel/resource.ts';
import { cancelSubscription, end } from './cancel.ts';
import { createSubscription } from './create.ts';
import { deleteDiscount } from './discount.ts';
import { events } from './events.ts';
import { expire, followCustomer, followDiscount, followInvoice, followSetUp } from './follow.ts';
import { listSubscriptions } from './list.ts';
import { machine } from './machine.ts';
import { migrateSubscription } from './migrate.ts';
import { giveUp } from './outside.ts';
import { collectAgain, pauseSubscription, resumeSubscription } from './pause.ts';
import { dropUpdate } from './pending.ts';
import { billPending } from './pending-items.ts';
import { remind, warn } from './remind.ts';
import { renew } from './renew.ts';
import { hiddenFields, type StoredSubscription } from './stored.ts';
import { followUsage } from './threshold.ts';
import { updateSubscription } from './update.ts';

export const subscription = defineResource<StoredSubscription>('subscription', {
  machine,
  events,
  operations: {
    'subscriptions.create': createSubscription,
    'subscriptions.update': updateSubscription,
    'subscriptions.list': listSubscriptions,
    'subscriptions.cancel': cancelSubscription,
    'subscriptions.deleteDiscount': deleteDiscount,
    'subscriptions.migrate': migrateSubscription,
    'subscriptions.pause': pauseSubscription,
    'subscriptions.resume': resumeSubscription,
    'customers.createSubscription': createSubscription,
    'customers.updateSubscription': updateSubscription,
    'customers.listSubscriptions': listSubscriptions,
    'customers.cancelSubscription': cancelSubscription,
    'customers.deleteSubscriptionDiscount': deleteDiscount,
  },
  outside: {
    bill_pending: billPending,
    collect_again: collectAgain,
    drop_update: dropUpdate,
    end,
    expire,
    give_up: giveUp,
    remind,
    renew,
    warn,
  },
  reactions: {
    'billing.meter_event': followUsage,
    customer: followCustomer,
    discount: followDiscount,
    invoice: followInvoice,
    setup_intent: followSetUp,
  },
  hidden: hiddenFields,
  clock: 'test_clock',
});
