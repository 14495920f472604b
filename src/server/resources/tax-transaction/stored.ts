import type Stripe from 'stripe';

/** As it is stored: what its reversals are found by. */
export interface StoredTransaction extends Stripe.Tax.Transaction {
  /** The transaction that it reverses. */
  readonly reverses: string | null;
}

export interface StoredLine extends Stripe.Tax.TransactionLineItem {
  /** The transaction. */
  readonly _parent: string;
  /** The line that it reverses. */
  readonly reverses: string | null;
}

export const hiddenFields: readonly (keyof StoredTransaction & keyof StoredLine)[] = ['reverses'];
