/** The platform as its connected accounts see it; one in the partition of each of them. */
import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';

export const application = defineResource<Stripe.Application>('application', {
  events: [on.create('account.application.authorized'), on.remove('account.application.deauthorized')],
});
