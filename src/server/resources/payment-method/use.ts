/** What using a payment method leaves behind on it. */
import type { Awaitable } from '../../kernel/awaitable.ts';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { settledChecks } from './checks.ts';
import type { StoredPaymentMethod } from './stored.ts';

/** Refuses what was used without a customer, or was detached from one. */
export function refuseEnded(paymentMethod: StoredPaymentMethod): void {
  if (paymentMethod.ended === undefined) return;
  throw errors.invalid(
    'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.',
  );
}

/**
 * A network saw the payment method: its checks have results, and without a customer it cannot be used again.
 * `setUp` says that it was authenticated for payments without the customer.
 */
export async function recordUse(
  work: Work,
  paymentMethod: StoredPaymentMethod,
  { setUp = false }: { setUp?: boolean } = {},
): Promise<StoredPaymentMethod> {
  const patch: { -readonly [K in keyof StoredPaymentMethod]?: StoredPaymentMethod[K] } = {};
  const { card } = paymentMethod;
  const checks = settledChecks(paymentMethod);
  if (card !== undefined && checks !== undefined && checks !== card.checks) patch.card = { ...card, checks };
  if (setUp && paymentMethod.set_up !== true) patch.set_up = true;
  if (paymentMethod.customer === null && paymentMethod.ended === undefined) patch.ended = 'used';
  return Object.keys(patch).length === 0 ? paymentMethod : work.update(paymentMethod, patch);
}

/** Puts the payment method on file with the customer, its checks done; asks no network. */
export function attachTo(
  work: Work,
  paymentMethod: StoredPaymentMethod,
  customer: string,
  { setUp = false }: { setUp?: boolean } = {},
): Awaitable<StoredPaymentMethod> {
  const { card } = paymentMethod;
  return work.update(paymentMethod, {
    customer,
    ...(card && { card: { ...card, checks: settledChecks(paymentMethod) ?? card.checks } }),
    ...(setUp && { set_up: true }),
  });
}

/** The same for an intent that may have waited; a customer who was deleted meanwhile gets nothing. */
export async function keepFor(
  work: Work,
  paymentMethod: StoredPaymentMethod,
  customer: string | null,
  usage: { setUp: boolean },
): Promise<StoredPaymentMethod> {
  const owner = customer === null ? undefined : await work.get('customer', customer);
  return owner === undefined ? recordSetUp(work, paymentMethod, usage) : attachTo(work, paymentMethod, owner.id, usage);
}

/** Set up without a customer: its checks are done, and it may still be attached to one later. */
export async function recordSetUp(
  work: Work,
  paymentMethod: StoredPaymentMethod,
  { setUp = false }: { setUp?: boolean } = {},
): Promise<StoredPaymentMethod> {
  const { card } = paymentMethod;
  return work.update(paymentMethod, {
    ...(card && { card: { ...card, checks: settledChecks(paymentMethod) ?? card.checks } }),
    ...(setUp && { set_up: true }),
  });
}
