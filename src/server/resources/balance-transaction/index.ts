import { defineResource } from '../../kernel/resource.ts';
import type { StoredTransaction } from './book.ts';
import { listTransactions } from './list.ts';

export const balanceTransaction = defineResource<StoredTransaction>('balance_transaction', {
  noun: 'balance transaction',
  initial: { payout: null, uncounted: false },
  seeded: (transaction) => [{ ...transaction, uncounted: true }],
  operations: {
    'balanceTransactions.list': (call) => listTransactions(call, '/v1/balance_transactions'),
    'balance.listHistory': (call) => listTransactions(call, '/v1/balance/history'),
  },
  // The automatic payout that took the money along.
  hidden: ['payout', 'uncounted'],
  derive: (transaction, now) =>
    transaction.status === 'pending' && transaction.available_on <= now
      ? { ...transaction, status: 'available' }
      : transaction,
});
