import type Stripe from 'stripe';
import type { CardOutcome } from '../payment-method/outcome.ts';

/** What the test card does after it was charged. */
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
}

export const hiddenFields: readonly (keyof StoredCharge)[] = ['aftermath', 'unsettled', 'expired'];

/** What a transfer became on the account that received it. */
export const isTransferred = ({ id }: Pick<Stripe.Charge, 'id'>): boolean => id.startsWith('py_');

export const idOf = (reference: string | { readonly id: string } | null | undefined): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null);
