import type Stripe from 'stripe';
import { defineResource } from '../../kernel/resource.ts';
import { createTaxRate } from './create.ts';

/** Percentage and inclusiveness have no parameter in an update. */
export const taxRate = defineResource<Stripe.TaxRate>('tax_rate', {
  operations: { 'taxRates.create': createTaxRate },
});
