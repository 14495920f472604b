import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';

type Sent = NonNullable<Stripe.CustomerCreateParams['tax_id_data']>;

/** `eu_vat` numbers begin with their country, the names of all other types do. */
function countryOf(type: string, value: string): string {
  return (type === 'eu_vat' ? value : type).slice(0, 2).toUpperCase();
}

export async function addTaxIds(work: Work, customer: string, sent: Sent): Promise<void> {
  for (const { type, value } of sent) {
    await work.insert<Stripe.TaxId>({
      ...work.blank<Stripe.TaxId>('tax_id'),
      country: countryOf(type, value),
      customer,
      owner: { customer, customer_account: null, type: 'customer' },
      type,
      value,
      verification: { status: 'pending', verified_address: null, verified_name: null },
    });
  }
}
