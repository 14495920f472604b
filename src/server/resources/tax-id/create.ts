import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { beforeAnswer, checkFormat, countryOf, isAsked, type Numbered } from './authority.ts';
import type { StoredTaxId } from './stored.ts';

/** `param` names the number. */
function insertTaxId(
  work: Work,
  sent: Numbered,
  owner: Stripe.TaxId.Owner,
  customer: string | null,
  param = 'value',
): Awaitable<StoredTaxId> {
  checkFormat(sent, param);
  return work.insert<StoredTaxId>({
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
    verification: beforeAnswer(sent),
    inquiry: isAsked(sent) ? 'asked' : 'answered',
  });
}

/** Of a customer; `param` names the number. */
export const addTaxId = (work: Work, customer: string, sent: Numbered, param?: string): Awaitable<StoredTaxId> =>
  insertTaxId(work, sent, { customer, customer_account: null, type: 'customer' }, customer, param);

export const createOfCustomer = ({
  work,
  params,
  targets,
}: Call<Stripe.CustomerCreateTaxIdParams>): Awaitable<StoredTaxId> =>
  addTaxId(work, (targets[0] as Stripe.Customer).id, params);

export async function createTaxId({ work, params }: Call<Stripe.TaxIdCreateParams>): Promise<StoredTaxId> {
  const { owner } = params;
  if (owner?.type !== 'customer') return insertTaxId(work, params, { customer_account: null, type: 'self' }, null);
  if (owner.customer === undefined) throw errors.parameterMissing('owner[customer]');
  const { id } = await work.find('customer', owner.customer, 'owner[customer]');
  return addTaxId(work, id, params);
}
