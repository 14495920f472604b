/** Customers change what is known of them. */
import { errors } from '../../kernel/errors.ts';
import type { Params } from '../../kernel/params.ts';
import { addressFrom, text } from '../address-form.ts';
import { taxIdIn } from '../tax-id-field.ts';
import { put, type Question } from './question.ts';
import { customerFields } from './views.ts';
import type { Answer, Portal } from './visit.ts';

async function changeCustomer(portal: Portal, sent: Params): Promise<void> {
  const { customer, features } = portal;
  const { allowed_updates: allowed } = features.customer_update;
  const params: Params = {};
  for (const name of ['name', 'email', 'phone'])
    if (allowed.includes(name) && name in sent) params[name] = text(sent, name);
  const address = allowed.includes('address') ? addressFrom(sent, 'billing')?.address : undefined;
  if (address) params.address = Object.fromEntries(Object.entries(address).map(([key, value]) => [key, value ?? '']));
  const shipping = allowed.includes('shipping') ? addressFrom(sent, 'shipping') : null;
  if (shipping !== null)
    params.shipping = {
      address: Object.fromEntries(
        Object.entries(shipping.address).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
      ),
      name: shipping.name,
    };
  await portal.call('customers.update', params, [customer]);
  const taxId = allowed.includes('tax_id') ? taxIdIn(sent) : null;
  if (taxId !== null) await portal.call('customers.createTaxId', { ...taxId }, [customer]);
}

export async function customerPage(portal: Portal, sent: Params | undefined, problem?: string): Promise<Answer> {
  const { customer, features } = portal;
  const { enabled, allowed_updates: allowed } = features.customer_update;
  if (!enabled) throw errors.invalid('Billing information cannot be changed here.');
  const question: Question = {
    shown: () => ({
      title: 'Update your billing information',
      says: 'It stands on your next invoices.',
      fields: customerFields(customer, allowed),
      button: 'Save',
    }),
    answered: (answer) => changeCustomer(portal, answer),
  };
  return put(portal, question, sent, problem);
}
