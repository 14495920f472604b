import type Stripe from 'stripe';
import { defineResource } from '../../kernel/resource.ts';
import { sourceEvents } from '../card/events.ts';
import { missingSource } from '../card/missing.ts';
import { machine } from './machine.ts';

/** Operations on a customer's bank accounts stand with those on cards. */
export const bankAccount = defineResource<Stripe.BankAccount>('bank_account', {
  noun: 'source',
  machine,
  events: sourceEvents(),
  missing: missingSource,
});
