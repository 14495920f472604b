/** The life of a dispute: https://docs.stripe.com/disputes/how-disputes-work */
import { errors, type StripeError } from '../../kernel/errors.ts';
import type { Machine } from '../../kernel/machine.ts';
import { inquiryLife } from './deadline.ts';
import { cardOf, type StoredDispute } from './stored.ts';

const inquiry = ['warning_needs_response', 'warning_under_review'] as const;
const awaitingAnswer = ['warning_needs_response', 'needs_response', 'appeal_needs_response'];
const awaitingBank = ['warning_under_review', 'under_review', 'appeal_under_review'];
const closed = ['won', 'lost', 'warning_closed', 'prevented'];

export const takesAnswer = ({ status }: StoredDispute): boolean => awaitingAnswer.includes(status);
export const isClosed = ({ status }: StoredDispute): boolean => closed.includes(status);
export const isAppeal = ({ status }: StoredDispute): boolean => status.startsWith('appeal_');
export const isOpenInquiry = ({ status }: StoredDispute): boolean => (inquiry as readonly string[]).includes(status);

const appealNetworks: readonly (string | undefined)[] = ['visa', 'mastercard'];
const discoverNetworks: readonly (string | undefined)[] = ['discover', 'diners'];

/** The text that tells test mode's bank how to decide: https://docs.stripe.com/testing#evidence */
const says =
  (text: string) =>
  ({ evidence }: StoredDispute): boolean =>
    evidence.uncategorized_text === text;

/** Without an answer at the deadline, whether Stripe sends its own, the staged one, or none. */
export function answerByItself(dispute: StoredDispute): 'smart_disputes' | 'manual' | undefined {
  if (dispute.smart_disputes !== true) return undefined;
  switch (dispute.intended_submission_method) {
    case 'smart_disputes':
    case 'prefer_smart_disputes':
      return 'smart_disputes';
    case 'prefer_manual':
      return dispute.evidence_details.has_evidence ? 'manual' : 'smart_disputes';
    default:
      return undefined;
  }
}

export const machine: Machine<StoredDispute> = {
  initial: ['needs_response', 'warning_needs_response', 'prevented', 'lost'],
  rules: [
    { from: 'warning_needs_response', action: 'submit', to: 'warning_under_review' },
    { from: 'needs_response', action: 'submit', to: 'under_review' },
    { from: 'appeal_needs_response', action: 'submit', to: 'appeal_under_review' },

    { from: inquiry, action: 'close', to: 'warning_closed' },
    { from: ['needs_response', 'appeal_needs_response'], action: 'close', to: 'lost' },

    { from: inquiry, action: 'win', to: 'warning_closed' },
    { from: ['under_review', 'appeal_under_review'], action: 'win', to: 'won' },
    // Banks have been seen to change their mind late: https://docs.stripe.com/disputes
    { from: 'lost', action: 'win', to: 'won' },
    { from: inquiry, action: 'lose', to: 'warning_closed' },
    { from: ['under_review', 'appeal_under_review'], action: 'lose', to: 'lost' },
    { from: 'under_review', action: 'reject', when: 'networkHearsAppeals', to: 'appeal_needs_response' },
    { from: 'under_review', action: 'reject', to: 'lost' },

    { from: inquiry, action: 'escalate', to: 'needs_response' },
    { from: inquiry, action: 'prevent', to: 'prevented' },
    { from: inquiry, action: 'refund', to: 'warning_closed' },

    { from: 'needs_response', action: 'expire', when: 'stripeAnswersByItself', to: 'under_review' },
    { from: ['needs_response', 'appeal_needs_response'], action: 'expire', to: 'lost' },
    { from: 'warning_needs_response', action: 'expire', when: 'silenceLosesInquiries', to: 'lost' },
    { from: inquiry, action: 'expire', to: 'warning_closed' },
    { from: inquiry, action: 'lapse', to: 'warning_closed' },
  ],
  guards: {
    networkHearsAppeals: (dispute) => appealNetworks.includes(cardOf(dispute)?.network),
    stripeAnswersByItself: (dispute) => answerByItself(dispute) !== undefined,
    silenceLosesInquiries: (dispute) => discoverNetworks.includes(cardOf(dispute)?.network),
    deadlineDecides: (dispute) =>
      dispute.status !== 'warning_needs_response' || discoverNetworks.includes(cardOf(dispute)?.network),
    winningEvidence: says('winning_evidence'),
    losingEvidence: says('losing_evidence'),
    escalatingEvidence: says('escalate_inquiry_evidence'),
  },
  timers: [
    { in: awaitingAnswer, when: 'deadlineDecides', at: 'evidence_details.due_by', action: 'expire' },
    { in: inquiry, after: inquiryLife, action: 'lapse' },
    { in: ['warning_under_review', 'under_review'], when: 'winningEvidence', after: 3, soon: true, action: 'win' },
    { in: ['warning_under_review', 'under_review'], when: 'losingEvidence', after: 3, soon: true, action: 'lose' },
    { in: 'warning_under_review', when: 'escalatingEvidence', after: 5, soon: true, action: 'escalate' },
  ],
  refuse,
};

function refuse(action: string, dispute: StoredDispute): StripeError {
  if (isClosed(dispute)) return alreadyClosed();
  if (action === 'submit' || (action === 'close' && awaitingBank.includes(dispute.status))) return alreadySubmitted();
  return errors.invalid(`This dispute cannot ${action} while its status is ${dispute.status}.`);
}

export function alreadyClosed(): StripeError {
  return errors.invalid('This dispute is already closed');
}

/** Networks take one answer. */
export function alreadySubmitted(): StripeError {
  return errors.invalid(
    'Evidence for this dispute has already been submitted to the bank; it can no longer be changed.',
  );
}
