import { type EventRule, on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { cancelSchedule, releaseSchedule, updateSchedule } from './change.ts';
import { createSchedule } from './create.ts';
import { machine } from './machine.ts';
import { followSubscription, turn, warn } from './run.ts';
import { hiddenFields, type StoredSchedule } from './stored.ts';

const ended: ReadonlySet<string> = new Set(['canceled', 'completed', 'released']);

const becomes = (status: StoredSchedule['status'], type: string, aborted = false): EventRule<StoredSchedule> => ({
  type,
  previous: false,
  when: (before, after) =>
    before !== undefined && after?.status === status && before.status !== status && after.aborted === aborted,
});

export const subscriptionSchedule = defineResource<StoredSchedule>('subscription_schedule', {
  machine,
  events: [
    on.create('subscription_schedule.created'),
    on.change('subscription_schedule.updated', (_before, after) => !ended.has(after.status)),
    becomes('canceled', 'subscription_schedule.canceled'),
    becomes('canceled', 'subscription_schedule.aborted', true),
    becomes('completed', 'subscription_schedule.completed'),
    becomes('released', 'subscription_schedule.released'),
    {
      type: 'subscription_schedule.expiring',
      previous: false,
      when: (before, after) => before !== undefined && (after?.warnings ?? 0) > before.warnings,
    },
  ],
  operations: {
    'subscriptionSchedules.create': createSchedule,
    'subscriptionSchedules.update': updateSchedule,
    'subscriptionSchedules.cancel': cancelSchedule,
    'subscriptionSchedules.release': releaseSchedule,
  },
  outside: { turn, warn },
  reactions: { subscription: followSubscription },
  hidden: hiddenFields,
  clock: 'test_clock',
});
