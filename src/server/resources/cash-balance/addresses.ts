/** Where customers send their transfers: https://docs.stripe.com/payments/customer-balance/funding-instructions */
import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';

export type FinancialAddress = Stripe.FundingInstructions.BankTransfer.FinancialAddress;
export type TransferType =
  | 'eu_bank_transfer'
  | 'gb_bank_transfer'
  | 'jp_bank_transfer'
  | 'mx_bank_transfer'
  | 'us_bank_transfer';

interface Transfer {
  readonly type: TransferType;
  readonly country: string;
}

const typeByCurrency: Readonly<Record<string, Transfer>> = {
  eur: { type: 'eu_bank_transfer', country: 'DE' },
  gbp: { type: 'gb_bank_transfer', country: 'GB' },
  jpy: { type: 'jp_bank_transfer', country: 'JP' },
  mxn: { type: 'mx_bank_transfer', country: 'MX' },
  usd: { type: 'us_bank_transfer', country: 'US' },
};

/** The bank transfers of a currency, or Stripe's refusal of one that has none. */
export function transferIn(currency: string): Transfer {
  const transfer = typeByCurrency[currency];
  if (transfer !== undefined) return transfer;
  throw errors.invalid(
    `Bank transfers are not available in ${currency}: ${Object.keys(typeByCurrency).join(', ')} are.`,
    'currency',
  );
}

const holder = {
  account_holder_address: {
    city: 'South San Francisco',
    country: 'US',
    line1: '354 Oyster Point Blvd',
    line2: null,
    postal_code: '94080',
    state: 'CA',
  },
  account_holder_name: 'Test merchant',
};

const bank = {
  bank_address: {
    city: 'Testville',
    country: 'US',
    line1: '1 Test Street',
    line2: null,
    postal_code: '12345',
    state: 'CA',
  },
};

/** Every customer has an account number of their own in every currency. */
function digits(customer: string, currency: string, length: number): string {
  const hash = createHash('sha256').update(`${customer} ${currency}`).digest('hex');
  return BigInt(`0x${hash}`).toString().slice(0, length);
}

type Addresses = (number: (length: number) => string, country: string) => FinancialAddress[];

const addresses: Readonly<Record<TransferType, Addresses>> = {
  us_bank_transfer: (number) => [
    {
      aba: {
        ...holder,
        account_number: number(17),
        account_type: 'checking',
        ...bank,
        bank_name: 'US Test Bank',
        routing_number: '999999999',
      },
      supported_networks: ['ach', 'domestic_wire_us'],
      type: 'aba',
    },
    {
      swift: {
        ...holder,
        account_number: number(17),
        account_type: 'checking',
        ...bank,
        bank_name: 'US Test Bank',
        swift_code: 'TESTUS99XXX',
      },
      supported_networks: ['swift'],
      type: 'swift',
    },
  ],
  eu_bank_transfer: (number, country) => [
    {
      iban: { ...holder, ...bank, bic: 'SXPYDEHH', country, iban: `${country}00${number(18)}` },
      supported_networks: ['sepa'],
      type: 'iban',
    },
  ],
  gb_bank_transfer: (number) => [
    {
      sort_code: { ...holder, account_number: number(8), ...bank, sort_code: '123456' },
      supported_networks: ['bacs', 'fps'],
      type: 'sort_code',
    },
  ],
  jp_bank_transfer: (number) => [
    {
      supported_networks: ['zengin'],
      type: 'zengin',
      zengin: {
        ...holder,
        account_number: number(7),
        account_type: 'futsu',
        ...bank,
        bank_code: '0000',
        bank_name: 'Test Bank',
        branch_code: '000',
        branch_name: 'Test Branch',
      },
    },
  ],
  mx_bank_transfer: (number) => [
    {
      spei: { ...holder, ...bank, bank_code: '002', bank_name: 'Test Bank', clabe: number(18) },
      supported_networks: ['spei'],
      type: 'spei',
    },
  ],
};

export function financialAddresses(
  customer: string,
  currency: string,
  { type, country }: Transfer,
): FinancialAddress[] {
  return addresses[type]((length) => digits(customer, currency, length), country);
}
