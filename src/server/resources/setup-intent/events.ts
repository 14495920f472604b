import { type EventRule, on } from '../../kernel/events.ts';
import type { StoredSetupIntent } from './stored.ts';

/** There is no event of an update. */
export const events: readonly EventRule<StoredSetupIntent>[] = [
  on.create('setup_intent.created'),
  on.enter('requires_action', 'setup_intent.requires_action'),
  {
    type: 'setup_intent.setup_failed',
    previous: false,
    when: (before, after) =>
      after !== undefined && after.last_setup_error !== null && after.last_setup_error !== before?.last_setup_error,
  },
  on.enter('succeeded', 'setup_intent.succeeded'),
  on.enter('canceled', 'setup_intent.canceled'),
];
