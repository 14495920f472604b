import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { fingerprintOf } from '../payment-method/fingerprint.ts';
import { checkRoutingNumber } from '../payment-method/routing-number.ts';

export interface BankAccountEntry {
  readonly account_holder_name?: string | undefined;
  readonly account_holder_type?: string | undefined;
  readonly account_number?: string | undefined;
  readonly account_type?: string | undefined;
  readonly country?: string | undefined;
  readonly currency?: string | undefined;
  readonly routing_number?: string | undefined;
}

const homeCurrencies: Readonly<Record<string, string>> = {
  AU: 'aud',
  CA: 'cad',
  CH: 'chf',
  GB: 'gbp',
  JP: 'jpy',
  US: 'usd',
};

/** Not stored yet, and nobody's. */
export function newBankAccount(work: Work, entry: BankAccountEntry): Stripe.BankAccount {
  const { account_number, country = 'US', routing_number } = entry;
  if (account_number === undefined) throw errors.parameterMissing('bank_account[account_number]');
  if (country === 'US') {
    if (routing_number === undefined) throw errors.parameterMissing('bank_account[routing_number]');
    checkRoutingNumber(routing_number, 'bank_account[routing_number]');
  }
  return {
    id: work.newId('bank_account'),
    object: 'bank_account',
    account_holder_name: entry.account_holder_name ?? null,
    account_holder_type: entry.account_holder_type ?? null,
    account_type: entry.account_type ?? null,
    bank_name: 'STRIPE TEST BANK',
    country,
    currency: entry.currency ?? homeCurrencies[country] ?? 'eur',
    fingerprint: fingerprintOf(work, `${routing_number ?? ''} ${account_number}`),
    last4: account_number.slice(-4),
    metadata: {},
    routing_number: routing_number ?? null,
    status: 'new',
  };
}
