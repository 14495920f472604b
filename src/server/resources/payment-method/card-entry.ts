/** Card data as a customer types it, checked as Stripe checks it before anything reaches a network. */
import { errors } from '../../kernel/errors.ts';
import { type TestCard, testCard } from './test-cards.ts';

/** Numbers where the API declares them, strings where it does not (tokens). */
export interface CardEntry {
  readonly number?: string | undefined;
  readonly exp_month?: number | string | undefined;
  readonly exp_year?: number | string | undefined;
  readonly cvc?: string | undefined;
}

export interface EnteredCard {
  readonly card: TestCard;
  readonly exp_month: number;
  readonly exp_year: number;
  readonly cvcSent: boolean;
  /** The card was named, not typed in: it comes with everything its behaviour needs. */
  readonly byName: boolean;
}

const separators = /[ -]/g;
const digits = /^\d+$/;
const furthestExpiry = 50;

function monthOf(now: number): { month: number; year: number } {
  const date = new Date(now * 1000);
  return { month: date.getUTCMonth() + 1, year: date.getUTCFullYear() };
}

function passesLuhn(number: string): boolean {
  let sum = 0;
  let double = false;
  for (let at = number.length - 1; at >= 0; at--) {
    const digit = number.charCodeAt(at) - 48;
    sum += double ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
    double = !double;
  }
  return sum % 10 === 0;
}

function cardOf(sent: string): TestCard {
  const number = sent.replace(separators, '');
  if (!digits.test(number)) {
    throw errors.card({
      code: 'invalid_number',
      message: 'The card number is not a valid credit card number.',
      param: 'number',
    });
  }
  if (number.length < 12 || number.length > 19 || !passesLuhn(number))
    throw errors.card({ code: 'incorrect_number', message: 'Your card number is incorrect.', param: 'number' });
  const card = testCard(number);
  if (card !== undefined) return card;
  throw errors.card({
    code: 'card_declined',
    decline_code: 'test_mode_live_card',
    message:
      'Your card was declined. Your request was in test mode, but used a non test (live) card. For a list of valid test cards, visit: https://stripe.com/docs/testing.',
  });
}

const wholeNumber = (sent: number | string): number =>
  typeof sent === 'number' || digits.test(sent) ? Number(sent) : Number.NaN;

/** Years of two digits belong to this century. */
export function checkExpiry(
  month: number | string,
  year: number | string,
  now: number,
): { exp_month: number; exp_year: number } {
  const exp_month = wholeNumber(month);
  const sentYear = wholeNumber(year);
  const exp_year = sentYear >= 0 && sentYear < 100 ? 2000 + sentYear : sentYear;
  const today = monthOf(now);
  const monthInvalid = !Number.isInteger(exp_month) || exp_month < 1 || exp_month > 12;
  if (monthInvalid || (exp_year === today.year && exp_month < today.month)) {
    throw errors.card({
      code: 'invalid_expiry_month',
      message: "Your card's expiration month is invalid.",
      param: 'exp_month',
    });
  }
  if (!Number.isInteger(exp_year) || exp_year < today.year || exp_year > today.year + furthestExpiry) {
    throw errors.card({
      code: 'invalid_expiry_year',
      message: "Your card's expiration year is invalid.",
      param: 'exp_year',
    });
  }
  return { exp_month, exp_year };
}

function checkCvc(cvc: string, brand: string): void {
  const fits = digits.test(cvc) && (cvc.length === 3 || (cvc.length === 4 && brand === 'amex'));
  if (!fits) throw errors.card({ code: 'invalid_cvc', message: "Your card's security code is invalid.", param: 'cvc' });
}

/** `param` names the hash the entry came in: `card`, `payment_method_data[card]`. */
export function readCard(entry: CardEntry, now: number, param: string): EnteredCard {
  const { number, exp_month, exp_year, cvc } = entry;
  if (number === undefined) throw errors.parameterMissing(`${param}[number]`);
  const card = cardOf(number);
  if (exp_month === undefined) throw errors.parameterMissing(`${param}[exp_month]`);
  if (exp_year === undefined) throw errors.parameterMissing(`${param}[exp_year]`);
  const expiry = checkExpiry(exp_month, exp_year, now);
  if (cvc !== undefined) checkCvc(cvc, card.brand);
  return { card, ...expiry, cvcSent: cvc !== undefined, byName: false };
}

/** `pm_card_visa`, `tok_visa`: valid until this month next year, security code included. */
export function namedCard(card: TestCard, now: number): EnteredCard {
  const { month, year } = monthOf(now);
  return { card, exp_month: month, exp_year: year + 1, cvcSent: true, byName: true };
}
