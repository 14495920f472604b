/** Credit (negative) and debt of a customer, kept as transactions: https://docs.stripe.com/billing/customer/balance */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';

type Transaction = Stripe.CustomerBalanceTransaction;
type Params = Stripe.CustomerCreateBalanceTransactionParams;

/** Writes the transaction only: the customer is the caller's to change. */
export async function adjustBalance(
  work: Work,
  customer: Stripe.Customer,
  { amount, currency, description, metadata }: Partial<Params> & { amount: number },
): Promise<Transaction> {
  return work.insert<Transaction>({
    ...work.blank<Transaction>('customer_balance_transaction'),
    amount,
    currency: currency ?? customer.currency ?? 'usd',
    customer: customer.id,
    description: description ?? null,
    ending_balance: customer.balance + amount,
    metadata: mergeMetadata({}, metadata),
    type: 'adjustment',
  });
}

export async function createBalanceTransaction({ work, params, targets }: Call<Params>): Promise<Transaction> {
  const customer = targets[0] as Stripe.Customer;
  const { amount, currency } = params;
  if (customer.currency && customer.currency !== currency) {
    throw errors.invalid(
      `The customer's balance is kept in ${customer.currency}; a transaction in ${currency} cannot change it.`,
      'currency',
    );
  }
  const transaction = await adjustBalance(work, customer, params);
  await work.update(customer, { balance: customer.balance + amount, currency });
  return transaction;
}
