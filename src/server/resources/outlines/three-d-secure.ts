/** Authentications on their own: https://docs.stripe.com/payments/3d-secure/standalone-three-d-secure */
import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { StoredObject } from '../../kernel/work.ts';
import { hiddenNote, moves, notes, onNote } from './happening.ts';

type Authentication = Stripe.ThreeDSecure.Authentication & StoredObject;

const family = 'three_d_secure.authentication';
const open = ['requires_submission', 'requires_challenge'];

export const authentication = defineResource<Authentication>(family, {
  outline: true,
  hidden: hiddenNote,
  machine: {
    initial: ['requires_submission'],
    rules: [
      { from: 'requires_submission', action: 'submit', to: 'requires_challenge' },
      { from: open, action: 'succeed', to: 'succeeded' },
      { from: open, action: 'fail', to: 'failed' },
      { from: open, action: 'break_down', to: 'error' },
      { from: open, action: 'cancel', to: 'canceled' },
    ],
  },
  events: [
    on.enter('requires_submission', `${family}.requires_submission`),
    on.enter('requires_challenge', `${family}.requires_challenge`),
    onNote(`${family}.challenge_started`, 'challenge'),
    on.enter('succeeded', `${family}.succeeded`),
    on.enter('failed', `${family}.failed`),
    on.enter('error', `${family}.errored`),
    on.enter('canceled', `${family}.canceled`),
  ],
  outside: {
    start_challenge: notes('challenge'),
    succeed: moves<Authentication>('succeed', () => ({ outcome: 'authenticated' })),
    fail: moves<Authentication>('fail', () => ({ outcome: 'denied' })),
    break_down: moves<Authentication>('break_down', () => ({ outcome: 'processing_error' })),
  },
});
