/** Numbers of bank accounts as payers type them in: https://docs.stripe.com/payments/bank-debits */
import type { AccountNumber } from './method-type.ts';
import { routingNumberProblem } from './routing-number.ts';

function digits(label: string, least: number, most: number, code: AccountNumber['code']): AccountNumber {
  const form = new RegExp(`^\\d{${least},${most}}$`);
  const count = least === most ? String(most) : `${least} to ${most}`;
  return { code, problem: (text) => (form.test(text) ? undefined : `${label} must have ${count} digits`) };
}

/** Of a bank, or of a branch of it. */
const bank = (label: string, count: number): AccountNumber => digits(label, count, count, 'routing_number_invalid');
const account = (least: number, most: number): AccountNumber =>
  digits('Account number', least, most, 'account_number_invalid');

const ibanForm = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;

/** ISO 13616: the first four characters moved to the end, letters as numbers from 10, leave 1 divided by 97. */
function isIban(text: string): boolean {
  const iban = text.toUpperCase();
  if (!ibanForm.test(iban)) return false;
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4))
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

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
  problem: (text) => (isIban(text) ? undefined : 'The IBAN you entered is invalid.'),
};
