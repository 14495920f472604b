import { errors } from '../../kernel/errors.ts';
import type { Machine } from '../../kernel/machine.ts';
import type { StoredRefund } from './stored.ts';

/** Seconds in test mode until the bank names its reference, and until the special test cards change their mind. */
const referenceDelay = 1;
const changeOfMind = 4;

const refusals: Readonly<Record<string, string>> = {
  cancel: 'Canceling this refund is unsupported.',
  expire: 'Only a refund with a status of requires_action can be expired.',
};

/** Refunds to cards. What customers must help with, and what goes to a customer's balance, is not here. */
export const machine: Machine<StoredRefund> = {
  initial: ['succeeded', 'pending'],
  rules: [
    { from: 'pending', action: 'succeed', to: 'succeeded' },
    { from: 'succeeded', action: 'arrive', when: 'hasReference', to: 'succeeded' },
    { from: ['pending', 'succeeded'], action: 'fail', to: 'failed' },
  ],
  guards: {
    hasReference: (refund) => refund.destination_details?.card?.reference_status === 'available',
    awaitsReference: (refund) =>
      refund.course !== 'fails_later' && refund.destination_details?.card?.reference_status === 'pending',
    failsLater: (refund) => refund.course === 'fails_later',
    clearsLater: (refund) => refund.course === 'pending' && !refund.waits,
  },
  timers: [
    { in: 'succeeded', when: 'awaitsReference', after: referenceDelay, soon: true, action: 'arrive' },
    { in: 'succeeded', when: 'failsLater', after: changeOfMind, soon: true, action: 'fail' },
    { in: 'pending', when: 'clearsLater', after: changeOfMind, soon: true, action: 'succeed' },
  ],
  refuse: (action, refund) =>
    errors.invalid(refusals[action] ?? `This refund cannot ${action} while its status is ${refund.status}.`),
};
