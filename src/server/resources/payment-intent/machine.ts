/** https://docs.stripe.com/payments/paymentintents/lifecycle */
import type { StripeError } from '../../kernel/errors.ts';
import type { Guard, Machine } from '../../kernel/machine.ts';
import { holdLife } from '../charge/machine.ts';
import { bounceDelay, verificationTime } from '../payment-method/micro-deposits.ts';
import { holds } from './method-types.ts';
import { unexpectedState } from './refusals.ts';
import type { StoredIntent } from './stored.ts';

/** What a confirmation led to, as its fact `result`. */
export type Result = 'challenged' | 'declined' | 'processes' | 'held' | 'paid' | 'approved';

/** Neither paid nor given up. */
export const open = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

const awaitsPayer = ({ awaits }: StoredIntent): boolean => !awaits || awaits === 'payer';

/** What is no card tells with its result whether it holds. */
const onHold: Guard<StoredIntent> = (intent, { result }) => result === 'held' || (result !== 'paid' && holds(intent));

export const machine: Machine<StoredIntent> = {
  initial: ['requires_payment_method', 'requires_confirmation'],
  rules: [
    { from: open, action: 'provide_payment_method', to: 'requires_confirmation' },
    { from: open, action: 'confirm', when: 'challenged', to: 'requires_action' },
    { from: open, action: 'confirm', when: 'declined', to: 'requires_payment_method' },
    { from: open, action: 'confirm', when: 'processes', to: 'processing' },
    { from: open, action: 'confirm', when: 'onHold', to: 'requires_capture' },
    { from: open, action: 'confirm', to: 'succeeded' },
    { from: 'requires_action', action: 'authenticate', when: 'confirmedByServer', to: 'requires_confirmation' },
    { from: 'requires_action', action: 'authenticate', when: 'declinesPayer', to: 'requires_payment_method' },
    { from: 'requires_action', action: 'authenticate', when: 'holdsForPayer', to: 'requires_capture' },
    { from: 'requires_action', action: 'authenticate', when: 'awaitsPayer', to: 'succeeded' },
    { from: 'requires_action', action: 'fail_authentication', when: 'awaitsPayer', to: 'requires_payment_method' },
    { from: 'requires_action', action: 'verify', when: 'refusesDebit', to: 'requires_payment_method' },
    { from: 'requires_action', action: 'verify', when: 'awaitsDeposits', to: 'processing' },
    { from: 'requires_action', action: 'exceed_attempts', when: 'awaitsDeposits', to: 'requires_payment_method' },
    { from: 'requires_action', action: 'time_out', when: 'awaitsDeposits', to: 'requires_payment_method' },
    { from: 'requires_action', action: 'bounce', when: 'awaitsDeposits', to: 'requires_payment_method' },
    { from: 'requires_action', action: 'fund', when: 'lacksFunds', to: 'requires_action' },
    { from: 'requires_action', action: 'fund', when: 'awaitsFunds', to: 'succeeded' },
    { from: 'processing', action: 'settle', to: 'succeeded' },
    { from: 'processing', action: 'fail', to: 'requires_payment_method' },
    { from: 'requires_capture', action: 'increment', to: 'requires_capture' },
    { from: 'requires_capture', action: 'capture', to: 'succeeded' },
    { from: [...open, 'requires_capture'], action: 'cancel', to: 'canceled' },
    { from: 'requires_capture', action: 'expire', to: 'canceled' },
  ],
  guards: {
    challenged: (_intent, { result }) => result === 'challenged',
    declined: (_intent, { result }) => result === 'declined',
    processes: (_intent, { result }) => result === 'processes',
    onHold,
    confirmedByServer: (intent) => !intent.awaits && intent.confirmation_method === 'manual',
    awaitsPayer,
    declinesPayer: (intent, { result }) => awaitsPayer(intent) && result === 'declined',
    holdsForPayer: (intent, facts) => awaitsPayer(intent) && onHold(intent, facts),
    awaitsDeposits: ({ awaits }) => awaits === 'deposits',
    refusesDebit: ({ awaits }, { result }) => awaits === 'deposits' && result === 'declined',
    depositsBounce: ({ awaits, deposits_bounce }) => awaits === 'deposits' && deposits_bounce === true,
    awaitsFunds: ({ awaits }) => awaits === 'funds',
    lacksFunds: ({ amount, awaits, funded = 0 }) => awaits === 'funds' && funded < amount,
  },
  timers: [
    { in: 'requires_action', when: 'awaitsDeposits', after: verificationTime, action: 'time_out' },
    { in: 'requires_action', when: 'depositsBounce', after: bounceDelay, soon: true, action: 'bounce' },
    { in: 'requires_capture', after: holdLife, action: 'expire' },
  ],
  refuse: (action, intent): StripeError => unexpectedState(action, intent),
};
