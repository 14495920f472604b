/** https://docs.stripe.com/payments/paymentintents/lifecycle */
import type { StripeError } from '../../kernel/errors.ts';
import type { Machine } from '../../kernel/machine.ts';
import { bounceDelay, verificationTime } from '../payment-method/micro-deposits.ts';
import { unexpectedState } from './refusals.ts';
import type { StoredSetupIntent } from './stored.ts';

/** What a confirmation led to, as its fact `result`. */
export type Result = 'waits' | 'declined' | 'processes' | 'approved';

/** Neither set up, nor on the way to it, nor given up. */
export const open = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

export const machine: Machine<StoredSetupIntent> = {
  initial: ['requires_payment_method', 'requires_confirmation'],
  rules: [
    { from: open, action: 'provide_payment_method', to: 'requires_confirmation' },
    { from: open, action: 'confirm', when: 'waits', to: 'requires_action' },
    { from: open, action: 'confirm', when: 'declined', to: 'requires_payment_method' },
    { from: open, action: 'confirm', when: 'processes', to: 'processing' },
    { from: open, action: 'confirm', to: 'succeeded' },
    { from: 'requires_action', action: 'authenticate', when: 'awaitsPayer', to: 'succeeded' },
    { from: 'requires_action', action: 'fail_authentication', when: 'awaitsPayer', to: 'requires_payment_method' },
    { from: 'requires_action', action: 'abandon', when: 'awaitsPayer', to: 'requires_payment_method' },
    { from: 'requires_action', action: 'verify', when: 'awaitsDeposits', to: 'succeeded' },
    { from: 'requires_action', action: 'exceed_attempts', when: 'awaitsDeposits', to: 'requires_payment_method' },
    { from: 'requires_action', action: 'time_out', when: 'awaitsDeposits', to: 'requires_payment_method' },
    { from: 'requires_action', action: 'bounce', when: 'awaitsDeposits', to: 'requires_payment_method' },
    { from: 'processing', action: 'settle', to: 'succeeded' },
    { from: 'processing', action: 'fail', to: 'requires_payment_method' },
    { from: open, action: 'cancel', to: 'canceled' },
  ],
  guards: {
    waits: (_intent, { result }) => result === 'waits',
    declined: (_intent, { result }) => result === 'declined',
    processes: (_intent, { result }) => result === 'processes',
    awaitsPayer: ({ awaits }) => awaits === 'cardholder' || awaits === 'payer',
    awaitsDeposits: ({ awaits }) => awaits === 'deposits',
    depositsBounce: ({ awaits, deposits_bounce }) => awaits === 'deposits' && deposits_bounce === true,
  },
  timers: [
    { in: 'requires_action', when: 'awaitsDeposits', after: verificationTime, action: 'time_out' },
    { in: 'requires_action', when: 'depositsBounce', after: bounceDelay, soon: true, action: 'bounce' },
  ],
  refuse: (action, intent): StripeError => unexpectedState(action, intent),
};
