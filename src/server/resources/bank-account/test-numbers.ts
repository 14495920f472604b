/** Stripe's test bank accounts: https://docs.stripe.com/connect/testing#account-numbers */
import type Stripe from 'stripe';
import { errors, type StripeError } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { fingerprintOf } from '../payment-method/fingerprint.ts';
import { isIbanCountry } from './iban.ts';

export const usRoutingNumber = '110000000';

/** What comes of payments to an account, and of debits. */
export const usTestNumbers = {
  success: '000123456789',
  accountClosed: '000111111113',
  noAccount: '000111111116',
  insufficientFunds: '000222222227',
  debitNotAuthorized: '000333333335',
  invalidCurrency: '000444444440',
} as const;

const withoutInstantPayouts = '000888888883';
const usNumbers: readonly string[] = [
  ...Object.values(usTestNumbers),
  withoutInstantPayouts,
  '000999999991',
  '000999999992',
];

/** Stripe's test mode takes the numbers of nobody. */
export const notForTests = (example: string, param: string): StripeError =>
  errors.invalid(
    `You must use a test bank account number in test mode. Try ${example} or see more options at https://stripe.com/docs/connect/testing#account-numbers.`,
    param,
    'account_number_invalid',
  );

/** Outside the US every number is taken that could be one. */
export const isTestNumber = (country: string, number: string): boolean =>
  country !== 'US' || usNumbers.includes(number);

/**
 * Stripe's test IBANs are those of one German bank, with the prefix of any country. Most of their check digits are wrong:
 * https://docs.stripe.com/connect/testing#account-numbers
 */
const testIban = /^(89|62)37040044053201300[0-5]$/;

export const isTestIban = (country: string, number: string): boolean =>
  number.startsWith(country) && testIban.test(number.slice(country.length));

/** A stored bank account no longer tells its number, but its fingerprint does. */
export function testNumberOf(
  work: Work,
  { fingerprint, last4, routing_number }: Stripe.BankAccount,
): string | undefined {
  return usNumbers.find(
    (number) => number.endsWith(last4) && fingerprintOf(work, `${routing_number ?? ''} ${number}`) === fingerprint,
  );
}

/** Banks in the US take instant payouts. */
export const takesInstantPayouts = (work: Work, bank: Stripe.BankAccount): boolean =>
  bank.country === 'US' && testNumberOf(work, bank) !== withoutInstantPayouts;

interface NamedBankAccount {
  readonly country: string;
  readonly account_number: string;
  readonly routing_number?: string;
  readonly verified?: true;
}

const us = (outcome: keyof typeof usTestNumbers, verified?: true): NamedBankAccount => ({
  country: 'US',
  account_number: usTestNumbers[outcome],
  routing_number: usRoutingNumber,
  ...(verified && { verified }),
});

/** Tokens of bank accounts that nobody had to create. */
export const namedBankAccounts: Readonly<Record<string, NamedBankAccount>> = {
  btok_us: us('success'),
  btok_us_verified: us('success', true),
  btok_us_verified_noAccount: us('noAccount', true),
  btok_us_verified_accountClosed: us('accountClosed', true),
  btok_us_verified_insufficientFunds: us('insufficientFunds', true),
  btok_us_verified_debitNotAuthorized: us('debitNotAuthorized', true),
  btok_us_verified_invalidCurrency: us('invalidCurrency', true),
  btok_au: { country: 'AU', account_number: '000123456', routing_number: '110000' },
  btok_ca: { country: 'CA', account_number: '000123456789', routing_number: '11000-000' },
  btok_gb: { country: 'GB', account_number: '00012345', routing_number: '108800' },
  btok_de: { country: 'DE', account_number: 'DE89370400440532013000' },
  btok_es: { country: 'ES', account_number: 'ES0700120345030000067890' },
  btok_fr: { country: 'FR', account_number: 'FR1420041010050500013M02606' },
  btok_ie: { country: 'IE', account_number: 'IE29AIBK93115212345678' },
  btok_it: { country: 'IT', account_number: 'IT40S0542811101000000123456' },
  btok_nl: { country: 'NL', account_number: 'NL39RABO0300065264' },
};

/** Numbers of countries of which there is no token. */
const otherExamples: Readonly<Record<string, BankNumbers>> = {
  BR: { account_number: '000123456789', routing_number: '110-0000' },
  HK: { account_number: '000123456', routing_number: '110-000' },
  IN: { account_number: '000123456789', routing_number: 'HDFC0000261' },
  JP: { account_number: '0001234', routing_number: '1100000' },
  MX: { account_number: '000000001234567897' },
  NZ: { account_number: '0000000010', routing_number: '110000' },
  SG: { account_number: '000123456', routing_number: '1100-000' },
};

export type BankNumbers = Pick<NamedBankAccount, 'account_number' | 'routing_number'>;

/** A bank account of the country whose payouts arrive. */
export function exampleIn(country: string): BankNumbers {
  const named = namedBankAccounts[`btok_${country.toLowerCase()}`];
  if (named !== undefined) {
    const { account_number, routing_number } = named;
    return { account_number, ...(routing_number !== undefined && { routing_number }) };
  }
  if (isIbanCountry(country)) return { account_number: `${country}89370400440532013000` };
  return otherExamples[country] ?? { account_number: '000123456789' };
}
