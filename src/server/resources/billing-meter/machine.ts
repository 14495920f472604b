import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Machine } from '../../kernel/machine.ts';

export const machine: Machine<Stripe.Billing.Meter> = {
  initial: ['active'],
  rules: [
    { from: 'active', action: 'deactivate', to: 'inactive' },
    { from: 'inactive', action: 'reactivate', to: 'active' },
  ],
  refuse: (_action, { status }) => errors.invalid(`This meter is already ${status}.`),
};
