/** Who pays: a customer that is there, one that is made now, or a guest. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { create } from '../customer/create.ts';
import { update } from '../customer/update.ts';
import { addTaxId } from '../tax-id/create.ts';
import type { StoredSession } from './stored.ts';
import type { Submission } from './submission.ts';

/** Sessions that make one only where they need one need it for what lasts longer than the payment. */
function needsCustomer(session: StoredSession): boolean {
  if (session.mode === 'subscription' || session.customer_creation === 'always') return true;
  return (
    session.mode === 'payment' &&
    (session.payment_intent_data.setup_future_usage !== undefined || session.invoice_creation?.enabled === true)
  );
}

function sentFields({
  name,
  phone,
  address,
  shipping,
  businessName,
  individualName,
}: Submission): Stripe.CustomerCreateParams {
  return {
    ...(name !== null && { name }),
    ...(phone !== null && { phone }),
    ...(businessName !== null && { business_name: businessName }),
    ...(individualName !== null && { individual_name: individualName }),
    ...(address !== null && { address: address as Stripe.AddressParam }),
    ...(shipping !== null && {
      shipping: { name: shipping.name, address: shipping.address as Stripe.AddressParam },
    }),
  };
}

async function kept(
  work: Work,
  { customer_update: may }: StoredSession,
  customer: Stripe.Customer,
  sent: Submission,
): Promise<Stripe.Customer> {
  const { name, address, shipping, business_name, individual_name } = sentFields(sent);
  const params: Stripe.CustomerUpdateParams = {
    ...(may.name === 'auto' && {
      ...(name !== undefined && { name }),
      ...(business_name !== undefined && { business_name }),
      ...(individual_name !== undefined && { individual_name }),
    }),
    ...(may.address === 'auto' && address !== undefined && { address }),
    ...(may.shipping === 'auto' && shipping !== undefined && { shipping }),
  };
  if (sent.taxId !== null) await addTaxId(work, customer.id, sent.taxId, 'tax_id');
  if (Object.keys(params).length === 0) return customer;
  return (await update({ work, params, ids: { customer: customer.id }, targets: [customer] })) as Stripe.Customer;
}

export async function payerOf(
  work: Work,
  session: StoredSession,
  sent: Submission,
): Promise<Stripe.Customer | undefined> {
  if (session.customer !== null) {
    const customer = await work.find<Stripe.Customer>('customer', session.customer, 'customer');
    return kept(work, session, customer, sent);
  }
  if (!needsCustomer(session)) return undefined;
  const { taxId } = sent;
  const email = sent.email ?? session.customer_details?.email;
  const params: Stripe.CustomerCreateParams = {
    ...sentFields(sent),
    ...(email && { email }),
    ...(taxId !== null && { tax_id_data: [taxId] }),
  };
  return (await create({ work, params, ids: {}, targets: [] })) as Stripe.Customer;
}
