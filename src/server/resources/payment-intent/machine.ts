/** https://docs.stripe.com/payments/paymentintents/lifecycle */
import type { StripeError } from '../../kernel/errors.ts';
import type { Machine } from '../../kernel/machine.ts';
import { holdLife } from '../charge/machine.ts';
import { holds } from './method-types.ts';
import { unexpectedState } from './refusals.ts';
import type { StoredIntent } from './stored.ts';

/** What a confirmation led to, as its fact `result`. */
export type Result = 'challenged' | 'declined' | 'approved';

/** Neither paid nor given up. */
export const open = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

export const machine: Machine<StoredIntent> = {
  initial: ['requires_payment_method', 'requires_confirmation'],
  rules: [
    { from: open, action: 'provide_payment_method', to: 'requires_confirmation' },
    { from: open, action: 'confirm', when: 'challenged', to: 'requires_action' },
    { from: open, action: 'confirm', when: 'declined', to: 'requires_payment_method' },
    { from: open, action: 'confirm', when: 'onHold', to: 'requires_capture' },
    { from: open, action: 'confirm', to: 'succeeded' },
    { from: 'requires_action', action: 'authenticate', when: 'confirmedByServer', to: 'requires_confirmation' },
    { from: 'requires_action', action: 'authenticate', when: 'declined', to: 'requires_payment_method' },
    { from: 'requires_action', action: 'authenticate', when: 'onHold', to: 'requires_capture' },
    { from: 'requires_action', action: 'authenticate', to: 'succeeded' },
    { from: 'requires_action', action: 'fail_authentication', to: 'requires_payment_method' },
    { from: 'requires_capture', action: 'increment', to: 'requires_capture' },
    { from: 'requires_capture', action: 'capture', to: 'succeeded' },
    { from: [...open, 'requires_capture'], action: 'cancel', to: 'canceled' },
    { from: 'requires_capture', action: 'expire', to: 'canceled' },
  ],
  guards: {
    challenged: (_intent, { result }) => result === 'challenged',
    declined: (_intent, { result }) => result === 'declined',
    onHold: holds,
    confirmedByServer: (intent) => intent.confirmation_method === 'manual',
  },
  timers: [{ in: 'requires_capture', after: holdLife, action: 'expire' }],
  refuse: (action, intent): StripeError => unexpectedState(action, intent),
};
