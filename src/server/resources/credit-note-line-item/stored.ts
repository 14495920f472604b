import type Stripe from 'stripe';

export interface StoredNoteLine extends Stripe.CreditNoteLineItem {
  /** The credit note; the object itself does not name it. */
  readonly _parent: string;
  /** Whether an invoice line was credited by pieces or by an amount. */
  readonly by: 'amount' | 'quantity' | null;
  /** Voided notes give back what they credited. */
  readonly voided: boolean;
  /** How many pieces of the invoice line. */
  readonly pieces: number;
}

export const hiddenFields: readonly (keyof StoredNoteLine)[] = ['by', 'voided', 'pieces'];
