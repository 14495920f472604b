import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import { on } from '../../kernel/events.ts';
import { defineResource, type OutsideAction } from '../../kernel/resource.ts';
import type { Work } from '../../kernel/work.ts';
import { answerOn, unverified, verified } from './authority.ts';
import { createOfCustomer, createTaxId } from './create.ts';
import { machine } from './machine.ts';
import { hiddenFields, type StoredTaxId } from './stored.ts';

type Answer = (taxId: StoredTaxId) => Stripe.TaxId.Verification;

const answering =
  (action: string, answer: Answer): OutsideAction<StoredTaxId> =>
  (work: Work, taxId: StoredTaxId): Awaitable<StoredTaxId> =>
    work.act<StoredTaxId>(taxId, action, { verification: answer(taxId) });

export const taxId = defineResource<StoredTaxId>('tax_id', {
  machine,
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
  outside: {
    answer: answering('answer', answerOn),
    verify: answering('verify', () => verified),
    fail: answering('fail', () => unverified),
  },
  hidden: hiddenFields,
});
