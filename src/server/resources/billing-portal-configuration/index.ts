import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { createConfiguration, updateConfiguration } from './operations.ts';

export const billingPortalConfiguration = defineResource<Stripe.BillingPortal.Configuration>(
  'billing_portal.configuration',
  {
    events: [
      // Nobody asked for the default one.
      on.create('billing_portal.configuration.created', ({ is_default }) => !is_default),
      on.change('billing_portal.configuration.updated'),
    ],
    operations: {
      'billingPortal.configurations.create': createConfiguration,
      'billingPortal.configurations.update': updateConfiguration,
    },
  },
);
