import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { createOfCustomer, createTaxId } from './create.ts';

export const taxId = defineResource<Stripe.TaxId>('tax_id', {
  events: [
    on.create('customer.tax_id.created', ({ customer }) => customer !== null),
    on.change('customer.tax_id.updated', (_before, { customer }) => customer !== null),
    {
      type: 'customer.tax_id.deleted',
      previous: false,
      when: (before, after) => after === undefined && before?.customer !== null,
    },
  ],
  operations: { 'taxIds.create': createTaxId, 'customers.createTaxId': createOfCustomer },
});
