import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { on } from '../../kernel/events.ts';
import { pageQuery } from '../../kernel/page.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, ListResult } from '../../kernel/work.ts';
import { hiddenFields, type StoredTransaction } from './record.ts';

const type = 'billing.credit_balance_transaction';

async function listTransactions({
  work,
  params,
}: Call<Stripe.Billing.CreditBalanceTransactionListParams>): Promise<ListResult> {
  const { credit_grant, customer, customer_account: account } = params;
  if (account !== undefined)
    throw errors.invalid('This emulator grants credits to customers only.', 'customer_account');
  if (customer === undefined && credit_grant === undefined) throw errors.parameterMissing('customer');
  if (customer !== undefined) await work.find('customer', customer, 'customer');
  if (credit_grant !== undefined) await work.find('billing.credit_grant', credit_grant, 'credit_grant');
  const where = { ...(customer !== undefined && { customer }), ...(credit_grant !== undefined && { credit_grant }) };
  return work.page([type], { ...pageQuery(params), where }, '/v1/billing/credit_balance_transactions');
}

export const billingCreditBalanceTransaction = defineResource<StoredTransaction>(type, {
  noun: 'credit balance transaction',
  events: [on.create('billing.credit_balance_transaction.created')],
  operations: { 'billing.creditBalanceTransactions.list': listTransactions },
  hidden: hiddenFields,
  initial: { customer: '', invoice: null },
  clock: 'test_clock',
});
