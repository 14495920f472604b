/** `payment_method_details` of a setup attempt, by type. */
import type Stripe from 'stripe';
import type { ThreeDSecureResult } from '../charge/card-payment.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';

type Details = Stripe.SetupAttempt.PaymentMethodDetails;

export function attemptDetails(method: StoredPaymentMethod, threeDSecure: ThreeDSecureResult | null): Details {
  const { card, type } = method;
  if (card === undefined) return { type, [type]: {} };
  return {
    card: {
      brand: card.brand,
      checks: card.checks,
      country: card.country,
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      fingerprint: card.fingerprint ?? null,
      funding: card.funding,
      last4: card.last4,
      network: card.networks?.preferred ?? card.brand,
      three_d_secure: threeDSecure && withoutExemption(threeDSecure),
      wallet: null,
    },
    type,
  };
}

/** Exemptions are for payments. */
function withoutExemption({
  authentication_flow,
  electronic_commerce_indicator,
  result,
  result_reason,
  transaction_id,
  version,
}: ThreeDSecureResult): Stripe.SetupAttempt.PaymentMethodDetails.Card.ThreeDSecure {
  return { authentication_flow, electronic_commerce_indicator, result, result_reason, transaction_id, version };
}
