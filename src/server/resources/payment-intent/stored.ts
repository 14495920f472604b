import type Stripe from 'stripe';
import type { Acceptance } from '../mandate/acceptance.ts';

/** As it is stored: references are ids. */
export interface StoredIntent extends Stripe.PaymentIntent {
  readonly customer: string | null;
  readonly latest_charge: string | null;
  readonly payment_method: string | null;
  /** Stripe sends it, though its types do not know it. */
  readonly shared_payment_granted_token: null;

  /** The customer passed the challenge, and the server has not confirmed again yet. */
  readonly authenticated: boolean;
  /** What it waits for while it requires an action; null for the challenge of a card. */
  readonly awaits?: 'payer' | 'deposits' | 'funds' | null;
  /** Where the payer comes back to. */
  readonly return_url?: string | null;
  /** How the payer agreed to be debited, for the mandate that is made once the account may be. */
  readonly acceptance?: Acceptance | undefined;
  /** Wrong guesses at what the micro-deposits were. */
  readonly wrong_guesses?: number;
  /** The micro-deposits do not arrive. */
  readonly deposits_bounce?: boolean;
  /** What a customer's cash balance has given so far, in the smallest unit. */
  readonly funded?: number;
}

export const hiddenFields: readonly (keyof StoredIntent)[] = [
  'authenticated',
  'awaits',
  'return_url',
  'acceptance',
  'wrong_guesses',
  'deposits_bounce',
  'funded',
];
