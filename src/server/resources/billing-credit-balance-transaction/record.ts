/** Each movement of billing credits. */
import type Stripe from 'stripe';
import type { StoredObject, Work } from '../../kernel/work.ts';

/** As it is stored: references are ids. */
export interface StoredTransaction extends Stripe.Billing.CreditBalanceTransaction {
  readonly credit_grant: string;
  /** Whose credits; and the invoice that they were applied to. */
  readonly customer: string;
  readonly invoice: string | null;
}

export const hiddenFields: readonly (keyof StoredTransaction)[] = ['customer', 'invoice'];

type Movement =
  | { readonly type: 'credits_granted' }
  | { readonly type: 'credits_expired' | 'credits_voided'; readonly amount: number }
  | {
      readonly type: 'credits_applied' | 'credits_application_invoice_voided';
      readonly amount: number;
      readonly invoice: string;
      readonly line: string;
    };

/** The grant that moves. */
interface Granted extends StoredObject {
  readonly amount: Stripe.Billing.CreditGrant.Amount;
  readonly customer: string;
  readonly test_clock: string | null;
}

type Sides = Pick<StoredTransaction, 'credit' | 'debit' | 'type'>;

function sidesOf({ amount: whole }: Granted, movement: Movement): Sides {
  const { currency = '', value = 0 } = whole.monetary ?? {};
  const moved = movement.type === 'credits_granted' ? value : movement.amount;
  const amount = { monetary: { currency, value: moved }, type: 'monetary' } as const;
  switch (movement.type) {
    case 'credits_granted':
      return {
        credit: { amount, credits_application_invoice_voided: null, type: movement.type },
        debit: null,
        type: 'credit',
      };
    case 'credits_application_invoice_voided': {
      const voided = { invoice: movement.invoice, invoice_line_item: movement.line };
      const credit = { amount, credits_application_invoice_voided: voided, type: movement.type };
      return { credit, debit: null, type: 'credit' };
    }
    case 'credits_applied': {
      const applied = { invoice: movement.invoice, invoice_line_item: movement.line };
      return { credit: null, debit: { amount, credits_applied: applied, type: movement.type }, type: 'debit' };
    }
    default:
      return { credit: null, debit: { amount, credits_applied: null, type: movement.type }, type: 'debit' };
  }
}

export async function recordTransaction(work: Work, grant: Granted, movement: Movement): Promise<StoredTransaction> {
  return work.insert<StoredTransaction>({
    ...work.blank<StoredTransaction>('billing.credit_balance_transaction'),
    ...sidesOf(grant, movement),
    created: work.now,
    credit_grant: grant.id,
    effective_at: work.now,
    test_clock: grant.test_clock,
    customer: grant.customer,
    invoice: 'invoice' in movement ? movement.invoice : null,
  });
}

/** What was applied to the invoice, oldest first. */
export async function transactionsOf(work: Work, invoice: string): Promise<StoredTransaction[]> {
  const all = await work.list<StoredTransaction>('billing.credit_balance_transaction', { where: { invoice } });
  return all.filter(({ debit }) => debit?.type === 'credits_applied').reverse();
}
