import { errors } from '../../kernel/errors.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Work } from '../../kernel/work.ts';
import { disputeCharge } from '../dispute/open.ts';
import { openEarlyFraudWarning } from '../early-fraud-warning/open.ts';
import { expireHold } from './capture.ts';
import { captureCharge } from './capture-operation.ts';
import { bounce, clear } from './clear.ts';
import { createCharge } from './create-operation.ts';
import { events } from './events.ts';
import { machine } from './machine.ts';
import { settleCharge } from './settle.ts';
import { hiddenFields, type StoredCharge } from './stored.ts';
import { updateCharge } from './update.ts';

/** The asynchronous capture is done. */
async function settle(work: Work, charge: StoredCharge): Promise<StoredCharge> {
  if (!charge.unsettled) throw errors.invalid(`Charge ${charge.id} has nothing left to settle.`);
  return settleCharge(work, charge);
}

async function expire(work: Work, charge: StoredCharge): Promise<StoredCharge> {
  if (charge.captured || charge.refunded) throw errors.invalid(`Charge ${charge.id} holds no money that could expire.`);
  if (charge.payment_intent !== null) throw errors.invalid(`Charge ${charge.id} expires with its PaymentIntent.`);
  return expireHold(work, charge);
}

export const charge = defineResource<StoredCharge>('charge', {
  otherPrefixes: ['py'],
  initial: {
    destination: null,
    dispute: null,
    order: null,
    fraud_details: {},
    radar_options: {},
    aftermath: { afterCharge: [], bypassPending: false, refund: 'succeeded' },
    unsettled: false,
    expired: false,
    clearing: null,
  },
  machine,
  events,
  operations: {
    'charges.create': createCharge,
    'charges.update': updateCharge,
    'charges.capture': captureCharge,
  },
  outside: {
    clear,
    bounce,
    settle,
    expire,
    dispute: disputeCharge,
    warn: (work, object) => openEarlyFraudWarning(work, object),
  },
  hidden: hiddenFields,
});
