/** Which bank account pays for a top-up. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { newBankAccount } from '../bank-account/bank-account.ts';
import { namedBankAccounts } from '../bank-account/test-numbers.ts';
import { accountOutcome } from '../payment-method/account-outcome.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { fateOf as payoutFate } from '../payout/fate.ts';
import { spendToken } from '../token/spend.ts';
import { type Fate, fateOf } from './fate.ts';

interface Payer {
  readonly source: Stripe.Source | null;
  readonly fate: Fate | null;
}

/** The bank account of the sandbox itself: nobody could choose one without a dashboard. */
const own: Payer = { source: null, fate: null };

/** Bank accounts are shown as the Sources they once were. */
function shown(work: Work, bank: Stripe.BankAccount, currency: string): Stripe.Source {
  const { account_holder_name: name, account_holder_type: type, bank_name, country, fingerprint } = bank;
  return {
    ...work.blank<Stripe.Source>('source'),
    ach_debit: { bank_name, country, fingerprint, last4: bank.last4, routing_number: bank.routing_number, type },
    amount: null,
    client_secret: `src_client_secret_${work.token(24)}`,
    code_verification: { attempts_remaining: 3, status: 'succeeded' },
    currency,
    flow: 'code_verification',
    metadata: {},
    owner: {
      address: null,
      email: null,
      name,
      phone: null,
      verified_address: null,
      verified_email: null,
      verified_name: null,
      verified_phone: null,
    },
    statement_descriptor: null,
    status: 'chargeable',
    type: 'ach_debit',
    usage: 'reusable',
  };
}

async function bankOf(work: Work, id: string): Promise<Stripe.BankAccount> {
  const named = Object.hasOwn(namedBankAccounts, id) ? namedBankAccounts[id] : undefined;
  if (named !== undefined) return newBankAccount(work, named);
  const token = await work.get<Stripe.Token>('token', id);
  if (token?.bank_account === undefined) throw errors.missing('source', id, 'source', 'parameter');
  await spendToken(work, id, 'source');
  return token.bank_account;
}

/** A Source is ready as it is; how its bank answers is nobody's to say but the control API's. */
async function bySource(work: Work, id: string): Promise<Payer> {
  const source = await work.find<Stripe.Source>('source', id, 'source');
  if (source.type !== 'ach_debit') throw errors.invalid('Top-ups are paid by bank accounts.', 'source');
  if (source.status !== 'chargeable')
    throw errors.invalid(`The source ${id} is not in a chargeable state.`, 'source', 'resource_missing');
  return { source, fate: null };
}

async function byMethod(work: Work, id: string): Promise<Payer> {
  const { type, test_account } = await work.find<StoredPaymentMethod>('payment_method', id, 'payment_method');
  if (type === 'card') throw errors.invalid('Top-ups are paid by bank accounts.', 'payment_method');
  const { debit } = accountOutcome(type, test_account);
  return { source: null, fate: debit.answer === 'fails' ? fateOf(debit.code) : null };
}

interface Sent {
  readonly currency: string;
  readonly payment_method?: string | undefined;
  readonly source?: string | undefined;
}

export async function payerOf(work: Work, { currency, payment_method, source }: Sent): Promise<Payer> {
  if (payment_method !== undefined && source !== undefined) throw errors.exclusive(['payment_method', 'source']);
  if (payment_method !== undefined) return byMethod(work, payment_method);
  if (source === undefined) return own;
  if (source.startsWith('src_')) return bySource(work, source);
  const bank = await bankOf(work, source);
  if (bank.currency !== currency) {
    throw errors.invalid(`The source ${source} pays in ${bank.currency}, and the top-up is in ${currency}.`, 'source');
  }
  return { source: shown(work, bank, currency), fate: fateOf(payoutFate(bank)) };
}
