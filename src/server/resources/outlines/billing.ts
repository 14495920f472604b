/** https://docs.stripe.com/billing/subscriptions/usage-based/billing-credits */
import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';

type Grant = Stripe.Billing.CreditGrant & StoredObject;
type CreditTransaction = Stripe.Billing.CreditBalanceTransaction & StoredObject;

/** A grant is a credit to the balance of credits as soon as it takes effect. */
async function creditGranted(
  work: Work,
  before: StoredObject | undefined,
  after: StoredObject | undefined,
): Promise<void> {
  if (before !== undefined || after === undefined) return;
  const { id, amount, effective_at } = after as Grant;
  await work.insert<CreditTransaction>({
    ...work.blank<CreditTransaction>('billing.credit_balance_transaction'),
    credit: { amount, credits_application_invoice_voided: null, type: 'credits_granted' },
    credit_grant: id,
    effective_at: effective_at ?? work.now,
    type: 'credit',
  });
}

export const creditTransaction = defineResource<CreditTransaction>('billing.credit_balance_transaction', {
  outline: true,
  events: [on.create('billing.credit_balance_transaction.created')],
  reactions: { 'billing.credit_grant': creditGranted },
});
