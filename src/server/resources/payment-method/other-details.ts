/** The hash of a payment method that is no card: what was sent, under Stripe's fields. How banks behave is not emulated yet. */
import type { Work } from '../../kernel/work.ts';
import { fingerprintOf } from './fingerprint.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Types whose hash has fields, with what they hold until something is sent; those of all others are empty. */
const fieldsByType: Readonly<Record<string, Fields>> = {
  acss_debit: { bank_name: null, fingerprint: null, institution_number: null, last4: null, transit_number: null },
  au_becs_debit: { bsb_number: null, fingerprint: null, last4: null },
  bacs_debit: { fingerprint: null, last4: null, sort_code: null },
  boleto: { tax_id: '' },
  cashapp: { buyer_id: null, cashtag: null },
  custom: { display_name: null, logo: null, type: '' },
  eps: { bank: null },
  fpx: { account_holder_type: null, bank: 'uob' },
  ideal: { bank: null, bic: null },
  klarna: { dob: null },
  kr_card: { brand: null, last4: null },
  link: { email: null },
  naver_pay: { buyer_id: null, funding: 'card' },
  nz_bank_account: {
    account_holder_name: null,
    bank_code: '',
    bank_name: 'STRIPE TEST BANK',
    branch_code: '',
    last4: '',
    suffix: null,
  },
  p24: { bank: null },
  paypal: { country: null, payer_email: null, payer_id: null },
  payto: { bsb_number: null, last4: null, pay_id: null },
  sepa_debit: {
    bank_code: null,
    branch_code: null,
    country: null,
    fingerprint: null,
    generated_from: null,
    last4: null,
  },
  sofort: { country: null },
  upi: { vpa: null },
  us_bank_account: {
    account_holder_type: null,
    account_type: 'checking',
    bank_name: 'STRIPE TEST BANK',
    financial_connections_account: null,
    fingerprint: null,
    last4: null,
    networks: { preferred: 'ach', supported: ['ach'] },
    routing_number: null,
    status_details: {},
  },
};

const spaces = / /g;

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.replace(spaces, '') : undefined;

/** The IBAN or the account number that was sent, without spaces. */
export function accountNumber(sent: Fields | undefined): string | undefined {
  return textOf(sent?.iban) ?? textOf(sent?.account_number);
}

export function otherDetails(work: Work, type: string, sent: Fields | undefined): Fields {
  const fields = fieldsByType[type];
  if (fields === undefined) return {};
  const details: Record<string, unknown> = { ...fields };
  for (const [name, value] of Object.entries(sent ?? {})) if (name in fields) details[name] = value;
  const iban = textOf(sent?.iban);
  const account = accountNumber(sent);
  if (account !== undefined) {
    if ('last4' in fields) details.last4 = account.slice(-4);
    if ('fingerprint' in fields) details.fingerprint = fingerprintOf(work, account);
  }
  if (iban !== undefined) details.country = iban.slice(0, 2).toUpperCase();
  return details;
}
