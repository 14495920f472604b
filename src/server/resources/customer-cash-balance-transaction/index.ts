import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';

/** One movement of a customer's cash. None of them ever changes. */
export const customerCashBalanceTransaction = defineResource<Stripe.CustomerCashBalanceTransaction>(
  'customer_cash_balance_transaction',
  { events: [on.create('customer_cash_balance_transaction.created')] },
);
