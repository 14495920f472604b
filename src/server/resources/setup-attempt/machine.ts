import type { Machine } from '../../kernel/machine.ts';
import type { StoredAttempt } from './stored.ts';

const underway = ['requires_action', 'processing'];

/** One confirmation of a SetupIntent, from the request to its end. */
export const machine: Machine<StoredAttempt> = {
  initial: ['requires_action', 'processing', 'succeeded', 'failed'],
  rules: [
    { from: underway, action: 'succeed', to: 'succeeded' },
    { from: underway, action: 'fail', to: 'failed' },
    { from: 'requires_action', action: 'abandon', to: 'abandoned' },
  ],
};
