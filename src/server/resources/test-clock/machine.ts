import { errors } from '../../kernel/errors.ts';
import type { Machine } from '../../kernel/machine.ts';
import type { StoredClock } from './stored.ts';

export const machine: Machine<StoredClock> = {
  initial: ['ready'],
  rules: [
    { from: 'ready', action: 'advance', to: 'advancing' },
    { from: 'advancing', action: 'arrive', to: 'ready' },
    { from: 'advancing', action: 'get_stuck', to: 'internal_failure' },
  ],
  timers: [{ in: ['ready', 'advancing', 'internal_failure'], at: 'deletes_after', action: 'expire' }],
  refuse: (action, { status }) =>
    errors.invalid(
      status === 'advancing'
        ? 'Test clock advancement underway - cannot perform modifications.'
        : `This test clock cannot ${action.replaceAll('_', ' ')} because its status is ${status}.`,
    ),
};
