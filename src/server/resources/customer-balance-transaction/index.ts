import type Stripe from 'stripe';
import { defineResource } from '../../kernel/resource.ts';

/** Amounts never change: an update takes a description and metadata only. */
export const customerBalanceTransaction = defineResource<Stripe.CustomerBalanceTransaction>(
  'customer_balance_transaction',
  {},
);
