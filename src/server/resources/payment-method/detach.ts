import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { dropSource } from '../card/drop.ts';
import { endMandates } from '../mandate/end.ts';
import { targetMethod } from './attach.ts';
import type { StoredPaymentMethod } from './stored.ts';

export async function detach(call: Call<object>): Promise<StoredPaymentMethod> {
  const { work } = call;
  const paymentMethod = targetMethod(call);
  const { customer } = paymentMethod;
  if (customer === null)
    throw errors.invalid('The payment method you provided is not attached to a customer so detachment is impossible.');
  const detached = await takeOff(work, paymentMethod);
  const card = await work.get<Stripe.Card>('card', detached.id);
  if (card !== undefined) await dropSource(work, card);
  return detached;
}

/** Takes the payment method off its customer, for ever. */
export async function takeOff(work: Work, paymentMethod: StoredPaymentMethod): Promise<StoredPaymentMethod> {
  const { customer: id } = paymentMethod;
  const detached = await work.update(paymentMethod, { customer: null, ended: 'detached' });
  await endMandates(work, paymentMethod.id);
  const customer = typeof id === 'string' ? await work.get<Stripe.Customer>('customer', id) : undefined;
  if (customer?.invoice_settings.default_payment_method === paymentMethod.id) {
    const { invoice_settings } = customer;
    await work.update(customer, { invoice_settings: { ...invoice_settings, default_payment_method: null } });
  }
  return detached;
}
