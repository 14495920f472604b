import type Stripe from 'stripe';
import { previousAttributes } from '../../kernel/diff.ts';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { createBalanceTransaction } from './balance.ts';
import { create } from './create.ts';
import { remove } from './delete.ts';
import { followInvoice } from './delinquent.ts';
import { deleteDiscount } from './discount.ts';
import { update } from './update.ts';

/** The counter of invoice numbers moves silently. */
function changesMore(before: Stripe.Customer, after: Stripe.Customer): boolean {
  const { next_invoice_sequence: _, ...was } = before;
  const { next_invoice_sequence: __, ...is } = after;
  return previousAttributes(was, is) !== undefined;
}

export const customer = defineResource<Stripe.Customer>('customer', {
  stubAfterDelete: true,
  events: [on.create('customer.created'), on.change('customer.updated', changesMore), on.remove('customer.deleted')],
  operations: {
    'customers.create': create,
    'customers.update': update,
    'customers.del': remove,
    'customers.deleteDiscount': deleteDiscount,
    'customers.createBalanceTransaction': createBalanceTransaction,
  },
  reactions: { invoice: followInvoice },
  clock: 'test_clock',
});
