import type { Machine } from '../../kernel/machine.ts';
import type { StoredSource } from './stored.ts';

/** Seconds for which a payer may approve, and then for which the merchant may charge what is good for one payment. */
const approvalTime = 60 * 60;
const chargingTime = 6 * 60 * 60;

export const machine: Machine<StoredSource> = {
  initial: ['pending', 'chargeable'],
  rules: [
    { from: 'pending', action: 'authorize', to: 'chargeable' },
    { from: ['pending', 'chargeable'], action: 'fail', to: 'failed' },
    { from: ['pending', 'chargeable'], action: 'cancel', to: 'canceled' },
    { from: 'chargeable', action: 'consume', to: 'consumed' },
    { from: 'pending', action: 'expire', when: 'redirects', to: 'failed' },
    { from: 'chargeable', action: 'lapse', when: 'onlyOnce', to: 'canceled' },
  ],
  guards: {
    redirects: ({ flow }) => flow === 'redirect',
    onlyOnce: ({ usage }) => usage === 'single_use',
  },
  timers: [
    { in: 'pending', when: 'redirects', after: approvalTime, action: 'expire' },
    { in: 'chargeable', when: 'onlyOnce', after: chargingTime, action: 'lapse' },
  ],
};
