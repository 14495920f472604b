/** Which types of payment method the page offers. */
import { methodChoice } from '../payment-intent/method-choice.ts';
import type { Params } from './refused.ts';
import type { StoredSession } from './stored.ts';

type Fields = Pick<
  StoredSession,
  | 'allowed_payment_method_types'
  | 'payment_method_configuration_details'
  | 'payment_method_options'
  | 'payment_method_types'
>;

const cardOptions = { request_three_d_secure: 'automatic' } as const;

export function methodFields(
  { amount_total, currency }: Pick<StoredSession, 'amount_total' | 'currency'>,
  params: Params,
  account: string,
): Fields {
  const choice = methodChoice(params, { amount: amount_total ?? 0, currency: currency ?? 'usd' }, account);
  const sent = params.payment_method_options ?? {};
  const card = choice.payment_method_types.includes('card') && { card: { ...cardOptions, ...sent.card } };
  return {
    allowed_payment_method_types: choice.allowed_payment_method_types as string[] | null,
    payment_method_configuration_details: choice.payment_method_configuration_details,
    payment_method_options: { ...sent, ...card } as Fields['payment_method_options'],
    payment_method_types: choice.payment_method_types,
  };
}
