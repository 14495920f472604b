/** `outcome` of a charge: https://docs.stripe.com/declines#evaluating-the-outcome */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { CardOutcome, Decline } from '../payment-method/outcome.ts';

type Outcome = Stripe.Charge.Outcome;

/** Radar's score by level: the first number and how many follow it. What it does not assess has none. */
const scores: Readonly<Partial<Record<CardOutcome['radar'], readonly [from: number, count: number]>>> = {
  normal: [0, 65],
  elevated: [65, 10],
  highest: [75, 25],
  blocked: [75, 25],
};

function risk(work: Work, radar: CardOutcome['radar']): Pick<Outcome, 'risk_level' | 'risk_score'> {
  const score = scores[radar];
  if (score === undefined) return { risk_level: radar };
  const [from, count] = score;
  return { risk_level: radar === 'blocked' ? 'highest' : radar, risk_score: from + work.number(count) };
}

export function approved(work: Work, { radar }: CardOutcome): Outcome {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: 'approved_by_network',
    reason: null,
    ...risk(work, radar),
    seller_message: 'Payment complete.',
    type: 'authorized',
  };
}

const refusedByRadar = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: 'not_sent_to_network',
  reason: 'highest_risk_level',
  rule: 'block_if_high_risk',
  seller_message: 'Stripe blocked this payment as too risky.',
  type: 'blocked',
} as const;

export function declinedOutcome(work: Work, { radar }: CardOutcome, decline: Decline): Outcome {
  if (radar === 'blocked' || radar === 'highest') return { ...refusedByRadar, ...risk(work, radar) };
  const reason = decline.decline_code ?? decline.code;
  return {
    advice_code: decline.advice_code ?? null,
    network_advice_code: decline.network_advice_code ?? null,
    network_decline_code: decline.network_decline_code ?? null,
    network_status: 'declined_by_network',
    reason,
    ...risk(work, radar),
    seller_message:
      reason === 'generic_decline'
        ? 'The bank did not return any further details with this decline.'
        : `The bank returned the decline code \`${reason}\`.`,
    type: 'issuer_declined',
  };
}
