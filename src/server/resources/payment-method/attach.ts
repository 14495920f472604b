import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { type Decline, outcomeOf } from './outcome.ts';
import type { StoredPaymentMethod } from './stored.ts';
import { methodType } from './types.ts';
import { attachTo, refuseEnded } from './use.ts';

export function targetMethod({ targets }: Call<object>): StoredPaymentMethod {
  return targets.at(-1) as StoredPaymentMethod;
}

/** The error of a card declined while no charge was tried: Stripe's `param` is empty then. */
export function validationError({
  charges: _charges,
  param = '',
  ...decline
}: Decline): ReturnType<typeof errors.card> {
  return errors.card({ ...decline, param });
}

/** What is good for one payment only, and what leads to a SEPA debit that is attached in its place. */
function checkSavable({ type }: StoredPaymentMethod): void {
  const { saves = 'itself' } = methodType(type) ?? {};
  if (saves === 'itself') return;
  throw errors.invalid(`PaymentMethods of type ${type} cannot be attached to a customer.`, 'payment_method');
}

/** Asks the issuer whether the card is good, and puts it on file. */
export async function validateAndAttach(
  work: Work,
  paymentMethod: StoredPaymentMethod,
  customer: string,
): Promise<StoredPaymentMethod> {
  refuseEnded(paymentMethod);
  if (paymentMethod.customer !== null)
    throw errors.invalid('The payment method you provided has already been attached to a customer.');
  checkSavable(paymentMethod);
  const { attach } = outcomeOf(paymentMethod);
  if (attach !== undefined) throw validationError(attach);
  return attachTo(work, paymentMethod, customer);
}

export async function attach(call: Call<Stripe.PaymentMethodAttachParams>): Promise<StoredPaymentMethod> {
  const { work, params } = call;
  if (params.customer === undefined) throw errors.parameterMissing('customer');
  const customer = await work.find<Stripe.Customer>('customer', params.customer, 'customer');
  return validateAndAttach(work, targetMethod(call), customer.id);
}
