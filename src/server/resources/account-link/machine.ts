import type { Machine } from '../../kernel/machine.ts';
import type { StoredAccountLink } from './stored.ts';

/** A link opens once, within minutes; its form stays open until its owner leaves it. */
export const machine: Machine<StoredAccountLink> = {
  initial: ['unused'],
  rules: [
    { from: 'unused', action: 'open', to: 'used' },
    { from: 'used', action: 'leave', to: 'left' },
    { from: 'unused', action: 'expire', to: 'expired' },
  ],
  timers: [{ in: 'unused', at: 'expires_at', action: 'expire' }],
};
