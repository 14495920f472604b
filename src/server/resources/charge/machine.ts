import type { Machine } from '../../kernel/machine.ts';
import type { StoredCharge } from './stored.ts';

/** Seconds for which the networks hold an authorization made online. */
export const holdLife = 7 * 86_400;

/** Seconds that asynchronous capture takes in test mode. */
const settlementDelay = 2;

const isHeld = (charge: StoredCharge): boolean => !charge.captured && !charge.refunded;

/** A charge keeps its status from the first moment on; what changes is whether it is captured and settled. */
export const machine: Machine<StoredCharge> = {
  initial: ['succeeded', 'failed'],
  rules: [
    { from: 'succeeded', action: 'capture', to: 'succeeded' },
    { from: 'succeeded', action: 'settle', to: 'succeeded' },
    { from: 'succeeded', action: 'expire', to: 'succeeded' },
  ],
  guards: {
    isUnsettled: (charge) => charge.unsettled,
    // The hold of a PaymentIntent ends with the intent.
    isHeldAlone: (charge) => isHeld(charge) && charge.payment_intent === null,
  },
  timers: [
    { in: 'succeeded', when: 'isUnsettled', after: settlementDelay, soon: true, action: 'settle' },
    { in: 'succeeded', when: 'isHeldAlone', after: holdLife, action: 'expire' },
  ],
};
