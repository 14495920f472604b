import type { Machine } from '../../kernel/machine.ts';
import type { StoredCharge } from './stored.ts';

/** Seconds for which the networks hold an authorization made online. */
export const holdLife = 7 * 86_400;

/** Seconds that asynchronous capture takes in test mode. */
const settlementDelay = 2;

const isHeld = (charge: StoredCharge): boolean => !charge.captured && !charge.refunded;

/** What a bank answers at once keeps its status: what changes is whether it is captured and settled. Debits wait for it. */
export const machine: Machine<StoredCharge> = {
  initial: ['pending', 'succeeded', 'failed'],
  rules: [
    { from: 'pending', action: 'clear', to: 'succeeded' },
    { from: 'pending', action: 'bounce', to: 'failed' },
    { from: 'succeeded', action: 'capture', to: 'succeeded' },
    { from: 'succeeded', action: 'settle', to: 'succeeded' },
    { from: 'succeeded', action: 'expire', to: 'succeeded' },
  ],
  guards: {
    isUnsettled: (charge) => charge.unsettled,
    clearsSoon: ({ clearing }) => clearing?.answer === 'clears' && clearing.soon,
    clearsLate: ({ clearing }) => clearing?.answer === 'clears' && !clearing.soon,
    failsSoon: ({ clearing }) => clearing?.answer === 'fails' && clearing.soon,
    failsLate: ({ clearing }) => clearing?.answer === 'fails' && !clearing.soon,
    // The hold of a PaymentIntent ends with the intent.
    isHeldAlone: (charge) => isHeld(charge) && charge.payment_intent === null,
  },
  timers: [
    { in: 'pending', when: 'clearsSoon', at: 'clearing.at', soon: true, action: 'clear' },
    { in: 'pending', when: 'clearsLate', at: 'clearing.at', action: 'clear' },
    { in: 'pending', when: 'failsSoon', at: 'clearing.at', soon: true, action: 'bounce' },
    { in: 'pending', when: 'failsLate', at: 'clearing.at', action: 'bounce' },
    { in: 'succeeded', when: 'isUnsettled', after: settlementDelay, soon: true, action: 'settle' },
    { in: 'succeeded', when: 'isHeldAlone', after: holdLife, action: 'expire' },
  ],
};
