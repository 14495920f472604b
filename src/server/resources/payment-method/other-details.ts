/** The hash of a payment method that is no card: what was sent, under Stripe's fields. */
import type { Work } from '../../kernel/work.ts';
import { bare } from '../bank-account/digits.ts';
import { fingerprintOf } from './fingerprint.ts';
import { bankOf } from './iban-banks.ts';
import { methodType } from './types.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Of types that are not emulated: what their hash holds until something is sent. Those of all others are empty. */
const fieldsByType: Readonly<Record<string, Fields>> = {
  boleto: { tax_id: '' },
  custom: { display_name: null, logo: null, type: '' },
  fpx: { account_holder_type: null, bank: 'uob' },
  kr_card: { brand: null, last4: null },
  naver_pay: { buyer_id: null, funding: 'card' },
  nz_bank_account: {
    account_holder_name: null,
    bank_code: '',
    bank_name: 'STRIPE TEST BANK',
    branch_code: '',
    last4: '',
    suffix: null,
  },
  payto: { bsb_number: null, last4: null, pay_id: null },
  sofort: { country: null },
  upi: { vpa: null },
};

/** Without the spaces and dashes that people put in. */
export const bareNumber = (value: unknown): string | undefined => (typeof value === 'string' ? bare(value) : undefined);

/** The IBAN or the account number that was sent. */
export function accountNumber(sent: Fields | undefined): string | undefined {
  return bareNumber(sent?.iban)?.toUpperCase() ?? bareNumber(sent?.account_number);
}

export function otherDetails(work: Work, type: string, sent: Fields | undefined): Fields {
  const { fields = fieldsByType[type], numbers = {} } = methodType(type) ?? {};
  if (fields === undefined) return {};
  const details: Record<string, unknown> = { ...fields };
  for (const [name, value] of Object.entries(sent ?? {}))
    if (name in fields) details[name] = name in numbers ? bareNumber(value) : value;
  const account = accountNumber(sent);
  if (account !== undefined) {
    if ('last4' in fields) details.last4 = account.slice(-4);
    if ('fingerprint' in fields) details.fingerprint = fingerprintOf(work, account);
  }
  if (sent?.iban !== undefined && account !== undefined)
    Object.assign(details, bankOf(account), { country: account.slice(0, 2) });
  return details;
}
