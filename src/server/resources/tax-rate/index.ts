import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { isAutomatic } from './automatic.ts';
import { createTaxRate } from './create.ts';

/** Percentage and inclusiveness have no parameter in an update. Rates found automatically come into being silently. */
export const taxRate = defineResource<Stripe.TaxRate>('tax_rate', {
  events: [on.create('tax_rate.created', (rate) => !isAutomatic(rate)), on.change('tax_rate.updated')],
  operations: { 'taxRates.create': createTaxRate },
});
