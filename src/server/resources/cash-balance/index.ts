import type { EventRule } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { fundCashBalance } from './fund.ts';
import { createFundingInstructions, retrieve, update } from './operations.ts';
import { hiddenFields, type StoredCashBalance } from './stored.ts';

/** What is left once the payments that waited have got theirs. */
const events: readonly EventRule<StoredCashBalance>[] = [
  {
    type: 'cash_balance.funds_available',
    previous: false,
    when: (before, after) => (after?.announced ?? 0) > (before?.announced ?? 0),
  },
];

export const cashBalance = defineResource<StoredCashBalance>('cash_balance', {
  hidden: hiddenFields,
  events,
  operations: {
    'customers.retrieveCashBalance': retrieve,
    'customers.updateCashBalance': update,
    'customers.createFundingInstructions': createFundingInstructions,
    'testHelpers.customers.fundCashBalance': fundCashBalance,
  },
});
