import type Stripe from 'stripe';
import type { Division } from './division.ts';

/** As it is stored: references are ids. */
export interface StoredInvoice extends Stripe.Invoice, Division {
  readonly customer: string | null;
  readonly default_payment_method: string | null;
  readonly default_source: string | null;
  readonly discounts: string[];
  readonly on_behalf_of: string | null;
  /** The PaymentIntent that collects it. */
  readonly intent: string | null;
  /** What the customer's balance lost to it (or, negative, got from it). */
  readonly applied: number;
  /** Days from creation to the due date, where the request said so. */
  readonly days_until_due: number | null;
  /** How it became paid. */
  readonly settled: Settlement | null;
  /** How many credit notes were made, voided ones too. */
  readonly notes: number;
  readonly failures: number;
  readonly finalization_failures: number;
  /** It was not paid by its due date. */
  readonly overdue: boolean;
  readonly actions: number;
  /** How often a bank was asked that takes its time. */
  readonly debits: number;
  /** Somebody paid it, or tried to, before it was finalized. */
  readonly paid_as_draft: boolean;
  readonly sends: number;
}

export type Settlement = 'charge' | 'nothing_due' | 'out_of_band' | 'credit_note';

export const hiddenFields: readonly (keyof StoredInvoice)[] = [
  'application_fee_amount',
  'application_fee_percent',
  'transfer_data',
  'transfer_percent',
  'intent',
  'applied',
  'days_until_due',
  'settled',
  'notes',
  'failures',
  'finalization_failures',
  'overdue',
  'actions',
  'debits',
  'paid_as_draft',
  'sends',
];
