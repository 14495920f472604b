/** https://docs.stripe.com/connect/top-ups */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Machine } from '../../kernel/machine.ts';
import type { Fate } from './fate.ts';

export interface StoredTopup extends Stripe.Topup {
  /** The bank's answer that awaits it; never shown. */
  readonly fate: Fate | null;
}

/** Seconds until the bank has answered in test mode. */
const answered = 2;

export const machine: Machine<StoredTopup> = {
  initial: ['pending'],
  rules: [
    { from: 'pending', action: 'succeed', to: 'succeeded' },
    { from: 'pending', action: 'fail', to: 'failed' },
    { from: 'pending', action: 'cancel', to: 'canceled' },
    { from: 'succeeded', action: 'reverse', to: 'reversed' },
  ],
  guards: { succeeds: ({ fate }) => fate === null, fails: ({ fate }) => fate !== null },
  timers: [
    { in: 'pending', when: 'succeeds', after: answered, soon: true, action: 'succeed' },
    { in: 'pending', when: 'fails', after: answered, soon: true, action: 'fail' },
  ],
  refuse: (action, topup) =>
    errors.invalid(
      action === 'cancel'
        ? `Top-up ${topup.id} cannot be canceled: only pending ones can, and it is ${topup.status}.`
        : `This topup cannot ${action} while its status is ${topup.status}.`,
    ),
};
