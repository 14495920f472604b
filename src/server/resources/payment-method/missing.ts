import { errors, type StripeError } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';

const elsewhere =
  "; It's possible this PaymentMethod exists on one of your connected accounts, in which case you should retry this request on that connected account. Learn more at https://stripe.com/docs/connect/authentication";
const onPlatform =
  '; OAuth key or Stripe-Account header was used but API request was provided with a platform-owned payment method ID. Please ensure that the provided payment method matches the specified account.';

export function missingPaymentMethod(id: string, param: string, status: 400 | 404, hint = elsewhere): StripeError {
  return errors.invalid(`No such PaymentMethod: '${id}'${hint}`, param, 'resource_missing', status);
}

/** For an id in a parameter: says whose the payment method is where a connected account was given the platform's. */
export async function missingHere(work: Work, id: string, param: string): Promise<StripeError> {
  const platforms = work.account !== work.platform && (await work.on(work.platform).get('payment_method', id));
  return missingPaymentMethod(id, param, 400, platforms ? onPlatform : elsewhere);
}
