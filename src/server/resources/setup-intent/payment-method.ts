/** The payment method to be set up: found, allowed, and the customer's. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { notTheirs } from '../payment-intent/payment-method.ts';
import { type PaymentMethodData, paymentMethodFrom } from '../payment-method/from.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { refuseEnded } from '../payment-method/use.ts';
import type { StoredSetupIntent } from './stored.ts';

export interface SentMethod {
  readonly payment_method?: string | undefined;
  readonly payment_method_data?: Stripe.SetupIntentCreateParams.PaymentMethodData | undefined;
}

type Accepting = Pick<StoredSetupIntent, 'customer' | 'payment_method_types'>;

/** The payment method that the request names or describes; undefined when it does neither. */
export async function sentMethod(
  work: Work,
  { payment_method: id, payment_method_data: data }: SentMethod,
  intent: Accepting,
): Promise<StoredPaymentMethod | undefined> {
  if (id === undefined && data === undefined) return undefined;
  const method = await paymentMethodFrom(work, id === undefined ? { data: data as PaymentMethodData } : { id });
  checkMethod(method, intent);
  return method;
}

export function checkMethod(method: StoredPaymentMethod, { customer, payment_method_types: types }: Accepting): void {
  refuseEnded(method);
  checkOwner(method, customer);
  if ((types as readonly string[]).includes(method.type)) return;
  throw errors.invalid(
    `The PaymentMethod provided (${method.type}) is not allowed for this SetupIntent. Please attach a PaymentMethod of one of the following types: ${types.join(', ')}. Alternatively, update the allowed payment_method_types for this SetupIntent to include "${method.type}".`,
    'payment_method',
    'setup_intent_invalid_parameter',
  );
}

function checkOwner({ id, customer: owner }: StoredPaymentMethod, customer: string | null): void {
  if (owner === null || owner === customer) return;
  if (customer !== null) throw notTheirs(id, customer);
  throw errors.invalid(
    `The payment method supplied (${id}) belongs to the Customer ${String(owner)}. Please include the Customer in the \`customer\` parameter on the SetupIntent.`,
    'payment_method',
  );
}
