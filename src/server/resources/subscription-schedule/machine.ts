/** https://docs.stripe.com/billing/subscriptions/subscription-schedules */
import { errors } from '../../kernel/errors.ts';
import type { Machine } from '../../kernel/machine.ts';
import type { StoredSchedule } from './stored.ts';

const participles: Readonly<Record<string, string>> = { cancel: 'cancel', release: 'release' };

export const machine: Machine<StoredSchedule> = {
  initial: ['not_started', 'active'],
  rules: [
    { from: 'not_started', action: 'begin', to: 'active' },
    { from: 'active', action: 'complete', to: 'completed' },
    { from: ['not_started', 'active'], action: 'release', to: 'released' },
    { from: ['not_started', 'active'], action: 'cancel', to: 'canceled' },
  ],
  timers: [
    // Before the renewals of the same moment, which bill what the new phase holds.
    { in: ['not_started', 'active'], at: 'turns_at', action: 'turn', turn: 2 },
    { in: 'active', at: 'warns_at', action: 'warn', turn: -1 },
  ],
  refuse: (action, { status }) =>
    errors.invalid(
      `You cannot ${participles[action] ?? 'update'} a subscription schedule that is currently in the \`${status}\` status. It must be in \`not_started, active\` status to be ${action === 'cancel' ? 'canceled' : action === 'release' ? 'released' : 'updated'}.`,
    ),
};
