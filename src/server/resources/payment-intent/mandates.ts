/** The payer's permission to be debited. */
import type { Awaitable } from '../../kernel/awaitable.ts';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { Acceptance } from '../mandate/acceptance.ts';
import { acceptedOnline } from '../mandate/acceptance.ts';
import { createMandate } from '../mandate/create.ts';
import type { StoredMandate } from '../mandate/stored.ts';
import { standingMandate } from '../mandate/use.ts';
import type { MethodType } from '../payment-method/method-type.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { methodType } from '../payment-method/types.ts';
import { futureUsage } from './method-types.ts';
import type { Attempt } from './payment.ts';
import type { StoredIntent } from './stored.ts';

/** Banks want the payer's permission in writing. */
export async function checkPermission(
  work: Work,
  method: StoredPaymentMethod,
  { mandate }: MethodType,
  attempt: Attempt,
): Promise<void> {
  if (!mandate?.needed || attempt.mandate !== undefined || attempt.acceptance !== undefined) return;
  if ((await standingMandate(work, method)) !== undefined) return;
  throw errors.invalid(
    `You must provide \`mandate_data\` to confirm this PaymentIntent with a PaymentMethod of type ${method.type}, or a \`mandate\` that the customer has accepted before.`,
    'mandate_data',
    'payment_intent_mandate_invalid',
  );
}

function newMandate(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  acceptance: Acceptance,
): Promise<StoredMandate> {
  const { amount, currency, on_behalf_of } = intent;
  return createMandate(work, {
    method,
    acceptance,
    singleUse: futureUsage(intent, method.type) === null ? { amount, currency } : undefined,
    options: intent.payment_method_options,
    onBehalfOf: on_behalf_of as string | null,
  });
}

/** The mandate that a payment relies on, made now if need be; undefined for what needs none. */
export async function mandateOf(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  { mandate: id, acceptance = intent.acceptance }: Attempt,
): Promise<StoredMandate | undefined> {
  if (id !== undefined) return work.get<StoredMandate>('mandate', id);
  const row = methodType(method.type)?.mandate;
  if (row === undefined) return undefined;
  if (acceptance !== undefined) return newMandate(work, intent, method, acceptance);
  const standing = await standingMandate(work, method);
  if (standing !== undefined || row.needed || futureUsage(intent, method.type) !== 'off_session') return standing;
  // Whoever approves on a wallet's page agrees there.
  return newMandate(work, intent, method, acceptedOnline(work.now));
}

/** Of a card: where the merchant sends what the payer agreed to, and always in India. */
export function cardMandate(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  acceptance: Acceptance | undefined,
): Awaitable<string | undefined> {
  const electronic = (intent.payment_method_options?.card?.mandate_options ?? null) !== null;
  if (!electronic && (acceptance === undefined || futureUsage(intent) !== 'off_session')) return undefined;
  return newMandate(work, intent, method, acceptance ?? acceptedOnline(work.now)).then(({ id }) => id);
}
