/** The payment method of an intent: found, allowed, and the customer's. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { type PaymentMethodData, paymentMethodFrom } from '../payment-method/from.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { refuseEnded } from '../payment-method/use.ts';
import type { StoredIntent } from './stored.ts';

export interface SentMethod {
  readonly payment_method?: string | undefined;
  readonly payment_method_data?: Stripe.PaymentIntentCreateParams.PaymentMethodData | undefined;
}

type Accepting = Pick<StoredIntent, 'customer' | 'payment_method_types'>;

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
  if (types.includes(method.type)) return;
  throw errors.invalid(
    `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. Please attach a PaymentMethod of one of the following types: ${types.join(', ')}. Alternatively, update the allowed payment_method_types for this PaymentIntent to include "${method.type}".`,
    'payment_method',
    'payment_intent_incompatible_payment_method',
  );
}

/** Stripe calls the parameter `source` where the customer is missing. */
function checkOwner({ id, customer: owner }: StoredPaymentMethod, customer: string | null): void {
  if (owner === null || owner === customer) return;
  if (customer === null) {
    throw errors.invalid(
      `The \`payment_method\` parameter supplied ${id} belongs to the Customer ${String(owner)}. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`,
      'source',
      'parameter_missing',
    );
  }
  throw notTheirs(id, customer);
}

export function notTheirs(id: string, customer: string): ReturnType<typeof errors.invalid> {
  return errors.invalid(
    `The PaymentMethod ${id} does not belong to the Customer you supplied ${customer}. Please use this PaymentMethod with the Customer that it belongs to instead.`,
    'payment_method',
  );
}

/** What the customer pays invoices with also pays intents that name nothing. */
export async function defaultMethod(work: Work, intent: StoredIntent): Promise<StoredPaymentMethod | undefined> {
  if (intent.customer === null) return undefined;
  const customer = await work.get<Stripe.Customer>('customer', intent.customer);
  const id = customer?.invoice_settings.default_payment_method;
  return typeof id === 'string' ? work.get<StoredPaymentMethod>('payment_method', id) : undefined;
}
