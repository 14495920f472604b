/** https://docs.stripe.com/quotes/overview#quote-lifecycle: there is no state for expired quotes, they are canceled. */
import { errors } from '../../kernel/errors.ts';
import type { Machine } from '../../kernel/machine.ts';
import type { StoredQuote } from './stored.ts';

const participles: Readonly<Record<string, string>> = {
  finalize: 'finalized',
  accept: 'accepted',
  cancel: 'canceled',
  expire: 'expired',
};

export const machine: Machine<StoredQuote> = {
  initial: ['draft'],
  rules: [
    { from: 'draft', action: 'finalize', to: 'open' },
    { from: 'open', action: 'accept', to: 'accepted' },
    { from: ['draft', 'open'], action: 'cancel', to: 'canceled' },
    { from: ['draft', 'open'], action: 'expire', to: 'canceled' },
  ],
  timers: [{ in: ['draft', 'open'], at: 'expires_at', action: 'expire' }],
  refuse(action, { status }) {
    const allowed = machine.rules.filter((rule) => rule.action === action).flatMap(({ from }) => from);
    const done = participles[action] ?? action;
    return errors.invalid(
      `This quote cannot be ${done} because its status is \`${status}\`: only quotes that are ${allowed.join(' or ')} can be ${done}.`,
    );
  },
};
