import type Stripe from 'stripe';
import type { Acceptance } from '../mandate/acceptance.ts';

interface Hidden {
  /** What it waits for, while it requires an action. */
  readonly awaits?: 'cardholder' | 'payer' | 'deposits';
  /** Where the payer comes back to. */
  readonly return_url?: string | null;
  /** How the payer agreed to be debited, for the mandate that is made once the payment method is set up. */
  readonly acceptance?: Acceptance | undefined;
  /** The one payment that the mandate is to be good for. */
  readonly single_use?: { readonly amount: number; readonly currency: string } | undefined;
  /** Wrong guesses at what the micro-deposits were. */
  readonly wrong_guesses?: number;
  /** The micro-deposits do not arrive. */
  readonly deposits_bounce?: boolean;
}

/** As it is stored: references are ids. */
export interface StoredSetupIntent extends Stripe.SetupIntent, Hidden {
  readonly customer: string | null;
  readonly latest_attempt: string | null;
  readonly mandate: string | null;
  readonly payment_method: string | null;
  readonly single_use_mandate: string | null;
}

export const hiddenFields: readonly (keyof Hidden)[] = [
  'awaits',
  'return_url',
  'acceptance',
  'single_use',
  'wrong_guesses',
  'deposits_bounce',
];
