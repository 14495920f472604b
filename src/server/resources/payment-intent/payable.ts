/** Whether an intent can be paid with a type of payment method at all. */
import type Stripe from 'stripe';
import { errors, type StripeError } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { MethodType } from '../payment-method/method-type.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { holds } from './method-types.ts';
import type { StoredIntent } from './stored.ts';

export function notEmulated(type: string): StripeError {
  return errors.invalid(
    `This emulator does not confirm PaymentIntents with a PaymentMethod of type ${type} yet.`,
    'payment_method',
  );
}

export function checkPayable(intent: StoredIntent, { type }: StoredPaymentMethod, row: MethodType): void {
  const { currencies, least = 0, most = Number.POSITIVE_INFINITY } = row;
  if (currencies !== undefined && !currencies.includes(intent.currency)) {
    throw errors.invalid(
      `The currency provided (${intent.currency}) is invalid. Payments with ${type} support the following currencies: ${currencies.join(', ')}.`,
      'currency',
    );
  }
  if (intent.amount < least || intent.amount > most) {
    throw errors.invalid(
      `The amount of this PaymentIntent is outside of what can be paid with ${type}.`,
      'amount',
      intent.amount < least ? 'amount_too_small' : 'amount_too_large',
    );
  }
  if (!row.holds && holds(intent, type)) {
    throw errors.invalid(
      `The payment method type ${type} does not support \`capture_method\` set to manual.`,
      'capture_method',
    );
  }
  const options = (intent.payment_method_options as Readonly<Record<string, Readonly<Record<string, unknown>>>>)?.[
    type
  ];
  for (const name of row.needsOptions ?? [])
    if (options?.[name] == null) throw errors.parameterMissing(`payment_method_options[${type}][${name}]`);
  if (row.step === 'transfer' && intent.customer === null) {
    throw errors.invalid(
      'You must provide a `customer` to confirm this PaymentIntent with a PaymentMethod of type customer_balance.',
      'customer',
      'parameter_missing',
    );
  }
}

/** Connected accounts take what their capabilities allow; the platform takes everything. */
export async function checkCapability(
  work: Work,
  { type }: StoredPaymentMethod,
  { capability }: MethodType,
): Promise<void> {
  if (capability === undefined || work.account === work.platform) return;
  const account = await work.on(work.platform).get<Stripe.Account>('account', work.account);
  if (account?.capabilities?.[capability] === 'active') return;
  throw errors.invalid(
    `The payment method type provided: ${type} is invalid. Please ensure the provided type is activated in your dashboard (https://dashboard.stripe.com/account/payments/settings): the account ${work.account} needs the capability ${capability}.`,
    'payment_method',
    'payment_method_unactivated',
  );
}
