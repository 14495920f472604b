import type Stripe from 'stripe';
import { defineResource } from '../../kernel/resource.ts';
import { list, retrieve } from './operations.ts';
import { retry } from './retry.ts';

export const event = defineResource<Stripe.Event>('event', {
  operations: { 'events.list': list, 'events.retrieve': retrieve, 'events.retry': retry },
});
