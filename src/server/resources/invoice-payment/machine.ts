import type { Machine } from '../../kernel/machine.ts';
import type { StoredPayment } from './stored.ts';

/** Seconds until test mode tells that a payment of an invoice was made. */
const announcementDelay = 15;

export const machine: Machine<StoredPayment> = {
  initial: ['open', 'paid'],
  rules: [
    { from: 'open', action: 'pay', to: 'paid' },
    { from: 'open', action: 'cancel', to: 'canceled' },
    { from: 'paid', action: 'announce', when: 'unannounced', to: 'paid' },
  ],
  guards: { unannounced: ({ status_transitions: { paid_at }, settled_at }) => paid_at === null && settled_at !== null },
  timers: [{ in: 'paid', when: 'unannounced', after: announcementDelay, soon: true, action: 'announce' }],
};
