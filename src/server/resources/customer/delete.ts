import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Deleted, StoredObject } from '../../kernel/work.ts';
import { sourceTypes } from '../card/newest.ts';
import { cashBalanceOf } from '../cash-balance/cash.ts';
import { endMandates } from '../mandate/end.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';

type Source = StoredObject & { readonly customer?: string | null };

/** What the customer paid with becomes useless without an event of its own. */
export async function remove({ work, targets }: Call<object>): Promise<Deleted> {
  const customer = targets[0] as Stripe.Customer;
  // "Even if the balance is 0": https://docs.stripe.com/api/cash_balance/object#cash_balance_object-available
  const { available } = await cashBalanceOf(work, customer.id);
  if (available !== null) throw errors.invalid('You cannot delete a customer with any cash balances.');
  const where = { customer: customer.id };
  for (const method of await work.list<StoredPaymentMethod>('payment_method', { where })) {
    await work.update(method, { customer: null, ended: 'customer_deleted' });
    await endMandates(work, method.id);
  }
  for (const type of sourceTypes)
    for (const source of await work.list<Source>(type, { where })) await work.update(source, { customer: null });
  await work.remove(customer);
  return { id: customer.id, object: 'customer', deleted: true };
}
