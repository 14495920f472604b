import type Stripe from 'stripe';
import { defineResource } from '../../kernel/resource.ts';
import { sourceEvents } from './events.ts';
import { missingExternal, missingSource } from './missing.ts';
import { operations } from './operations.ts';

export const card = defineResource<Stripe.Card>('card', {
  noun: 'source',
  events: sourceEvents(),
  missing: (id, owner) => (owner?.object === 'account' ? missingExternal(id) : missingSource(id)),
  operations,
});
