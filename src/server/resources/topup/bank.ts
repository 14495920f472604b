/** What the bank does with a top-up. */
import type { Awaitable } from '../../kernel/awaitable.ts';
import { next } from '../../kernel/machine.ts';
import type { OutsideAction } from '../../kernel/resource.ts';
import type { Work } from '../../kernel/work.ts';
import { book } from '../balance-transaction/book.ts';
import { machine, type StoredTopup } from './machine.ts';

async function succeed(work: Work, topup: StoredTopup): Promise<StoredTopup> {
  next(machine, topup, 'succeed');
  const { amount, currency, description, id } = topup;
  const transaction = await book(work, {
    type: 'topup',
    reporting_category: 'topup',
    amount,
    currency,
    description,
    source: id,
    available_on: work.now,
  });
  return work.act<StoredTopup>(topup, 'succeed', { balance_transaction: transaction.id });
}

const fail = (work: Work, topup: StoredTopup): Awaitable<StoredTopup> =>
  work.act<StoredTopup>(topup, 'fail', {
    failure_code: topup.fate?.code ?? 'R03',
    failure_message: topup.fate?.message ?? 'no_account',
  });

/** The bank takes the money back. */
async function reverse(work: Work, topup: StoredTopup): Promise<StoredTopup> {
  next(machine, topup, 'reverse');
  const { amount, currency, id } = topup;
  await book(work, {
    type: 'topup_reversal',
    reporting_category: 'topup_reversal',
    amount: -amount,
    currency,
    description: `TOPUP REVERSAL (${id})`,
    source: id,
    available_on: work.now,
  });
  return work.act(topup, 'reverse');
}

export const outside: Readonly<Record<string, OutsideAction<StoredTopup>>> = {
  succeed,
  fail,
  reverse,
  cancel: (work, topup) => work.act(topup, 'cancel'),
};
