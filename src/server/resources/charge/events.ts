import { type EventRule, on } from '../../kernel/events.ts';
import { isTransferred, type StoredCharge } from './stored.ts';

/** Changes that `charge.updated` tells; captures, refunds and disputes have events of their own. */
const told: readonly (keyof StoredCharge)[] = [
  'amount',
  'balance_transaction',
  'customer',
  'description',
  'fraud_details',
  'metadata',
  'receipt_email',
  'receipt_url',
  'shipping',
  'transfer_group',
];

const becomes = (status: string, before: StoredCharge | undefined, after: StoredCharge | undefined): boolean =>
  after?.status === status && before?.status !== status;
const isCaptured = (before: StoredCharge, after: StoredCharge): boolean => !before.captured && after.captured;
const isExpired = (before: StoredCharge, after: StoredCharge): boolean => !before.expired && after.expired;

export const events: readonly EventRule<StoredCharge>[] = [
  on.create('charge.pending', (charge) => charge.status === 'pending'),
  // What a transfer brings was told as `payment.created` once, a type that Stripe has never documented.
  {
    type: 'charge.succeeded',
    previous: false,
    when: (before, after) => becomes('succeeded', before, after) && after !== undefined && !isTransferred(after),
  },
  { type: 'charge.failed', previous: false, when: (before, after) => becomes('failed', before, after) },
  on.change('charge.captured', isCaptured),
  on.change('charge.expired', isExpired),
  on.change(
    'charge.refunded',
    (before, after) =>
      after.amount_refunded > before.amount_refunded && !isExpired(before, after) && !isTransferred(after),
  ),
  on.change(
    'charge.updated',
    (before, after) =>
      before.status === after.status &&
      !isCaptured(before, after) &&
      told.some((field) => before[field] !== after[field]),
  ),
];
