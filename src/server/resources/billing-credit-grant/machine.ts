import { errors } from '../../kernel/errors.ts';
import type { Machine } from '../../kernel/machine.ts';
import type { StoredGrant } from './stored.ts';

const participles: Readonly<Record<string, string>> = { expire: 'expired', void: 'voided', change_expiry: 'updated' };

/** https://docs.stripe.com/billing/subscriptions/usage-based/billing-credits */
export const machine: Machine<StoredGrant> = {
  field: 'standing',
  initial: ['pending', 'granted'],
  rules: [
    { from: 'pending', action: 'take_effect', to: 'granted' },
    { from: 'pending', action: 'change_expiry', to: 'pending' },
    { from: 'granted', action: 'change_expiry', to: 'granted' },
    { from: ['pending', 'granted'], action: 'expire', to: 'expired' },
    { from: ['pending', 'granted'], action: 'void', when: 'unused', to: 'voided' },
  ],
  guards: { unused: (_, { unused }) => unused === true },
  timers: [
    { in: 'pending', at: 'effective_at', action: 'take_effect' },
    { in: ['pending', 'granted'], at: 'expires_at', action: 'expire' },
  ],
  refuse(action, { id, standing }) {
    const done = participles[action] ?? action;
    return standing === 'expired' || standing === 'voided'
      ? errors.invalid(`The credit grant ${id} has been ${standing} already and cannot be ${done}.`)
      : errors.invalid(
          `The credit grant ${id} has been applied to an invoice and cannot be ${done}. To end it, expire it instead.`,
        );
  },
};
