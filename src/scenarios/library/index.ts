/** The stories that come with the package. */
import type { Scenario } from '../scenario.ts';
import { destinationCharge } from './destination-charge.ts';
import { disputeInPayout, disputeWonInPayout } from './dispute-in-payout.ts';
import { disputeLost } from './dispute-lost.ts';
import { disputeLostOnDestinationCharge } from './dispute-lost-on-destination-charge.ts';
import { disputeWon } from './dispute-won.ts';
import { mandateRevoked } from './mandate-revoked.ts';
import { payoutFailed } from './payout-failed.ts';
import { payoutPaid } from './payout-paid.ts';
import { quoteExpired } from './quote-expired.ts';
import { quoteToInvoice } from './quote-to-invoice.ts';
import { quoteToSubscription } from './quote-to-subscription.ts';
import { setupAttempt3ds } from './setup-attempt-3ds.ts';
import { setupAttemptFailed } from './setup-attempt-failed.ts';

export const library: readonly Scenario[] = [
  disputeWon,
  disputeLost,
  destinationCharge,
  disputeLostOnDestinationCharge,
  disputeInPayout,
  disputeWonInPayout,
  payoutPaid,
  payoutFailed,
  setupAttemptFailed,
  setupAttempt3ds,
  mandateRevoked,
  quoteToInvoice,
  quoteToSubscription,
  quoteExpired,
];

export function findScenario(name: string): Scenario | undefined {
  return library.find((scenario) => scenario.name === name);
}
