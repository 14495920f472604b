import type { Machine } from '../../kernel/machine.ts';
import type { StoredMandate } from './stored.ts';

/** Seconds in test mode until the network has taken a mandate over, and until a single-use one ends. */
const networkDelay = 5;
const spentDelay = 2;
const living = ['active', 'pending'];

export const machine: Machine<StoredMandate> = {
  initial: ['active', 'pending'],
  rules: [
    { from: 'pending', action: 'accept', to: 'active' },
    { from: 'pending', action: 'refuse', to: 'inactive' },
    { from: 'active', action: 'use_up', when: 'singleUse', to: 'inactive' },
    { from: living, action: 'revoke', to: 'inactive' },
    { from: living, action: 'end', to: 'inactive' },
  ],
  guards: {
    singleUse: ({ type }) => type === 'single_use',
    spent: ({ spent }) => spent === true,
    wanted: ({ unwanted }) => unwanted !== true,
    unwanted: ({ unwanted }) => unwanted === true,
  },
  timers: [
    { in: 'pending', when: 'wanted', after: networkDelay, soon: true, action: 'accept' },
    { in: 'pending', when: 'unwanted', after: networkDelay, soon: true, action: 'refuse' },
    { in: 'active', when: 'spent', after: spentDelay, soon: true, action: 'use_up' },
  ],
};
