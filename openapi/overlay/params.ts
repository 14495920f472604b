/** A parameter that the types lack. Its schema is a copy of another one's. */
export type ExtraParam = {
  /** Component and dotted path of the hash that takes it. */
  at: string;
  name: string;
  like: string;
  /** Required parameter of the same hash that it stands in for: one of them is needed. */
  insteadOf?: string;
  /** Whether Stripe itself takes it (undeclared), or only we do (lenient). */
  kind: 'undeclared' | 'lenient';
  reason: string;
};

const OLD_CARD = 'Old integrations and client libraries still send it; Stripe takes it and has stopped to describe it.';
const QUOTE_PRODUCT =
  'Guides and client libraries for quotes send inline products, as Checkout takes them; a refusal would stop their whole story.';

export const EXTRA_PARAMS: ExtraParam[] = [
  ...['QuoteCreateParams', 'QuoteUpdateParams'].map(
    (params): ExtraParam => ({
      at: `${params}.line_items[].price_data`,
      name: 'product_data',
      like: 'Checkout.SessionCreateParams.line_items[].price_data.product_data',
      insteadOf: 'product',
      kind: 'lenient',
      reason: QUOTE_PRODUCT,
    }),
  ),
  { at: 'ChargeCreateParams', name: 'card', like: 'TokenCreateParams.card', kind: 'undeclared', reason: OLD_CARD },
  ...['card', 'bank_account'].map(
    (name): ExtraParam => ({
      at: 'CustomerCreateSourceParams',
      name,
      like: `TokenCreateParams.${name}`,
      insteadOf: 'source',
      kind: 'undeclared',
      reason: OLD_CARD,
    }),
  ),
];

/**
 * Hashes whose strings `''` clears, though the types only say so of some.
 * Evidence: "update any field in the hash ... to clear it, pass an empty string": https://docs.stripe.com/disputes/api
 */
export const CLEARABLE_STRINGS = ['DisputeUpdateParams.evidence'];
