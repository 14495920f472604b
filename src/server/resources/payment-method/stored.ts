import type Stripe from 'stripe';

/** What is stored with a payment method (and with a token or a legacy card) but never shown. */
export interface Hidden {
  /** The number of the test card, or the name of one that has none. */
  readonly test_card?: string;
  readonly cvc_sent?: boolean;
  /** The number of a bank account, or the name of one of the test mode. */
  readonly test_account?: string;
  /** Its holder is known to have agreed: by micro-deposits, or by log-in. */
  readonly verified?: boolean;
  /** Authenticated for payments without the customer. */
  readonly set_up?: boolean;
  /** Why it can never be used again. */
  readonly ended?: 'detached' | 'customer_deleted' | 'used';
  /** How often the network told of a new card. */
  readonly replaced?: number;
}

export const hiddenFields: readonly (keyof Hidden)[] = [
  'test_card',
  'cvc_sent',
  'test_account',
  'verified',
  'set_up',
  'ended',
  'replaced',
];

export type StoredPaymentMethod = Stripe.PaymentMethod &
  Hidden & {
    /** Stripe sends it, though its types do not know it. */
    readonly shared_payment_granted_token?: string | null;
  };
