/** https://docs.stripe.com/billing/subscriptions/overview#subscription-statuses */
import { errors } from '../../kernel/errors.ts';
import type { Machine } from '../../kernel/machine.ts';
import type { StoredSubscription } from './stored.ts';

const hour = 3600;
/** Seconds that the first payment may take. */
const firstPaymentLife = 23 * hour;
const running = ['trialing', 'active', 'past_due', 'unpaid'];
const unfinished = ['incomplete', ...running, 'paused'];

export const machine: Machine<StoredSubscription> = {
  initial: ['incomplete', 'trialing', 'active'],
  rules: [
    // What was bought on top of a trial is paid, and the trial begins.
    { from: 'incomplete', action: 'activate', when: 'on_trial', to: 'trialing' },
    { from: ['incomplete', 'trialing', 'past_due', 'unpaid', 'active'], action: 'activate', to: 'active' },
    { from: ['active', 'trialing', 'past_due', 'unpaid'], action: 'begin_trial', to: 'trialing' },
    { from: ['active', 'trialing', 'past_due'], action: 'miss_payment', to: 'past_due' },
    { from: ['past_due', 'active'], action: 'mark_unpaid', to: 'unpaid' },
    { from: ['active', 'trialing', 'past_due', 'unpaid'], action: 'pause', to: 'paused' },
    { from: 'paused', action: 'resume', to: 'active' },
    { from: 'incomplete', action: 'expire', to: 'incomplete_expired' },
    { from: unfinished, action: 'cancel', to: 'canceled' },
  ],
  guards: { on_trial: ({ trial_end }, { now }) => trial_end !== null && trial_end > Number(now) },
  timers: [
    // Those of one moment: it ends rather than renews, and a reminder comes before what it reminds of.
    { in: running, at: 'reminds_at', action: 'remind', turn: -1 },
    { in: 'trialing', at: 'warns_at', action: 'warn', turn: -1 },
    { in: unfinished, at: 'cancel_at', action: 'end', turn: 1 },
    { in: running, at: 'renews_at', action: 'renew', turn: 3 },
    // A renewal of the same moment takes what waits along.
    { in: running, at: 'next_pending_invoice_item_invoice', action: 'bill_pending', turn: 4 },
    { in: 'incomplete', after: firstPaymentLife, action: 'expire' },
    { in: running, at: 'pause_collection.resumes_at', action: 'collect_again' },
    { in: running, at: 'pending_update.expires_at', action: 'drop_update' },
  ],
  refuse: (action, { id, status }) =>
    errors.invalid(
      status === 'canceled' || status === 'incomplete_expired'
        ? 'A canceled subscription can only update its cancellation_details and metadata.'
        : `The subscription ${id} cannot ${action.replaceAll('_', ' ')} because its status is ${status}.`,
    ),
};
