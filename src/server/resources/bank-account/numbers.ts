/** How banks of a country number their accounts: https://docs.stripe.com/payouts#supported-accounts-and-settlement-currencies */
import { errors, type StripeError } from '../../kernel/errors.ts';
import { digits } from './digits.ts';
import { compact, isIbanCountry, isIbanOf, looksLikeIban } from './iban.ts';
import { checkRoutingNumber } from './routing-number.ts';
import { exampleIn, isTestIban, isTestNumber, notForTests } from './test-numbers.ts';

interface Rule {
  readonly form: RegExp;
  /** As Stripe writes it down. */
  readonly says: string;
}

interface Numbers {
  readonly account: Rule;
  readonly routing?: Rule;
}

const upTo = (most: number): Rule => ({
  form: digits(1, most),
  says: `must contain only digits, and be at most ${most} digits long`,
});
const between = (least: number, most: number): Rule => ({
  form: digits(least, most),
  says: `must be ${least} - ${most} digits.`,
});
const exactly = (count: number): Rule => ({ form: digits(count), says: `must be ${count} digits.` });
const routing = (says: string, form: RegExp): Rule => ({ says, form });

/** Dashes and spaces between digits do not count. */
const byCountry: Readonly<Record<string, Numbers>> = {
  AU: { account: between(5, 9), routing: routing('xxxxxx', digits(6)) },
  BR: { account: upTo(20), routing: routing('xxx-yyyy', digits(7)) },
  CA: { account: upTo(12), routing: routing('xxxxx-yyy', digits(8)) },
  GB: { account: between(6, 8), routing: routing('xxxxxx', digits(6)) },
  HK: { account: between(6, 12), routing: routing('xxx-yyy', digits(6)) },
  IN: { account: upTo(18), routing: routing('HDFC0004051', /^[A-Z]{4}0[A-Z0-9]{6}$/) },
  JP: { account: between(6, 8), routing: routing('xxxxyyy', digits(7)) },
  MX: { account: exactly(18) },
  NZ: { account: between(9, 10), routing: routing('xxyyyy', digits(6)) },
  SG: { account: between(6, 14), routing: routing('xxxx-yyy', digits(7)) },
  US: { account: upTo(17) },
};

function checkUsRouting(number: string | undefined, param: string): void {
  if (number === undefined) throw errors.parameterMissing(param);
  checkRoutingNumber(number, param);
}

interface Sent {
  readonly account_number: string;
  readonly country: string;
  readonly routing_number?: string | undefined;
}

const accountInvalid = (message: string, param: string): StripeError =>
  errors.invalid(message, `${param}[account_number]`, 'account_number_invalid');

function checkRouting(country: string, { form, says }: Rule, sent: string | undefined, param: string): void {
  const name = `${param}[routing_number]`;
  if (sent === undefined) throw errors.parameterMissing(name);
  if (form.test(compact(sent))) return;
  throw errors.invalid(
    `Invalid routing number for ${country}. The number must contain both the bank code and the branch code, and should be in the format ${says}.`,
    name,
    'routing_number_invalid',
  );
}

/** Refuses numbers that no bank of the country has; `param` names the hash as the request did. */
export function checkNumbers({ account_number, country, routing_number }: Sent, param: string): void {
  const number = compact(account_number);
  if (country === 'US') checkUsRouting(routing_number, `${param}[routing_number]`);
  const numbers = byCountry[country];
  const isInternational = isIbanCountry(country) && (numbers === undefined || looksLikeIban(number));
  if (isInternational) {
    if (isTestIban(country, number) || isIbanOf(country, number)) return;
    throw notForTests(exampleIn(country).account_number, `${param}[account_number]`);
  }
  if (numbers === undefined) return;
  const { account } = numbers;
  if (numbers.routing !== undefined) checkRouting(country, numbers.routing, routing_number, param);
  if (!account.form.test(number)) throw accountInvalid(`Invalid account number: ${account.says}`, param);
  if (!isTestNumber(country, number)) throw notForTests(exampleIn(country).account_number, `${param}[account_number]`);
}

/** How the number of an account in the country is called, and whether there is one of its bank beside it. */
export function namedNumbers(country: string): { readonly account: string; readonly routing: boolean } {
  const numbers = byCountry[country];
  if (numbers === undefined) return { account: isIbanCountry(country) ? 'IBAN' : 'Account number', routing: false };
  return { account: 'Account number', routing: country === 'US' || numbers.routing !== undefined };
}
