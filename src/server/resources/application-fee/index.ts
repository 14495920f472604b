import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';

export const applicationFee = defineResource<Stripe.ApplicationFee>('application_fee', {
  noun: 'application fee',
  countedLists: ['refunds'],
  events: [
    on.create('application_fee.created'),
    on.change('application_fee.refunded', (before, after) => after.amount_refunded > before.amount_refunded),
  ],
});
