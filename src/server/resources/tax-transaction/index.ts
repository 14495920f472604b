import { defineResource } from '../../kernel/resource.ts';
import { createFromCalculation } from './commit.ts';
import { createReversal } from './reverse.ts';
import { hiddenFields, type StoredLine, type StoredTransaction } from './stored.ts';

export const taxTransaction = defineResource<StoredTransaction>('tax.transaction', {
  noun: 'tax transaction',
  operations: {
    'tax.transactions.createFromCalculation': createFromCalculation,
    'tax.transactions.createReversal': createReversal,
  },
  hidden: hiddenFields,
});

export const taxTransactionLine = defineResource<StoredLine>('tax.transaction_line_item', { hidden: hiddenFields });
