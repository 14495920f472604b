import type Stripe from 'stripe';
import { pageQuery } from '../../kernel/page.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, ListResult } from '../../kernel/work.ts';
import { createRegistration, updateRegistration } from './change.ts';
import { statusAt } from './status.ts';

type Registration = Stripe.Tax.Registration;

async function listRegistrations({ work, params }: Call<Stripe.Tax.RegistrationListParams>): Promise<ListResult> {
  const { status } = params;
  const filter = (row: object): boolean => statusAt(row as Registration, work.now) === status;
  const filtered = status !== undefined && status !== 'all';
  return work.page(
    ['tax.registration'],
    { ...pageQuery(params), ...(filtered && { filter }) },
    '/v1/tax/registrations',
  );
}

/** Says only that taxes are to be collected: nobody is told of it. */
export const taxRegistration = defineResource<Registration>('tax.registration', {
  noun: 'tax registration',
  operations: {
    'tax.registrations.create': createRegistration,
    'tax.registrations.update': updateRegistration,
    'tax.registrations.list': listRegistrations,
  },
  derive: (registration, now) => ({ ...registration, status: statusAt(registration, now) }),
});
