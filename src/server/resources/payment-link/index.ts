import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import type { StoredSession } from '../checkout-session/stored.ts';
import { createLink, updateLink } from './operations.ts';
import type { StoredLink } from './stored.ts';
import { isFull } from './visit.ts';

/** A link that may be used so many times counts them, and ends with the last. */
async function count(work: Work, before?: StoredObject, after?: StoredObject): Promise<void> {
  const [was, session] = [before as StoredSession | undefined, after as StoredSession | undefined];
  if (session?.payment_link == null || session.status !== 'complete' || was?.status === 'complete') return;
  const link = await work.get<StoredLink>('payment_link', session.payment_link);
  if (link?.restrictions == null) return;
  const { completed_sessions: completed } = link.restrictions;
  const restrictions = { completed_sessions: { ...completed, count: completed.count + 1 } };
  await work.update<StoredLink>(link, { restrictions, ...(isFull({ restrictions }) && { active: false }) });
}

export const paymentLink = defineResource<StoredLink>('payment_link', {
  events: [on.create('payment_link.created'), on.change('payment_link.updated')],
  operations: {
    'paymentLinks.create': createLink,
    'paymentLinks.update': updateLink,
  },
  reactions: { 'checkout.session': count },
});
