import type { Machine } from '../../kernel/machine.ts';
import type { StoredAccount } from './stored.ts';

const states = ['restricted', 'pending_verification', 'enabled', 'restricted_soon', 'rejected'] as const;

/** What Stripe's dashboard calls the status of an account; each change of the account leads to the state it belongs in. */
export const machine: Machine<StoredAccount> = {
  field: 'standing',
  initial: ['restricted', 'enabled'],
  rules: [
    { from: states, action: 'assess', when: 'isRejected', to: 'rejected' },
    { from: states, action: 'assess', when: 'isRestricted', to: 'restricted' },
    { from: states, action: 'assess', when: 'isAwaited', to: 'pending_verification' },
    { from: states, action: 'assess', when: 'hasDeadline', to: 'restricted_soon' },
    { from: states, action: 'assess', to: 'enabled' },
  ],
  guards: {
    isRejected: ({ rejection }) => rejection !== null,
    isRestricted: ({ hold, requirements }) => hold !== null || (requirements?.past_due ?? []).length > 0,
    isAwaited: ({ requirements }) => requirements?.disabled_reason === 'requirements.pending_verification',
    isChecking: ({ requirements }) => (requirements?.pending_verification ?? []).length > 0,
    hasFuture: ({ future_requirements: future }) => typeof future?.current_deadline === 'number',
    hasDeadline: ({ requirements }) => typeof requirements?.current_deadline === 'number',
  },
  timers: [
    { in: states, when: 'isChecking', after: 5, soon: true, action: 'finish_checks' },
    { in: states, when: 'hasDeadline', at: 'requirements.current_deadline', action: 'pass_deadline' },
    { in: states, when: 'hasFuture', at: 'future_requirements.current_deadline', action: 'begin_future' },
  ],
};
