/** The payment method of an intent, to pay with or to set up: found, allowed, and the customer's. */
import { errors, type StripeError } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { type PaymentMethodData, paymentMethodFrom } from './from.ts';
import type { StoredPaymentMethod } from './stored.ts';
import { refuseEnded } from './use.ts';

export interface SentMethod {
  readonly payment_method?: string | undefined;
  readonly payment_method_data?: object | undefined;
}

export interface Accepting {
  readonly customer: string | null;
  readonly payment_method_types: readonly string[];
}

/** What the two kinds of intent say differently. */
interface Words {
  /** `PaymentIntent` */
  readonly noun: string;
  /** The error's code for a type that the intent does not take. */
  readonly incompatible: string;
  /** For the payment method of a customer whom the intent does not name. */
  unowned(id: string, owner: string): StripeError;
}

function notTheirs(id: string, customer: string): StripeError {
  return errors.invalid(
    `The PaymentMethod ${id} does not belong to the Customer you supplied ${customer}. Please use this PaymentMethod with the Customer that it belongs to instead.`,
    'payment_method',
  );
}

function incompatible(type: string, types: readonly string[], { noun, incompatible: code }: Words): StripeError {
  return errors.invalid(
    `The PaymentMethod provided (${type}) is not allowed for this ${noun}. Please attach a PaymentMethod of one of the following types: ${types.join(', ')}. Alternatively, update the allowed payment_method_types for this ${noun} to include "${type}".`,
    'payment_method',
    code,
  );
}

export function methodsFor(words: Words) {
  function checkMethod(method: StoredPaymentMethod, { customer, payment_method_types: types }: Accepting): void {
    refuseEnded(method);
    const { id, customer: owner, type } = method;
    if (owner !== null && owner !== customer) {
      throw customer === null ? words.unowned(id, String(owner)) : notTheirs(id, customer);
    }
    if (!types.includes(type)) throw incompatible(type, types, words);
  }

  /** The payment method that the request names or describes; undefined when it does neither. */
  async function sentMethod(
    work: Work,
    { payment_method: id, payment_method_data: data }: SentMethod,
    intent: Accepting,
  ): Promise<StoredPaymentMethod | undefined> {
    if (id === undefined && data === undefined) return undefined;
    const method = await paymentMethodFrom(work, id === undefined ? { data: data as PaymentMethodData } : { id });
    checkMethod(method, intent);
    return method;
  }

  return { checkMethod, sentMethod };
}
