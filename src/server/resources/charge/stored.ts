import type Stripe from 'stripe';
import type { BankFailure } from '../payment-method/bank-failures.ts';
import type { CardOutcome } from '../payment-method/outcome.ts';

/** What the test card or account does after it was charged. */
export type Aftermath = Pick<CardOutcome, 'afterCharge' | 'bypassPending' | 'refund'>;

/** As it is stored: references are ids. */
export interface StoredCharge extends Stripe.Charge {
  /** Stripe sends these three, though its types do not know them. */
  readonly destination: string | null;
  readonly dispute: string | null;
  readonly order: null;

  readonly aftermath: Aftermath;
  /** Captured, and not on the balance yet. */
  readonly unsettled: boolean;
  /** A hold that nobody captured in time. */
  readonly expired: boolean;
  /** What the bank will answer, while the charge is pending. */
  readonly clearing?: Clearing | null;
}

export interface Clearing {
  readonly answer: 'clears' | 'fails' | 'never';
  /** Unix time. */
  readonly at: number;
  /** Within the seconds that test mode takes. */
  readonly soon: boolean;
  /** Of a failure. */
  readonly code?: BankFailure;
  /** The failure ends the mandate that the debit relied on. */
  readonly endsMandate?: boolean;
}

export const hiddenFields: readonly (keyof StoredCharge)[] = ['aftermath', 'unsettled', 'expired', 'clearing'];

/** What a transfer became on the account that received it. */
export const isTransferred = ({ source_transfer }: Pick<Stripe.Charge, 'source_transfer'>): boolean =>
  !!source_transfer;

export const idOf = (reference: string | { readonly id: string } | null | undefined): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null);
