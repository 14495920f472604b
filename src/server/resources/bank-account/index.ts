import type Stripe from 'stripe';
import { defineResource, type OutsideAction } from '../../kernel/resource.ts';
import { sourceEvents } from '../card/events.ts';
import { missingExternal, missingSource } from '../card/missing.ts';
import { fail } from './fail.ts';
import { machine } from './machine.ts';

const moved =
  (action: string): OutsideAction<Stripe.BankAccount> =>
  (work, account) =>
    work.act(account, action);

/** Operations on a customer's bank accounts stand with those on cards. */
export const bankAccount = defineResource<Stripe.BankAccount>('bank_account', {
  noun: 'source',
  machine,
  events: sourceEvents(),
  missing: (id, owner) => (owner?.object === 'account' ? missingExternal(id) : missingSource(id)),
  outside: { verify: moved('verify'), fail_verification: moved('fail_verification'), fail },
});
