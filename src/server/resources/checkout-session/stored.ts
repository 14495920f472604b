import type Stripe from 'stripe';

type Params = Stripe.Checkout.SessionCreateParams;

interface Hidden {
  /** What the intent, the set-up or the subscription is made with once the customer submits. */
  readonly payment_intent_data: NonNullable<Params['payment_intent_data']>;
  readonly setup_intent_data: NonNullable<Params['setup_intent_data']>;
  readonly subscription_data: NonNullable<Params['subscription_data']>;
  readonly customer_update: NonNullable<Params['customer_update']>;
  readonly allow_redisplay: NonNullable<Params['payment_method_data']>['allow_redisplay'] | null;
  /** The subscription that waits for its first payment. */
  readonly pending_subscription: string | null;
  /** What became of a payment whose outcome the bank tells later. */
  readonly async_payment: 'pending' | 'succeeded' | 'failed' | null;
  /** Of the payment link that made the session. */
  readonly after_completion: Stripe.PaymentLink.AfterCompletion | null;
}

/** As it is stored: references are ids. */
export interface StoredSession extends Stripe.Checkout.Session, Hidden {
  readonly customer: string | null;
  readonly invoice: string | null;
  readonly payment_intent: string | null;
  readonly payment_link: string | null;
  readonly setup_intent: string | null;
  readonly subscription: string | null;
}

/** Of a session that nobody has asked for anything. */
export const nothingHidden: Hidden = Object.freeze({
  payment_intent_data: {},
  setup_intent_data: {},
  subscription_data: {},
  customer_update: {},
  allow_redisplay: null,
  pending_subscription: null,
  async_payment: null,
  after_completion: null,
});

export const hiddenFields: readonly string[] = Object.keys(nothingHidden);

/** How sessions and payment links say that no invoice is made. */
export const noInvoice = {
  enabled: false,
  invoice_data: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: null,
    metadata: {},
    rendering_options: null,
  },
};
