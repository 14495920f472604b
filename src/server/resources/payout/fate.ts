/** What becomes of a payout, as its destination's test number says: https://docs.stripe.com/connect/testing#payouts */
import type { External } from './destination.ts';

/** By the last four digits of the account number. */
const bankAccounts: Readonly<Record<string, string>> = {
  '1113': 'account_closed',
  '1116': 'no_account',
  '2227': 'insufficient_funds',
  '3335': 'debit_not_authorized',
  '4440': 'invalid_currency',
  // Of the test IBANs of all countries.
  '3001': 'no_account',
  '3002': 'account_closed',
  '3003': 'insufficient_funds',
  '3004': 'debit_not_authorized',
  '3005': 'invalid_currency',
};
const cards: Readonly<Record<string, string>> = { '5572': 'could_not_process' };

const notInstant: ReadonlySet<string> = new Set(['8883', '5555']);

/** The code with which it fails; null when it arrives. */
export function fateOf({ object, last4 }: External): string | null {
  return (object === 'card' ? cards : bankAccounts)[last4 ?? ''] ?? null;
}

export function takesInstant({ available_payout_methods: methods, last4 }: External): boolean {
  return !notInstant.has(last4 ?? '') && (methods == null || methods.includes('instant'));
}

/** https://docs.stripe.com/api/payouts/failures */
export const failureMessages: Readonly<Record<string, string>> = {
  account_closed: 'The bank account has been closed.',
  account_frozen: 'The bank account has been frozen.',
  bank_account_restricted: 'The bank account has restrictions on either the type, or the number, of payouts allowed.',
  bank_ownership_changed: 'The destination bank account is no longer valid because its branch has changed ownership.',
  could_not_process: 'The bank could not process this transfer.',
  debit_not_authorized: 'Debit transactions are not approved on your bank account.',
  declined: 'The bank has declined this transfer. Please contact the bank before retrying.',
  incorrect_account_holder_address: 'Your bank notified us that the bank account holder address on file is incorrect.',
  incorrect_account_holder_name: 'Your bank notified us that the bank account holder name on file is incorrect.',
  incorrect_account_holder_tax_id: 'Your bank notified us that the bank account holder tax ID on file is incorrect.',
  insufficient_funds: 'Your Stripe account has insufficient funds to cover the payout.',
  invalid_account_number: 'The routing number seems correct, but the account number is invalid.',
  invalid_currency: 'The bank was unable to process this transfer because of its currency.',
  no_account: 'The bank account could not be located.',
  unsupported_card: 'The bank no longer supports payouts to this card.',
};
