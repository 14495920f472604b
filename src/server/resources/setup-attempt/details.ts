/** `payment_method_details` of a setup attempt, by type. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { ThreeDSecureResult } from '../charge/card-payment.ts';
import type { Fields } from '../payment-method/method-type.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { type Circumstances, fill } from '../payment-method/told.ts';
import { methodType } from '../payment-method/types.ts';
import type { SetupError } from './stored.ts';

export interface AttemptResult {
  readonly status: 'requires_action' | 'processing' | 'succeeded' | 'failed';
  readonly error?: SetupError;
  readonly threeDSecure?: ThreeDSecureResult | null | undefined;
  readonly generated?: Circumstances['generated'];
}

type Details = Stripe.SetupAttempt.PaymentMethodDetails;

export function attemptDetails(
  work: Work,
  method: StoredPaymentMethod,
  { threeDSecure = null, generated }: Pick<AttemptResult, 'generated' | 'threeDSecure'>,
): Details {
  const { card, type } = method;
  if (card === undefined) return { type, [type]: otherDetails(work, method, generated) };
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

function otherDetails(work: Work, method: StoredPaymentMethod, generated: AttemptResult['generated']): Fields {
  const { attempt: fields = [], payment } = methodType(method.type) ?? {};
  if (payment === undefined || fields.length === 0) return {};
  const told = fill(work, payment, method, { generated });
  return Object.fromEntries(fields.map((field) => [field, told[field] ?? null]));
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
