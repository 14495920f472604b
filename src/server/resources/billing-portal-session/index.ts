import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { createPortalSession } from './create.ts';

export const billingPortalSession = defineResource<Stripe.BillingPortal.Session>('billing_portal.session', {
  events: [on.create('billing_portal.session.created')],
  operations: { 'billingPortal.sessions.create': createPortalSession },
});
