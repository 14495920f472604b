import type Stripe from 'stripe';
import type { Machine } from '../../kernel/machine.ts';

export const machine: Machine<Stripe.BankAccount> = {
  initial: ['new', 'validated', 'verified'],
  rules: [
    { from: ['new', 'validated', 'verification_failed'], action: 'verify', to: 'verified' },
    { from: ['new', 'validated'], action: 'fail_verification', to: 'verification_failed' },
    { from: ['new', 'validated', 'verified'], action: 'fail', to: 'errored' },
    { from: 'errored', action: 'enable', to: 'new' },
  ],
};
