/** The older paths below a charge. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, StoredObject } from '../../kernel/work.ts';
import type { StoredCharge } from '../charge/stored.ts';
import { refundCharge } from './create.ts';
import { checkOptions, type RefundParams } from './operations.ts';
import type { StoredRefund } from './stored.ts';

export async function createOnCharge({ work, params, targets }: Call<RefundParams>): Promise<StoredObject> {
  const charge = targets[0] as StoredCharge;
  checkOptions(charge, params);
  return refundCharge(work, charge, params);
}

/** Answers the charge instead of the refund. */
export async function refundWholeCharge(call: Call<RefundParams>): Promise<StoredObject> {
  await createOnCharge(call);
  const [charge] = call.targets as [StoredCharge];
  return call.work.find<StoredCharge>('charge', charge.id, 'charge');
}

function ownRefund({ targets, ids }: Pick<Call, 'targets' | 'ids'>): StoredRefund {
  const [charge, refund] = targets as [StoredCharge, StoredRefund];
  if (refund.charge !== charge.id) throw errors.missing('refund', ids.refund ?? refund.id, 'refund', 'path');
  return refund;
}

export async function retrieveOnCharge(call: Call): Promise<StoredObject> {
  return ownRefund(call);
}

export async function updateOnCharge(call: Call<Stripe.RefundUpdateParams>): Promise<StoredObject> {
  const refund = ownRefund(call);
  return call.work.update(refund, { metadata: mergeMetadata(refund.metadata ?? {}, call.params.metadata) });
}
