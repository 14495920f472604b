/** What the bank does with a refund. */
import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import { oneOf, readFacts } from '../../kernel/facts.ts';
import { type Facts, next } from '../../kernel/machine.ts';
import type { OutsideAction } from '../../kernel/resource.ts';
import type { Work } from '../../kernel/work.ts';
import { returnMoney } from './create.ts';
import { machine } from './machine.ts';
import type { StoredRefund } from './stored.ts';

const failureReason = oneOf([
  'charge_for_pending_refund_disputed',
  'declined',
  'expired_or_canceled_card',
  'insufficient_funds',
  'lost_or_stolen_card',
  'merchant_request',
  'unknown',
]);

/** The acquirer's reference, by which the cardholder can ask for the money. */
function arrived(work: Work, refund: StoredRefund): Partial<StoredRefund> {
  const { card } = refund.destination_details ?? {};
  if (card === undefined || card.reference_status === 'available') return {};
  const reference = `${1 + work.number(9)}${String(work.number(1e9)).padStart(9, '0')}${String(work.number(1e6)).padStart(6, '0')}`;
  const details: Stripe.Refund.DestinationDetails = {
    card: { reference, ...card, reference_status: 'available' },
    type: 'card',
  };
  return { destination_details: details };
}

const arrive = (work: Work, refund: StoredRefund): Awaitable<StoredRefund> =>
  work.act(refund, 'arrive', arrived(work, refund));

const succeed = (work: Work, refund: StoredRefund): Awaitable<StoredRefund> =>
  work.act<StoredRefund>(refund, 'succeed', { ...arrived(work, refund), pending_reason: undefined, waits: false });

/** Fact `failure_reason`, `expired_or_canceled_card` when left out. */
async function fail(work: Work, refund: StoredRefund, facts: Facts): Promise<StoredRefund> {
  const { failure_reason = 'expired_or_canceled_card' } = readFacts(facts, { failure_reason: failureReason });
  next(machine, refund, 'fail');
  // The money that comes back is not to send it out after all.
  if (refund.waits) await work.update<StoredRefund>(refund, { waits: false });
  const failure_balance_transaction = await returnMoney(work, refund);
  return work.act<StoredRefund>(refund, 'fail', {
    ...(failure_balance_transaction !== undefined && { failure_balance_transaction }),
    failure_reason,
  });
}

export const outside: Readonly<Record<string, OutsideAction<StoredRefund>>> = { arrive, succeed, fail };
