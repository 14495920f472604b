import type Stripe from 'stripe';
import { StripeError } from '../../kernel/errors.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, StoredObject } from '../../kernel/work.ts';
import { accept } from './accept.ts';
import { answer } from './answer.ts';
import { outside } from './bank.ts';
import { events } from './events.ts';
import { machine } from './machine.ts';
import type { StoredDispute } from './stored.ts';

/** The dispute that the path names, by itself or by its charge. */
async function named({ work, targets }: Call<object>): Promise<StoredDispute> {
  const target = targets[0] as StoredObject & { readonly dispute?: string };
  if (target.object === 'dispute') return target as unknown as StoredDispute;
  const dispute = target.dispute ? await work.get<StoredDispute>('dispute', target.dispute) : undefined;
  if (dispute !== undefined) return dispute;
  throw new StripeError(404, { type: 'invalid_request_error', message: `No dispute for charge: ${target.id}` });
}

const retrieve = (call: Call<object>): Promise<StoredDispute> => named(call);

const update = async (call: Call<Stripe.DisputeUpdateParams>): Promise<StoredDispute> =>
  answer(call.work, await named(call), call.params);

const close = async (call: Call<object>): Promise<StoredDispute> => accept(call.work, await named(call));

/** The money's own status moves on while the copy in the dispute stays. */
function current(dispute: StoredDispute, now: number): StoredDispute {
  const due = ({ status, available_on }: Stripe.BalanceTransaction): boolean =>
    status === 'pending' && available_on <= now;
  const { balance_transactions: moved } = dispute;
  if (!moved.some(due)) return dispute;
  return {
    ...dispute,
    balance_transactions: moved.map((each) => (due(each) ? { ...each, status: 'available' } : each)),
  };
}

export const dispute = defineResource<StoredDispute>('dispute', {
  machine,
  events,
  outside,
  operations: {
    'disputes.update': update,
    'disputes.close': close,
    'charges.retrieveDispute': retrieve,
    'charges.updateDispute': update,
    'charges.closeDispute': close,
  },
  hidden: ['smart_disputes'],
  derive: current,
});
