/** What the bank does with a payout. */
import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import { oneOf, readFacts } from '../../kernel/facts.ts';
import { type Facts, next } from '../../kernel/machine.ts';
import type { OutsideAction } from '../../kernel/resource.ts';
import type { Work } from '../../kernel/work.ts';
import { book } from '../balance-transaction/book.ts';
import { fail as failBank } from '../bank-account/fail.ts';
import { cancel, reverse } from './call-back.ts';
import { failureMessages } from './fate.ts';
import { machine } from './machine.ts';
import type { StoredPayout } from './stored.ts';

const failureCode = oneOf(Object.keys(failureMessages));

const submit = (work: Work, payout: StoredPayout): Awaitable<StoredPayout> => work.act(payout, 'submit');

/** It is at the bank; a moment later Stripe knows the bank's reference, and the transactions of it can be listed. */
async function pay(work: Work, payout: StoredPayout): Promise<StoredPayout> {
  const paid = await work.act(payout, 'pay');
  const traced = await work.update(paid, {
    trace_id: { status: 'supported', value: `${110000000}${String(work.number(1e9)).padStart(9, '0')}` },
  });
  return payout.automatic ? work.update(traced, { reconciliation_status: 'completed' }) : traced;
}

/** Automatic payouts to this bank stop until somebody corrects it. */
async function markErrored(work: Work, id: string): Promise<void> {
  const bank = await work.get<Stripe.BankAccount>('bank_account', id);
  if (bank !== undefined && bank.status !== 'errored' && bank.status !== 'verification_failed') {
    await failBank(work, bank);
  }
}

/** Fact `failure_code`; that of the test number, or `could_not_process`, when left out. */
async function fail(work: Work, payout: StoredPayout, facts: Facts): Promise<StoredPayout> {
  const { failure_code: code = payout.fate ?? 'could_not_process' } = readFacts(facts, { failure_code: failureCode });
  next(machine, payout, 'fail');
  const transaction = await book(work, {
    type: 'payout_failure',
    reporting_category: 'payout_reversal',
    amount: payout.amount,
    currency: payout.currency,
    description: `PAYOUT FAILURE (${payout.id})`,
    source: payout.id,
    available_on: work.now,
  });
  const failed = await work.act<StoredPayout>(payout, 'fail', {
    failure_balance_transaction: transaction.id,
    failure_code: code,
    failure_message: failureMessages[code] ?? null,
  });
  await markErrored(work, String(payout.destination));
  return failed;
}

/** Canceling and reversing is the account's own doing; here as if in the Dashboard. */
export const outside: Readonly<Record<string, OutsideAction<StoredPayout>>> = {
  submit,
  pay,
  fail,
  cancel,
  reverse: (work, payout) => reverse(work, payout),
};
