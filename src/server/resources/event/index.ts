import type Stripe from 'stripe';
import { defineResource } from '../../kernel/resource.ts';
import { list, retrieve } from './operations.ts';

export const event = defineResource<Stripe.Event>('event', {
  operations: { 'events.list': list, 'events.retrieve': retrieve },
});
