/** Kept in the partition of the account that has it, under its name. */
import type Stripe from 'stripe';
import type { EventRule } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { machine } from './machine.ts';
import { kindOf } from './names.ts';
import { newCapability } from './new.ts';
import { listCapabilities, retrieveCapability, updateCapability } from './operations.ts';

/** A capability begins unrequested and unseen: that it is asked for is its first change. */
const updated: EventRule<Stripe.Capability> = {
  type: 'capability.updated',
  previous: true,
  when: (before, after) => after !== undefined && (before !== undefined || after.requested),
};

export const capability = defineResource<Stripe.Capability>('capability', {
  machine,
  events: [updated],
  operations: {
    'accounts.listCapabilities': listCapabilities,
    'accounts.retrieveCapability': retrieveCapability,
    'accounts.updateCapability': updateCapability,
  },
  async mint(work, name) {
    return kindOf(name) === undefined ? undefined : work.insert(newCapability(work.account, name));
  },
});
