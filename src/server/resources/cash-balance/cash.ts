/** Money that customers have transferred, and that no payment has used yet: https://docs.stripe.com/payments/customer-balance */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { StoredCashBalance } from './stored.ts';

type Transaction = Stripe.CustomerCashBalanceTransaction;

function empty(customer: string): StoredCashBalance {
  return {
    id: customer,
    object: 'cash_balance',
    available: null,
    customer,
    customer_account: null,
    livemode: false,
    settings: { reconciliation_mode: 'automatic', using_merchant_default: true },
    announced: 0,
  };
}

/** Every customer has one, though it is stored only once something is on it. */
export async function cashBalanceOf(work: Work, customer: string): Promise<StoredCashBalance> {
  return (await work.get<StoredCashBalance>('cash_balance', customer)) ?? empty(customer);
}

/** The same, stored. */
export async function keptCashBalance(work: Work, customer: string): Promise<StoredCashBalance> {
  return (await work.get<StoredCashBalance>('cash_balance', customer)) ?? work.insert(empty(customer));
}

export async function cashOf(work: Work, customer: string, currency: string): Promise<number> {
  return (await cashBalanceOf(work, customer)).available?.[currency] ?? 0;
}

/** What a movement is about: `applied_to_payment` and the payment, for example. */
type Reason = Pick<Transaction, 'type'> & Partial<Transaction>;

/** Adds `amount` (smallest unit; negative to take) to the customer's cash, and leaves a transaction behind. */
export async function moveCash(
  work: Work,
  customer: string,
  amount: number,
  currency: string,
  reason: Reason,
): Promise<Transaction> {
  const balance = await keptCashBalance(work, customer);
  const ending_balance = (balance.available?.[currency] ?? 0) + amount;
  await work.update<StoredCashBalance>(balance, { available: { ...balance.available, [currency]: ending_balance } });
  return work.insert<Transaction>({
    ...work.blank<Transaction>('customer_cash_balance_transaction'),
    ...reason,
    currency,
    customer,
    customer_account: null,
    ending_balance,
    net_amount: amount,
  });
}
