/** https://docs.stripe.com/invoicing/integration/workflow-transitions */
import { errors } from '../../kernel/errors.ts';
import type { Machine } from '../../kernel/machine.ts';
import type { StoredInvoice } from './stored.ts';

const sentences: Readonly<Record<string, (invoice: StoredInvoice) => string>> = {
  finalize: () => "This invoice is already finalized, you can't re-finalize a non-draft invoice.",
  settle: ({ status }) => (status === 'paid' ? 'Invoice is already paid' : 'This invoice is no longer payable.'),
  fail: () => 'This invoice is no longer payable.',
  void: ({ status }) => `You can only void an invoice that is open or uncollectible; this one is ${String(status)}.`,
  mark_uncollectible: ({ status }) =>
    `You can only mark an open invoice as uncollectible; this one is ${String(status)}.`,
};

const collects = (invoice: StoredInvoice): boolean =>
  invoice.auto_advance === true && invoice.collection_method === 'charge_automatically';

export const machine: Machine<StoredInvoice> = {
  initial: ['draft'],
  rules: [
    { from: 'draft', action: 'finalize', when: 'nothingDue', to: 'paid' },
    { from: 'draft', action: 'finalize', when: 'charged', to: 'paid' },
    { from: 'draft', action: 'finalize', to: 'open' },
    { from: 'open', action: 'fail', to: 'open' },
    { from: 'open', action: 'fall_due', to: 'open' },
    { from: 'uncollectible', action: 'fail', to: 'uncollectible' },
    { from: ['open', 'uncollectible'], action: 'settle', to: 'paid' },
    { from: ['open', 'uncollectible'], action: 'void', to: 'void' },
    { from: 'open', action: 'mark_uncollectible', to: 'uncollectible' },
  ],
  guards: {
    nothingDue: ({ amount_due }) => amount_due === 0,
    charged: ({ settled }) => settled === 'charge',
    advances: ({ auto_advance }) => auto_advance === true,
    collects,
    sent: ({ collection_method, overdue }) => collection_method === 'send_invoice' && !overdue,
  },
  timers: [
    { in: 'draft', when: 'advances', at: 'automatically_finalizes_at', action: 'advance' },
    { in: 'open', when: 'collects', at: 'next_payment_attempt', action: 'attempt' },
    { in: 'open', when: 'sent', at: 'due_date', action: 'fall_due' },
  ],
  refuse: (action, invoice) =>
    errors.invalid(
      sentences[action]?.(invoice) ?? `This invoice cannot ${action} while it is ${String(invoice.status)}.`,
    ),
};
