import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { addTaxId } from '../tax-id/create.ts';

type Sent = NonNullable<Stripe.CustomerCreateParams['tax_id_data']>;

export async function addTaxIds(work: Work, customer: string, sent: Sent): Promise<void> {
  for (const [at, each] of sent.entries()) await addTaxId(work, customer, each, `tax_id_data[${at}][value]`);
}
