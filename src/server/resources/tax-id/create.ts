import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';

type Sent = Pick<Stripe.TaxIdCreateParams, 'type' | 'value'>;

/** `eu_vat` numbers begin with their country, the names of all other types do. */
const countryOf = ({ type, value }: Sent): string => (type === 'eu_vat' ? value : type).slice(0, 2).toUpperCase();

/** Test mode tells by the value what the authority answers: https://docs.stripe.com/billing/customer/tax-ids */
const answers: Readonly<Record<string, Stripe.TaxId.Verification>> = {
  '111111111': { status: 'unverified', verified_address: null, verified_name: null },
  '222222222': { status: 'pending', verified_address: null, verified_name: null },
};

const verified: Stripe.TaxId.Verification = {
  status: 'verified',
  verified_address: '123 TEST STREET',
  verified_name: 'TEST',
};

/** Only these authorities are asked. */
const asked: ReadonlySet<string> = new Set(['eu_vat', 'gb_vat', 'au_abn']);

function verificationOf({ type, value }: Sent): Stripe.TaxId.Verification {
  if (!asked.has(type)) return { status: 'unavailable', verified_address: null, verified_name: null };
  return answers[value.replace(/\D/g, '')] ?? verified;
}

async function insertTaxId(
  work: Work,
  sent: Sent,
  owner: Stripe.TaxId.Owner,
  customer: string | null,
): Promise<Stripe.TaxId> {
  if (sent.value === '') throw errors.empty('value');
  return work.insert<Stripe.TaxId>({
    id: work.newId('tax_id'),
    object: 'tax_id',
    country: countryOf(sent),
    created: work.now,
    customer,
    customer_account: null,
    livemode: false,
    owner,
    type: sent.type,
    value: sent.value,
    verification: verificationOf(sent),
  });
}

const ownedBy = (customer: string): Stripe.TaxId.Owner => ({ customer, customer_account: null, type: 'customer' });

export async function createOfCustomer({
  work,
  params,
  targets,
}: Call<Stripe.CustomerCreateTaxIdParams>): Promise<Stripe.TaxId> {
  const customer = targets[0] as Stripe.Customer;
  return insertTaxId(work, params, ownedBy(customer.id), customer.id);
}

export async function createTaxId({ work, params }: Call<Stripe.TaxIdCreateParams>): Promise<Stripe.TaxId> {
  const { owner } = params;
  if (owner?.type !== 'customer') return insertTaxId(work, params, { customer_account: null, type: 'self' }, null);
  if (owner.customer === undefined) throw errors.parameterMissing('owner[customer]');
  const { id } = await work.find('customer', owner.customer, 'owner[customer]');
  return insertTaxId(work, params, ownedBy(id), id);
}
