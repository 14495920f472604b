/** Test cards that are declined or that want 3D Secure: https://docs.stripe.com/testing#declined-payments */
import type { CardOutcome, Decline } from './card-outcome.ts';

/** `card`: attaching and charging both fail. `charge`: only charging does. */
interface DeclineRow {
  readonly number?: string;
  /** Shown where Stripe tells no number. */
  readonly last4?: string;
  readonly names: readonly string[];
  readonly country?: string;
  readonly declines: 'card' | 'charge';
  readonly radar?: 'highest' | 'blocked';
  readonly decline: Decline;
}

type Advice = 'confirm_card_data' | 'do_not_try_again' | 'try_again_later';

const declined = (
  decline_code: string,
  advice_code?: Advice,
  network_advice_code?: string,
  network_decline_code?: string,
): Decline => ({
  code: 'card_declined',
  decline_code,
  message: 'Your card was declined.',
  charges: true,
  ...(advice_code && { advice_code }),
  ...(network_advice_code && { network_advice_code }),
  ...(network_decline_code && { network_decline_code }),
});

/** Since 2026 these declines carry their code a second time as `decline_code`. */
const refused = (code: string, message: string, advice_code: Advice, network: readonly string[], param?: string) => {
  const [network_decline_code, network_advice_code] = network;
  return {
    code,
    decline_code: code,
    message,
    charges: true,
    advice_code,
    ...(network_advice_code && { network_advice_code }),
    ...(network_decline_code && { network_decline_code }),
    ...(param && { param }),
  };
};

const insufficientFunds: Decline = {
  ...declined('insufficient_funds', 'try_again_later', '02', '51'),
  message: 'Your card has insufficient funds.',
};

const processingError = refused(
  'processing_error',
  'An error occurred while processing your card. Try again in a little bit.',
  'try_again_later',
  ['06'],
);

export const declinedCards: readonly DeclineRow[] = [
  {
    number: '4000000000000002',
    names: ['visa_chargeDeclined', 'chargeDeclined'],
    declines: 'card',
    decline: declined('generic_decline', 'try_again_later', undefined, '01'),
  },
  {
    number: '4000000000009995',
    names: [
      'visa_chargeDeclinedInsufficientFunds',
      'chargeDeclinedInsufficientFunds',
      'visa_debit_chargeDeclinedInsufficientFunds',
    ],
    declines: 'card',
    decline: insufficientFunds,
  },
  {
    number: '4000000000009987',
    names: ['visa_chargeDeclinedLostCard'],
    declines: 'card',
    decline: declined('lost_card', 'do_not_try_again', '01', '41'),
  },
  {
    number: '4000000000009979',
    names: ['visa_chargeDeclinedStolenCard'],
    declines: 'card',
    decline: declined('stolen_card', 'do_not_try_again', '01', '43'),
  },
  {
    number: '4000000000000069',
    names: ['chargeDeclinedExpiredCard', 'visa_chargeDeclinedExpiredCard'],
    declines: 'card',
    decline: refused('expired_card', 'Your card has expired.', 'confirm_card_data', ['54', '03'], 'exp_month'),
  },
  {
    number: '4000000000000127',
    names: ['chargeDeclinedIncorrectCvc', 'visa_chargeDeclinedIncorrectCvc'],
    declines: 'card',
    decline: refused(
      'incorrect_cvc',
      "Your card's security code is incorrect.",
      'confirm_card_data',
      ['N7', '03'],
      'cvc',
    ),
  },
  {
    number: '4000000000000119',
    names: ['chargeDeclinedProcessingError', 'visa_chargeDeclinedProcessingError'],
    declines: 'card',
    decline: processingError,
  },
  {
    number: '4000000000006975',
    names: ['visa_chargeDeclinedVelocityLimitExceeded'],
    declines: 'card',
    decline: {
      ...declined('card_velocity_exceeded', 'try_again_later', '02', '61'),
      message: 'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
    },
  },
  {
    last4: '0019',
    names: ['visa_chargeDeclinedFraudulent'],
    declines: 'card',
    decline: declined('fraudulent'),
  },
  {
    number: '4000000000000341',
    names: ['chargeCustomerFail', 'visa_chargeCustomerFail'],
    declines: 'charge',
    decline: declined('generic_decline'),
  },
  {
    last4: '0341',
    names: ['visa_chargeCustomerFailLostCard'],
    declines: 'charge',
    decline: declined('lost_card'),
  },
  {
    last4: '0341',
    names: ['visa_chargeCustomerFailStolenCard'],
    declines: 'charge',
    decline: declined('stolen_card'),
  },
  {
    number: '4100000000000019',
    names: ['radarBlock'],
    declines: 'charge',
    radar: 'blocked',
    decline: declined('fraudulent'),
  },
  {
    number: '4000000000004954',
    names: ['riskLevelHighest'],
    declines: 'charge',
    radar: 'highest',
    decline: declined('fraudulent'),
  },
  {
    number: '4000003560000263',
    names: [],
    country: 'IN',
    declines: 'charge',
    decline: {
      code: 'india_recurring_payment_mandate_canceled',
      message: 'The provided mandate has been canceled by the card holder.',
      charges: false,
    },
  },
];

/** Number, country, what 3D Secure does, names. */
export const threeDSecureCards: readonly (readonly [
  number: string,
  country: string,
  outcome: Partial<CardOutcome>,
  ...names: string[],
])[] = [
  ['4000002500003155', 'FR', { threeDSecure: 'required_unless_set_up' }, 'authenticationRequiredOnSetup'],
  ['4000002760003184', 'DE', { threeDSecure: 'always' }, 'authenticationRequired'],
  ['4000003800000446', 'IT', { threeDSecure: 'on_session' }, 'authenticationRequiredSetupForOffSession'],
  [
    '4000008260003178',
    'GB',
    { threeDSecure: 'required_unless_set_up', decline: insufficientFunds },
    'authenticationRequiredChargeDeclinedInsufficientFunds',
  ],
  ['4000000000003220', 'US', { threeDSecure: 'required' }, 'threeDSecure2Required'],
  ['4000000000003063', 'US', { threeDSecure: 'required' }, 'threeDSecureRequired'],
  [
    '4000008400001629',
    'US',
    { threeDSecure: 'required', decline: declined('generic_decline') },
    'threeDSecureRequiredChargeDeclined',
  ],
  [
    '4000008400001280',
    'US',
    { threeDSecure: 'required', threeDSecureFails: true },
    'threeDSecureRequiredProcessingError',
  ],
  ['4000000000003055', 'US', { threeDSecure: 'optional' }, 'threeDSecureOptional'],
  [
    '4000000000003097',
    'US',
    { threeDSecure: 'optional', threeDSecureFails: true },
    'threeDSecureOptionalProcessingError',
  ],
  ['4000003220000000', 'US', { threeDSecure: 'frictionless' }],
  // The challenges of phone apps differ; over the API these four are alike.
  ['4000582600000094', 'GB', { threeDSecure: 'required' }],
  ['4000582600000045', 'GB', { threeDSecure: 'required' }],
  ['4000582600000102', 'GB', { threeDSecure: 'required' }],
  ['4000582600000110', 'GB', { threeDSecure: 'required' }],
];
