import type Stripe from 'stripe';
import type { Machine } from '../../kernel/machine.ts';

export const machine: Machine<Stripe.WebhookEndpoint> = {
  initial: ['enabled'],
  rules: [
    { from: ['enabled', 'disabled'], action: 'enable', to: 'enabled' },
    { from: ['enabled', 'disabled'], action: 'disable', to: 'disabled' },
  ],
};
