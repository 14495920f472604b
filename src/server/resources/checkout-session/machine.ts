/** https://docs.stripe.com/payments/checkout/how-checkout-works#lifecycle */
import { errors } from '../../kernel/errors.ts';
import type { Machine } from '../../kernel/machine.ts';
import type { StoredSession } from './stored.ts';

const participles: Readonly<Record<string, string>> = { complete: 'completed', expire: 'expired' };

export const machine: Machine<StoredSession> = {
  initial: ['open'],
  rules: [
    { from: 'open', action: 'complete', to: 'complete' },
    { from: 'open', action: 'expire', to: 'expired' },
  ],
  timers: [{ in: 'open', at: 'expires_at', action: 'expire' }],
  refuse: (action, { status }) =>
    errors.invalid(
      `Only Checkout Sessions with a status in ["open"] can be ${participles[action] ?? action}. This Checkout Session has a status of \`${String(status)}\`.`,
    ),
};
