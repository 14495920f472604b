/** Whether the cardholder must authenticate: https://docs.stripe.com/testing#regulatory-cards */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { ThreeDSecureResult } from '../charge/card-payment.ts';
import type { CardOutcome, Decline } from '../payment-method/outcome.ts';

type Authentication =
  /** Goes on without the cardholder, with or without a result of 3D Secure. */
  | { readonly kind: 'done'; readonly result: ThreeDSecureResult | null }
  | { readonly kind: 'challenge' }
  /** The cardholder is not there. */
  | { readonly kind: 'impossible' }
  | { readonly kind: 'failed'; readonly decline: Decline };

const none: Authentication = { kind: 'done', result: null };
const challenge: Authentication = { kind: 'challenge' };

/** The lookup at the directory server went wrong: https://docs.stripe.com/testing#three-ds-cards */
const lookupFailed: Decline = {
  code: 'card_declined',
  decline_code: 'generic_decline',
  message: 'Your card was declined.',
  charges: true,
};

/** A PaymentIntent or a SetupIntent. */
interface Intent {
  readonly payment_method_options: {
    readonly card?: { readonly request_three_d_secure?: string | null };
  } | null;
}

export function authentication(
  work: Work,
  intent: Intent,
  outcome: CardOutcome,
  brand: string,
  offSession: boolean,
): Authentication {
  const wanted = intent.payment_method_options?.card?.request_three_d_secure;
  const asked = !offSession && (wanted === 'any' || wanted === 'challenge');
  switch (outcome.threeDSecure) {
    case 'not_supported':
      return none;
    case 'not_enrolled':
      return asked ? { kind: 'done', result: result(work, brand, 'attempt_acknowledged', null) } : none;
    case 'frictionless':
      return offSession ? none : { kind: 'done', result: result(work, brand, 'authenticated', 'frictionless') };
    case 'optional':
      if (!asked) return none;
      return outcome.threeDSecureFails
        ? { kind: 'done', result: result(work, brand, 'processing_error', null) }
        : challenge;
    case 'on_session':
      return offSession ? none : challenge;
    default:
      if (offSession) return { kind: 'impossible' };
      return outcome.threeDSecureFails ? { kind: 'failed', decline: lookupFailed } : challenge;
  }
}

export function challenged(work: Work, brand: string): ThreeDSecureResult {
  return result(work, brand, 'authenticated', 'challenge');
}

/** The cardholder failed the challenge, or walked away from it. */
export function notAuthenticated(
  work: Work,
  brand: string,
  reason: NonNullable<ThreeDSecureResult['result_reason']>,
): ThreeDSecureResult {
  return { ...result(work, brand, 'failed', 'challenge'), result_reason: reason };
}

/** The networks' electronic commerce indicators: who is liable. */
const indicators: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  mastercard: { authenticated: '02', attempt_acknowledged: '01' },
  other: { authenticated: '05', attempt_acknowledged: '06' },
};

function result(
  work: Work,
  brand: string,
  outcome: NonNullable<ThreeDSecureResult['result']>,
  flow: ThreeDSecureResult['authentication_flow'],
): ThreeDSecureResult {
  const indicator = (indicators[brand] ?? indicators.other)?.[outcome] ?? null;
  return {
    authentication_flow: flow,
    electronic_commerce_indicator: indicator as ThreeDSecureResult['electronic_commerce_indicator'],
    exemption_indicator: null,
    result: outcome,
    result_reason: null,
    transaction_id: transactionId(work),
    version: '2.2.0',
  };
}

/** 3D Secure's own ids are UUIDs. */
function transactionId(work: Work): string {
  return [8, 4, 4, 4, 12]
    .map((length) => Array.from({ length }, () => work.number(16).toString(16)).join(''))
    .join('-');
}

/** Where the cardholder passes or fails the challenge, on this emulator's own page. */
export function nextAction(
  work: Work,
  intent: { readonly id: string; readonly client_secret: string | null },
  returnUrl: string | undefined,
): Pick<Stripe.PaymentIntent.NextAction, 'redirect_to_url' | 'use_stripe_sdk' | 'type'> {
  const url = `${work.baseUrl}/_emulator/3ds/${intent.id}?client_secret=${String(intent.client_secret)}`;
  if (returnUrl !== undefined) return { redirect_to_url: { return_url: returnUrl, url }, type: 'redirect_to_url' };
  return {
    type: 'use_stripe_sdk',
    use_stripe_sdk: { source: work.newId('source'), stripe_js: url, type: 'three_d_secure_redirect' },
  };
}
