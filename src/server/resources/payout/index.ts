import { type EventRule, on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { outside } from './bank.ts';
import { machine } from './machine.ts';
import { cancelPayout, createPayout, reversePayout } from './operations.ts';
import type { StoredPayout } from './stored.ts';

/** The ends of a payout have events of their own. */
const isPlainUpdate = (before: StoredPayout, after: StoredPayout): boolean =>
  (before.status === after.status || after.status === 'in_transit') &&
  before.reconciliation_status === after.reconciliation_status;

const events: readonly EventRule<StoredPayout>[] = [
  on.create('payout.created'),
  on.change('payout.updated', isPlainUpdate),
  on.enter('paid', 'payout.paid'),
  on.enter('failed', 'payout.failed'),
  on.enter('canceled', 'payout.canceled'),
  on.enter('completed', 'payout.reconciliation_completed', { field: 'reconciliation_status' }),
];

export const payout = defineResource<StoredPayout>('payout', {
  machine,
  events,
  operations: { 'payouts.create': createPayout, 'payouts.cancel': cancelPayout, 'payouts.reverse': reversePayout },
  outside,
  hidden: ['fate'],
});
