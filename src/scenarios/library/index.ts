/** The stories that come with the package. */
import type { Scenario } from '../scenario.ts';
import { storiesVersion } from '../version.ts';
import { accountOnboarding } from './account-onboarding.ts';
import { accountRestricted } from './account-restricted.ts';
import { bankDebitDisputed } from './bank-debit-disputed.ts';
import { creditNoteOpenInvoice } from './credit-note-open-invoice.ts';
import { creditNotePaidInvoice } from './credit-note-paid-invoice.ts';
import { destinationCharge } from './destination-charge.ts';
import { disputeAccepted } from './dispute-accepted.ts';
import { disputeEvidenceSubmitted } from './dispute-evidence-submitted.ts';
import { disputeExpired } from './dispute-expired.ts';
import { disputeInPayout, disputeWonInPayout } from './dispute-in-payout.ts';
import { disputeInquiryClosed } from './dispute-inquiry-closed.ts';
import { disputeInquiryEscalated } from './dispute-inquiry-escalated.ts';
import { disputeLost } from './dispute-lost.ts';
import { disputeLostOnDestinationCharge } from './dispute-lost-on-destination-charge.ts';
import { disputeWon } from './dispute-won.ts';
import { earlyFraudWarning } from './early-fraud-warning.ts';
import { mandateRevoked } from './mandate-revoked.ts';
import { payment3ds } from './payment-3ds.ts';
import { payoutFailed } from './payout-failed.ts';
import { payoutPaid } from './payout-paid.ts';
import { quoteExpired } from './quote-expired.ts';
import { quoteToInvoice } from './quote-to-invoice.ts';
import { quoteToSubscription } from './quote-to-subscription.ts';
import { refundFailed } from './refund-failed.ts';
import { setupAttempt3ds } from './setup-attempt-3ds.ts';
import { setupAttemptFailed } from './setup-attempt-failed.ts';
import { subscriptionPaymentFailed } from './subscription-payment-failed.ts';
import { subscriptionRenewal } from './subscription-renewal.ts';

const stories: readonly Scenario[] = [
  disputeWon,
  disputeLost,
  disputeEvidenceSubmitted,
  disputeAccepted,
  disputeExpired,
  disputeInquiryEscalated,
  disputeInquiryClosed,
  earlyFraudWarning,
  refundFailed,
  destinationCharge,
  disputeLostOnDestinationCharge,
  disputeInPayout,
  disputeWonInPayout,
  accountOnboarding,
  accountRestricted,
  payoutPaid,
  payoutFailed,
  setupAttemptFailed,
  setupAttempt3ds,
  mandateRevoked,
  payment3ds,
  bankDebitDisputed,
  creditNoteOpenInvoice,
  creditNotePaidInvoice,
  quoteToInvoice,
  quoteToSubscription,
  quoteExpired,
  subscriptionRenewal,
  subscriptionPaymentFailed,
];

export const library: readonly Scenario[] = stories.map(({ name, title, ...story }) => ({
  name,
  title,
  api_version: storiesVersion,
  ...story,
}));

export function findScenario(name: string): Scenario | undefined {
  return library.find((scenario) => scenario.name === name);
}
