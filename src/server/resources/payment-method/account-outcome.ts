/** What the bank does with a test account: https://docs.stripe.com/payments/bank-debits */
import { usTestNumbers } from '../bank-account/test-numbers.ts';
import type { BankFailure } from './bank-failures.ts';
import { sepaOutcomeOf } from './sepa-accounts.ts';

/** Of a debit. Delays in seconds on top of the test mode's usual few. */
export type Debit =
  | { readonly answer: 'clears'; readonly delay?: number; readonly disputed?: true }
  | { readonly answer: 'fails'; readonly delay?: number; readonly code: BankFailure; readonly endsMandate?: true }
  | { readonly answer: 'never' }
  /** In the answer to the confirmation itself. */
  | { readonly answer: 'refused'; readonly code: BankFailure };

export interface AccountOutcome {
  readonly debit: Debit;
  /** Of micro-deposits. */
  readonly deposits: 'arrive' | 'bounce';
  /** The bank does not take the mandate. */
  readonly refusesMandate?: true;
  /** The account cannot be set up. */
  readonly setUp?: BankFailure;
}

const clears: AccountOutcome = { debit: { answer: 'clears' }, deposits: 'arrive' };
const late = 180;

const debited = (debit: Debit): AccountOutcome => ({ ...clears, debit });
const fails = (code: BankFailure, endsMandate?: true, delay?: number): AccountOutcome =>
  debited({ answer: 'fails', code, ...(endsMandate && { endsMandate }), ...(delay && { delay }) });
const slow = debited({ answer: 'clears', delay: late });
const disputed = debited({ answer: 'clears', disputed: true });
const bounces: AccountOutcome = { ...clears, deposits: 'bounce' };

/** By type and number. */
const accounts: Readonly<Record<string, Readonly<Record<string, AccountOutcome>>>> = {
  us_bank_account: {
    [usTestNumbers.success]: clears,
    [usTestNumbers.accountClosed]: fails('account_closed'),
    [usTestNumbers.noAccount]: fails('no_account'),
    [usTestNumbers.insufficientFunds]: fails('insufficient_funds'),
    [usTestNumbers.debitNotAuthorized]: fails('debit_not_authorized'),
    [usTestNumbers.invalidCurrency]: fails('invalid_currency'),
    '000000004954': debited({ answer: 'refused', code: 'highest_risk_level' }),
    '000666666661': bounces,
    '000555555559': disputed,
    '000000000009': debited({ answer: 'never' }),
    '000777777771': debited({ answer: 'refused', code: 'charge_exceeds_weekly_limit' }),
  },
  bacs_debit: {
    '00012345': clears,
    '90012345': slow,
    '33333335': fails('debit_not_authorized', true),
    '93333335': fails('debit_not_authorized', true, late),
    '22222227': fails('insufficient_funds'),
    '92222227': fails('insufficient_funds', undefined, late),
    '55555559': debited({ answer: 'clears', delay: late, disputed: true }),
    '00033333': { ...clears, refusesMandate: true },
    '00044444': { ...clears, setUp: 'account_number_invalid' },
  },
  au_becs_debit: {
    '000123456': clears,
    '900123456': slow,
    '111111113': fails('account_closed', true),
    '111111116': fails('no_account', true),
    '222222227': fails('refer_to_customer'),
    '922222227': fails('refer_to_customer', undefined, late),
    '333333335': fails('debit_not_authorized', true),
    '666666660': disputed,
  },
  acss_debit: {
    '000123456789': clears,
    '900123456789': slow,
    '000222222227': fails('insufficient_funds'),
    '900222222227': fails('insufficient_funds', undefined, late),
    '000666666661': bounces,
  },
};

const sepa: Readonly<Record<string, AccountOutcome>> = {
  success: clears,
  successDelayed: slow,
  failed: fails('payment_intent_payment_attempt_failed'),
  failedDelayed: fails('payment_intent_payment_attempt_failed', undefined, late),
  disputed,
  exceedsWeeklyVolumeLimit: debited({ answer: 'refused', code: 'charge_exceeds_source_limit' }),
  exceedsWeeklyTransactionLimit: debited({ answer: 'refused', code: 'charge_exceeds_weekly_limit' }),
  insufficientFunds: fails('insufficient_funds'),
};

const byNumber = (type: string, number: string): AccountOutcome | undefined => {
  const rows = accounts[type];
  return rows !== undefined && Object.hasOwn(rows, number) ? rows[number] : undefined;
};

/** `account` is a number, an IBAN, or the name of a SEPA account: some documented numbers stand for several outcomes. */
export function accountOutcome(type: string, account = ''): AccountOutcome {
  if (type === 'sepa_debit') return sepa[sepaOutcomeOf(account) ?? ''] ?? clears;
  return byNumber(type, account) ?? clears;
}

/** In the United States, test mode takes test numbers only. */
export const isKnownAccount = (type: string, number: string): boolean =>
  type !== 'us_bank_account' || byNumber(type, number) !== undefined;
