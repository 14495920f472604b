import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { expireGrant, runOut, updateGrant, voidGrant } from './change.ts';
import { createGrant, takeEffect } from './create.ts';
import { machine } from './machine.ts';
import { reinstate } from './reinstate.ts';
import { hiddenFields, type StoredGrant } from './stored.ts';

export const billingCreditGrant = defineResource<StoredGrant>('billing.credit_grant', {
  noun: 'credit grant',
  machine,
  events: [
    on.create('billing.credit_grant.created'),
    // What is used of it changes nothing that it shows.
    on.change(
      'billing.credit_grant.updated',
      (before, after) =>
        before.expires_at !== after.expires_at ||
        before.metadata !== after.metadata ||
        before.voided_at !== after.voided_at,
    ),
  ],
  operations: {
    'billing.creditGrants.create': createGrant,
    'billing.creditGrants.update': updateGrant,
    'billing.creditGrants.expire': expireGrant,
    'billing.creditGrants.voidGrant': voidGrant,
  },
  outside: { take_effect: takeEffect, expire: runOut },
  reactions: { invoice: reinstate },
  hidden: hiddenFields,
  initial: { standing: 'granted', left: 0 },
  clock: 'test_clock',
});
