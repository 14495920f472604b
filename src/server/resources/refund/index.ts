import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { outside } from './bank.ts';
import { machine } from './machine.ts';
import { createOnCharge, refundWholeCharge, retrieveOnCharge, updateOnCharge } from './on-charge.ts';
import { cancelRefund, createRefund, expireRefund } from './operations.ts';
import type { StoredRefund } from './stored.ts';
import { payWaiting } from './uncovered.ts';

/** A reversed transfer is told of by the transfer alone. */
const isOfCustomer = (refund: StoredRefund): boolean => !refund.source_transfer_reversal;

export const refund = defineResource<StoredRefund>('refund', {
  otherPrefixes: ['pyr'],
  machine,
  events: [
    on.create('refund.created', isOfCustomer),
    on.enter('failed', 'refund.failed', { previous: true }),
    on.change('refund.updated'),
    on.change('charge.refund.updated'),
  ],
  operations: {
    'refunds.create': createRefund,
    'refunds.cancel': cancelRefund,
    'testHelpers.refunds.expire': expireRefund,
    'charges.refund': refundWholeCharge,
    'charges.createRefund': createOnCharge,
    'charges.retrieveRefund': retrieveOnCharge,
    'charges.updateRefund': updateOnCharge,
  },
  outside,
  reactions: { balance: payWaiting },
  initial: { waits: false },
  hidden: ['course', 'waits'],
});
