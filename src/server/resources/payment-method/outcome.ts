import type Stripe from 'stripe';
import { type CardOutcome, uneventful } from './card-outcome.ts';
import type { Hidden } from './stored.ts';
import { testCard } from './test-cards.ts';

export type { CardOutcome, Decline } from './card-outcome.ts';

/** What happens to a payment with this payment method; everything goes well for what is no card. */
export function outcomeOf(paymentMethod: Stripe.PaymentMethod): CardOutcome {
  const { test_card: key, cvc_sent: cvcSent, set_up: setUp }: Hidden = paymentMethod as Hidden;
  const outcome = key === undefined ? undefined : testCard(key)?.outcome;
  if (outcome === undefined) return uneventful;
  if (outcome.threeDSecure === 'required_unless_set_up' && setUp === true)
    return { ...outcome, threeDSecure: 'on_session' };
  // An issuer that was sent no security code cannot find it incorrect.
  if (outcome.decline?.code === 'incorrect_cvc' && cvcSent !== true) {
    const { decline: _decline, attach: _attach, ...rest } = outcome;
    return rest;
  }
  return outcome;
}
