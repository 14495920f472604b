import type Stripe from 'stripe';
import type { Call, StoredObject, Work } from '../../kernel/work.ts';
import { addSource } from '../card/add.ts';
import { notLinked } from '../card/missing.ts';
import { sourceTypes } from '../card/newest.ts';
import { removeSource } from '../card/remove.ts';
import { adjustBalance } from './balance.ts';
import { defaultPaymentMethod, withDefault } from './default-payment-method.ts';
import { replaceDiscount, type SentCoupon, sentDiscount } from './discount.ts';
import { changedFields } from './fields.ts';

type Params = Stripe.CustomerUpdateParams & SentCoupon;

export async function update({ work, params, targets }: Call<Params>): Promise<StoredObject> {
  const customer = targets[0] as Stripe.Customer;
  const { source, default_source: wanted, balance, ...rest } = params;
  const patch = changedFields(customer, rest);
  const defaultId = params.invoice_settings?.default_payment_method;
  if (defaultId !== undefined) {
    const id = defaultId ? await defaultPaymentMethod(work, customer.id, defaultId) : null;
    patch.invoice_settings = withDefault({ ...customer, ...patch }, id);
  }
  if (wanted !== undefined) {
    await checkLinked(work, customer.id, wanted);
    patch.default_source = wanted;
  }
  if (balance !== undefined && balance !== customer.balance) {
    await adjustBalance(work, customer, { amount: balance - customer.balance });
    patch.balance = balance;
  }
  const discount = await sentDiscount(work, customer, params);
  if (discount !== undefined) patch.discount = await replaceDiscount(work, customer, discount);
  return source === undefined ? work.update(customer, patch) : replaceSource(work, customer, patch, source);
}

async function checkLinked(work: Work, customer: string, id: string): Promise<void> {
  for (const type of sourceTypes) {
    const source = await work.get<StoredObject & { customer?: unknown }>(type, id);
    if (source?.customer === customer) return;
  }
  throw notLinked(customer, id, 'default_source');
}

/** The new source becomes the default one, and the old default is deleted. */
async function replaceSource(
  work: Work,
  customer: Stripe.Customer,
  patch: Partial<Stripe.Customer>,
  source: string,
): Promise<StoredObject> {
  const old = customer.default_source;
  const added = await addSource(work, { id: customer.id, default_source: old ?? '' }, { source });
  const updated = await work.update(customer, { ...patch, default_source: added.id });
  if (typeof old === 'string') await removeSource(work, old);
  return updated;
}
