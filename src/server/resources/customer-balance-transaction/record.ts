/** Credit (negative) and debt of a customer: https://docs.stripe.com/billing/customer/balance */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';

type Transaction = Stripe.CustomerBalanceTransaction;

interface Movement {
  readonly type: Transaction['type'];
  /** Negative gives credit, positive uses it up; in the smallest unit. */
  readonly amount: number;
  readonly currency: string;
  readonly invoice?: string | null;
  readonly credit_note?: string | null;
  readonly description?: string | null;
}

/** The transaction and the customer's new balance. */
export async function recordBalance(work: Work, customerId: string, movement: Movement): Promise<Transaction> {
  const customer = await work.find<Stripe.Customer>('customer', customerId, 'customer');
  const ending_balance = customer.balance + movement.amount;
  const transaction = await work.insert<Transaction>({
    id: work.newId('customer_balance_transaction'),
    object: 'customer_balance_transaction',
    amount: movement.amount,
    checkout_session: null,
    created: work.now,
    credit_note: movement.credit_note ?? null,
    currency: movement.currency,
    customer: customer.id,
    customer_account: null,
    description: movement.description ?? null,
    ending_balance,
    invoice: movement.invoice ?? null,
    livemode: false,
    metadata: {},
    type: movement.type,
  });
  await work.update(customer, { balance: ending_balance });
  return transaction;
}
