import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { currencyOf } from '../account/countries.ts';
import { fingerprintOf } from '../payment-method/fingerprint.ts';
import { compact } from './iban.ts';
import { checkNumbers } from './numbers.ts';

export interface BankAccountEntry {
  readonly account_holder_name?: string | undefined;
  readonly account_holder_type?: string | undefined;
  readonly account_number?: string | undefined;
  readonly account_type?: string | undefined;
  readonly country?: string | undefined;
  readonly currency?: string | undefined;
  readonly routing_number?: string | undefined;
}

/** Not stored yet, and nobody's. Refuses numbers that no bank has. */
export function newBankAccount(work: Work, entry: BankAccountEntry, param = 'bank_account'): Stripe.BankAccount {
  const { account_number: sent, country: sentCountry = 'US', routing_number } = entry;
  const country = sentCountry.toUpperCase();
  if (sent === undefined) throw errors.parameterMissing(`${param}[account_number]`);
  checkNumbers({ account_number: sent, country, routing_number }, param);
  const account_number = compact(sent);
  return {
    id: work.newId('bank_account'),
    object: 'bank_account',
    account_holder_name: entry.account_holder_name ?? null,
    account_holder_type: entry.account_holder_type ?? null,
    account_type: entry.account_type ?? null,
    bank_name: 'STRIPE TEST BANK',
    country,
    currency: entry.currency ?? currencyOf(country),
    fingerprint: fingerprintOf(work, `${routing_number ?? ''} ${account_number}`),
    last4: account_number.slice(-4),
    metadata: {},
    routing_number: routing_number ?? null,
    status: 'new',
  };
}
