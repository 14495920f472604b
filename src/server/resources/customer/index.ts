import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { createBalanceTransaction } from './balance.ts';
import { create } from './create.ts';
import { remove } from './delete.ts';
import { update } from './update.ts';

export const customer = defineResource<Stripe.Customer>('customer', {
  stubAfterDelete: true,
  events: [on.create('customer.created'), on.change('customer.updated'), on.remove('customer.deleted')],
  operations: {
    'customers.create': create,
    'customers.update': update,
    'customers.del': remove,
    'customers.createBalanceTransaction': createBalanceTransaction,
  },
});
