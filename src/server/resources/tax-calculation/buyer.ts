/** Whom the taxes are calculated for: a customer, or details that stand for one. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { mergeAddress } from '../payment-method/billing-details.ts';
import type { Override } from './impose.ts';

type Details = Stripe.Tax.Calculation.CustomerDetails;
type Sent = Stripe.Tax.CalculationCreateParams.CustomerDetails;

const overrides: Readonly<Record<string, Override>> = { exempt: 'customer_exempt', reverse: 'reverse_charge' };

/** Goods go to the shipping address, so it counts first. */
async function detailsOfCustomer(work: Work, customer: Stripe.Customer): Promise<Details> {
  const shipping = customer.shipping?.address;
  const address = shipping?.country ? shipping : (customer.address ?? null);
  const ids = await work.list<Stripe.TaxId>('tax_id', { where: { customer: customer.id } });
  return {
    address,
    address_source: address === null ? null : address === shipping ? 'shipping' : 'billing',
    ip_address: null,
    tax_ids: ids.map(({ type, value }) => ({ type: type as Details['tax_ids'][number]['type'], value })),
    taxability_override: overrides[customer.tax_exempt ?? 'none'] ?? 'none',
  };
}

const nobody: Details = {
  address: null,
  address_source: null,
  ip_address: null,
  tax_ids: [],
  taxability_override: 'none',
};

/** What was sent stands before what the customer says. */
export async function detailsFor(work: Work, customer: string | undefined, sent: Sent | undefined): Promise<Details> {
  if (customer === undefined && sent === undefined) throw errors.parameterMissing('customer_details');
  const own =
    customer === undefined
      ? nobody
      : await detailsOfCustomer(work, await work.find<Stripe.Customer>('customer', customer, 'customer'));
  if (sent === undefined) return own;
  return {
    address: sent.address === undefined ? own.address : mergeAddress(sent.address, null),
    address_source: sent.address === undefined ? own.address_source : (sent.address_source ?? 'billing'),
    ip_address: sent.ip_address ?? null,
    tax_ids: sent.tax_ids ?? own.tax_ids,
    taxability_override: sent.taxability_override ?? own.taxability_override,
  };
}
