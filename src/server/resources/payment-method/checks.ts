/** Checks on what was sent along with a card: null where nothing was, `unchecked` until a network saw the card. */
import type Stripe from 'stripe';
import type { EnteredCard } from './card-entry.ts';
import { outcomeOf } from './outcome.ts';

type Checks = Stripe.PaymentMethod.Card.Checks;

interface Sent {
  readonly line1?: string | null | undefined;
  readonly postal_code?: string | null | undefined;
}

const checks = ['address_line1_check', 'address_postal_code_check', 'cvc_check'] as const;

const unchecked = (sent: unknown): 'unchecked' | null =>
  sent === undefined || sent === null || sent === '' || sent === false ? null : 'unchecked';

export function firstChecks({ card, cvcSent, byName }: EnteredCard, address: Sent | null): Checks {
  const { address_line1_check, address_postal_code_check } = card.outcome.checks;
  return {
    address_line1_check: unchecked(address?.line1 || (byName && address_line1_check !== 'pass')),
    address_postal_code_check: unchecked(address?.postal_code || (byName && address_postal_code_check !== 'pass')),
    cvc_check: unchecked(cvcSent),
  };
}

/** The checks once a network saw the card; the same object when that changes nothing. */
export function settledChecks(paymentMethod: Stripe.PaymentMethod): Checks | null | undefined {
  const current = paymentMethod.card?.checks;
  if (current === null || current === undefined) return current;
  const { checks: results } = outcomeOf(paymentMethod);
  if (checks.every((check) => current[check] === null || current[check] === results[check])) return current;
  return {
    address_line1_check: current.address_line1_check === null ? null : results.address_line1_check,
    address_postal_code_check: current.address_postal_code_check === null ? null : results.address_postal_code_check,
    cvc_check: current.cvc_check === null ? null : results.cvc_check,
  };
}
