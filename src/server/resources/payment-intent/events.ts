import { type EventRule, on } from '../../kernel/events.ts';
import type { StoredIntent } from './stored.ts';

export const events: readonly EventRule<StoredIntent>[] = [
  on.create('payment_intent.created'),
  on.enter('requires_action', 'payment_intent.requires_action'),
  on.enter('processing', 'payment_intent.processing'),
  {
    type: 'payment_intent.partially_funded',
    previous: false,
    when: (before, after) =>
      after?.status === 'requires_action' && after.awaits === 'funds' && (after.funded ?? 0) > (before?.funded ?? 0),
  },
  {
    type: 'payment_intent.amount_capturable_updated',
    previous: false,
    when: (before, after) =>
      before !== undefined &&
      after !== undefined &&
      after.amount_capturable > 0 &&
      after.amount_capturable !== before.amount_capturable,
  },
  {
    type: 'payment_intent.payment_failed',
    previous: false,
    when: (before, after) =>
      after !== undefined &&
      after.last_payment_error !== null &&
      after.last_payment_error !== before?.last_payment_error,
  },
  on.enter('succeeded', 'payment_intent.succeeded'),
  on.enter('canceled', 'payment_intent.canceled'),
];
