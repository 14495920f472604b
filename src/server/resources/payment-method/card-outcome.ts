/** What the issuer, the network and Radar make of a card. */
import type { DisputeOpening } from '../dispute/openings.ts';

export interface Decline {
  readonly code: string;
  readonly decline_code?: string;
  readonly message: string;
  readonly param?: string;
  readonly advice_code?: string;
  readonly network_advice_code?: string;
  readonly network_decline_code?: string;
  /** Whether the refusal leaves a failed charge behind. */
  readonly charges: boolean;
}

/**
 * - `not_enrolled`: when asked for, ends `attempt_acknowledged` without the customer.
 * - `optional`: a challenge only when asked for. `frictionless`: authenticates without a challenge.
 * - `required`: every payment; without the customer it is declined.
 * - `always`: the same, and setting the card up does not help.
 * - `required_unless_set_up`: as `required` until the card was set up for off-session use, then `on_session`.
 * - `on_session`: only while the customer is there; off-session payments pass.
 */
type ThreeDSecure =
  | 'not_supported'
  | 'not_enrolled'
  | 'optional'
  | 'frictionless'
  | 'required'
  | 'required_unless_set_up'
  | 'always'
  | 'on_session';

export type AfterCharge = DisputeOpening | 'early_fraud_warning' | Threshold;

/** Of a connected account, reached by what it has charged: https://docs.stripe.com/connect/testing#trigger-cards */
export type Threshold = 'next_requirements' | 'block_charges' | 'block_payouts';

type CheckResult = 'pass' | 'fail' | 'unavailable';

export interface CardOutcome {
  /** Of a charge; after the challenge on cards that require one. */
  readonly decline?: Decline;
  /** Of attaching or setting up. */
  readonly attach?: Decline;
  readonly threeDSecure: ThreeDSecure;
  /** The directory server answers a 3DS lookup with an error: the payment fails instead of being challenged. */
  readonly threeDSecureFails: boolean;
  /** `blocked` always is; `highest` by Radar's default rules. Both come with a `decline`. Radar looks at cards. */
  readonly radar: 'normal' | 'elevated' | 'highest' | 'blocked' | 'not_assessed';
  readonly afterCharge: readonly AfterCharge[];
  readonly refund: 'succeeded' | 'pending' | 'fails_later';
  /** The money is available at once. */
  readonly bypassPending: boolean;
  /** The result of each check whose subject was sent. */
  readonly checks: {
    readonly address_line1_check: CheckResult;
    readonly address_postal_code_check: CheckResult;
    readonly cvc_check: CheckResult;
  };
  /** The card's country is not that of the account (US). */
  readonly international: boolean;
}

export const uneventful: CardOutcome = {
  threeDSecure: 'not_enrolled',
  threeDSecureFails: false,
  radar: 'normal',
  afterCharge: [],
  refund: 'succeeded',
  bypassPending: false,
  checks: { address_line1_check: 'pass', address_postal_code_check: 'pass', cvc_check: 'pass' },
  international: false,
};
