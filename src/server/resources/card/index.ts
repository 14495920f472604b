import type Stripe from 'stripe';
import { defineResource } from '../../kernel/resource.ts';
import { hiddenNote, notes, onNote } from '../outlines/happening.ts';
import { sourceEvents } from './events.ts';
import { missingExternal, missingSource } from './missing.ts';
import { operations } from './operations.ts';

export const card = defineResource<Stripe.Card>('card', {
  noun: 'source',
  events: [...sourceEvents<Stripe.Card>(), onNote('customer.source.expiring', 'expiry')],
  hidden: hiddenNote,
  outside: { near_expiry: notes('expiry') },
  missing: (id, owner) => (owner?.object === 'account' ? missingExternal(id) : missingSource(id)),
  operations,
});
