import { type EventRule, on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { advanceClock, arrive } from './advance.ts';
import { createClock } from './create.ts';
import { deleteClock, expire } from './delete.ts';
import { fail } from './fail.ts';
import { machine } from './machine.ts';
import { clockType, type StoredClock } from './stored.ts';

const becomes = (status: StoredClock['status'], type: string): EventRule<StoredClock> => ({
  type,
  previous: false,
  when: (before, after) => before !== undefined && after?.status === status && before.status !== status,
});

export const testClock = defineResource<StoredClock>(clockType, {
  noun: 'test_clock',
  machine,
  events: [
    on.create(`${clockType}.created`),
    becomes('advancing', `${clockType}.advancing`),
    becomes('ready', `${clockType}.ready`),
    becomes('internal_failure', `${clockType}.internal_failure`),
    on.remove(`${clockType}.deleted`),
  ],
  operations: {
    'testHelpers.testClocks.create': createClock,
    'testHelpers.testClocks.advance': advanceClock,
    'testHelpers.testClocks.del': deleteClock,
  },
  outside: { arrive, expire, fail },
  isClock: {
    time: ({ frozen_time }) => frozen_time,
    target: ({ status, status_details: { advancing } }) =>
      status === 'advancing' ? advancing?.target_frozen_time : undefined,
    arrive: 'arrive',
    fail: 'fail',
  },
});
