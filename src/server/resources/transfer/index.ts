import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { createTransfer } from './create.ts';

export const transfer = defineResource<Stripe.Transfer>('transfer', {
  events: [
    on.create('transfer.created'),
    on.change('transfer.reversed', (before, after) => after.amount_reversed > before.amount_reversed),
    on.change(
      'transfer.updated',
      (before, after) => before.description !== after.description || before.metadata !== after.metadata,
    ),
  ],
  countedLists: ['reversals'],
  operations: { 'transfers.create': createTransfer },
});
