/** A platform's payment method, copied for a connected account: https://docs.stripe.com/connect/direct-charges-multiple-accounts */
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { paymentMethodFrom } from './from.ts';
import type { StoredPaymentMethod } from './stored.ts';
import { refuseEnded } from './use.ts';

export async function clonePaymentMethod(work: Work, id: string, customer?: string): Promise<StoredPaymentMethod> {
  const platform = work.on(work.platform);
  if (customer !== undefined) await platform.find('customer', customer, 'customer');
  const original = await paymentMethodFrom(platform, { id });
  refuseEnded(original);
  if (original.customer !== (customer ?? null)) throw notTheirs(original, customer);
  if (original.customer === null) await platform.update(original, { ended: 'used' });
  const { set_up: _setUp, ...copied } = original;
  return work.insert({
    ...copied,
    id: work.newId('payment_method'),
    created: work.now,
    customer: null,
    customer_account: null,
  });
}

function notTheirs({ id, customer: owner }: StoredPaymentMethod, customer: string | undefined) {
  if (customer === undefined) {
    return errors.invalid(
      `The \`payment_method\` parameter supplied ${id} belongs to the Customer ${owner}. Please include the Customer in the \`customer\` parameter.`,
      'customer',
      'parameter_missing',
    );
  }
  return errors.invalid(
    `The PaymentMethod ${id} does not belong to the Customer you supplied ${customer}. Please use this PaymentMethod with the Customer that it belongs to instead.`,
    'payment_method',
  );
}
