import { defineResource } from '../../kernel/resource.ts';
import { createSession } from './create.ts';
import { events } from './events.ts';
import { expire, expireSession } from './expire.ts';
import { reactions } from './follow.ts';
import { machine } from './machine.ts';
import { complete } from './outside.ts';
import { confirmPage } from './payment-page.ts';
import { hiddenFields, nothingHidden, type StoredSession } from './stored.ts';
import { updateSession } from './update.ts';

export const checkoutSession = defineResource<StoredSession>('checkout.session', {
  machine,
  events,
  operations: {
    'checkout.sessions.create': createSession,
    'checkout.sessions.update': updateSession,
    'checkout.sessions.expire': expireSession,
    'paymentPages.confirm': confirmPage,
  },
  outside: { complete, expire },
  reactions,
  hidden: hiddenFields,
  initial: nothingHidden,
});
