/** Numbers of bank accounts as payers type them in: https://docs.stripe.com/payments/bank-debits */
import { digits } from '../bank-account/digits.ts';
import { compact, isIban } from '../bank-account/iban.ts';
import { routingNumberProblem } from '../bank-account/routing-number.ts';
import type { AccountNumber } from './method-type.ts';

function digitsOf(label: string, least: number, most: number, code: AccountNumber['code']): AccountNumber {
  const form = digits(least, most);
  const count = least === most ? String(most) : `${least} to ${most}`;
  return { code, problem: (text) => (form.test(text) ? undefined : `${label} must have ${count} digits`) };
}

/** Of a bank, or of a branch of it. */
const bank = (label: string, count: number): AccountNumber => digitsOf(label, count, count, 'routing_number_invalid');
const account = (least: number, most: number): AccountNumber =>
  digitsOf('Account number', least, most, 'account_number_invalid');

export const routingNumber: AccountNumber = { code: 'routing_number_invalid', problem: routingNumberProblem };
export const sortCode = bank('Sort code', 6);
export const bsbNumber = bank('BSB number', 6);
export const institutionNumber = bank('Institution number', 3);
export const transitNumber = bank('Transit number', 5);

export const usAccount = account(1, 17);
export const gbAccount = account(8, 8);
export const auAccount = account(4, 9);
export const caAccount = account(7, 12);

/** The code that Stripe's libraries for phones have a message for. */
export const iban: AccountNumber = {
  code: 'invalid_bank_account_iban',
  problem: (text) => (isIban(compact(text)) ? undefined : 'The IBAN you entered is invalid.'),
};
