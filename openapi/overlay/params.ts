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

const OLD_VERSION =
  'Taken until the version that src/server/versions names; whoever names no version may still send it.';

const BROWSER = 'Stripe.js and the mobile libraries send it with a publishable key.';

/** Parameters that lists of older versions have, by operation: each with one of the same list that it is like. */
export const EXTRA_QUERIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'balanceTransactions.list': { available_on: 'created' },
};

export const EXTRA_PARAMS: ExtraParam[] = [
  ...['PaymentIntent', 'SetupIntent'].flatMap((intent): ExtraParam[] => [
    {
      at: `${intent}ConfirmParams`,
      name: 'client_secret',
      like: `${intent}ConfirmParams.return_url`,
      kind: 'undeclared',
      reason: BROWSER,
    },
    {
      at: `${intent}VerifyMicrodepositsParams`,
      name: 'client_secret',
      like: `${intent}ConfirmParams.return_url`,
      kind: 'undeclared',
      reason: BROWSER,
    },
    {
      at: `${intent}ConfirmParams.mandate_data.customer_acceptance.online`,
      name: 'infer_from_client',
      like: `${intent}ConfirmParams.use_stripe_sdk`,
      kind: 'undeclared',
      reason: BROWSER,
    },
    ...['Create', 'Update', 'Confirm'].map(
      (action): ExtraParam => ({
        at: `${intent}${action}Params.payment_method_data`,
        name: 'card',
        like: 'PaymentMethodCreateParams.card',
        kind: 'undeclared',
        reason: BROWSER,
      }),
    ),
  ]),
  {
    at: 'TestHelpers.ConfirmationTokenCreateParams.payment_method_data',
    name: 'card',
    like: 'PaymentMethodCreateParams.card',
    kind: 'undeclared',
    reason: BROWSER,
  },
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
  ...['CustomerCreateParams', 'CustomerUpdateParams'].flatMap((at) =>
    ['coupon', 'promotion_code'].map(
      (name): ExtraParam => ({
        at,
        name,
        like: 'CustomerUpdateParams.default_source',
        kind: 'undeclared',
        reason: OLD_VERSION,
      }),
    ),
  ),
  ...[
    'SubscriptionScheduleCreateParams.phases[]',
    'SubscriptionScheduleUpdateParams.phases[]',
    'InvoiceCreatePreviewParams.schedule_details.phases[]',
  ].map(
    (at): ExtraParam => ({
      at,
      name: 'iterations',
      like: `${at}.items[].quantity`,
      kind: 'undeclared',
      reason: OLD_VERSION,
    }),
  ),
  ...['PlanCreateParams', 'PriceCreateParams.recurring'].map(
    (at): ExtraParam => ({
      at,
      name: 'aggregate_usage',
      like: 'PlanCreateParams.nickname',
      kind: 'undeclared',
      reason: OLD_VERSION,
    }),
  ),
  { at: 'SourceCreateParams', name: 'card', like: 'TokenCreateParams.card', kind: 'undeclared', reason: OLD_CARD },
  ...['acss_debit', 'au_becs_debit', 'eps', 'ideal', 'p24', 'sepa_debit', 'sofort'].map(
    (name): ExtraParam => ({
      at: 'SourceCreateParams',
      name,
      like: `PaymentMethodCreateParams.${name}`,
      kind: 'undeclared',
      reason: 'Guides for Sources send the hash named by the type; Stripe takes it and has stopped to describe it.',
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
 * Parameters that take a hash where the types name an id only, by component and dotted path, and the one whose schema they
 * share: Stripe's own libraries for old integrations still send `source[object]=card` and `source[object]=bank_account`.
 */
export const WIDENED: Record<string, string> = Object.fromEntries(
  ['CustomerCreateSourceParams', 'CustomerCreateParams', 'CustomerUpdateParams'].map((params) => [
    `${params}.source`,
    'AccountCreateExternalAccountParams.external_account',
  ]),
);

/** Values that the types leave out of a choice, by component and dotted path: they go with the parameters above. */
export const EXTRA_CHOICES: Record<string, readonly string[]> = {
  ...Object.fromEntries(
    ['PaymentIntent', 'SetupIntent'].flatMap((intent) =>
      ['Create', 'Update', 'Confirm'].map((action) => [`${intent}${action}Params.payment_method_data.type`, ['card']]),
    ),
  ),
  'TestHelpers.ConfirmationTokenCreateParams.payment_method_data.type': ['card'],
  // `stripe trigger payment_intent.partially_funded` of the Stripe CLI sends it, where the description says jp_bank_transfer.
  ...Object.fromEntries(
    ['Create', 'Update', 'Confirm'].map((action) => [
      `PaymentIntent${action}Params.payment_method_options.customer_balance.bank_transfer.type`,
      ['jp_bank_account'],
    ]),
  ),
  // Older versions took them, though nothing sends them any more: https://docs.stripe.com/changelog/2024-04-10
  ...Object.fromEntries(
    ['Create', 'Update'].map((action) => [
      `WebhookEndpoint${action}Params.enabled_events[]`,
      [
        'invoiceitem.updated',
        'order.created',
        'recipient.created',
        'recipient.deleted',
        'recipient.updated',
        'sku.created',
        'sku.deleted',
        'sku.updated',
      ],
    ]),
  ),
};

/**
 * Strings that `''` clears, though the types do not say so; a hash stands for all of its strings.
 * Evidence: https://docs.stripe.com/disputes/api. Customers: real requests with `description=` are answered with null.
 */
export const CLEARABLE_STRINGS = [
  'DisputeUpdateParams.evidence',
  ...['CustomerCreateParams', 'CustomerUpdateParams'].flatMap((params) => [
    ...['description', 'email', 'name', 'phone'].map((name) => `${params}.${name}`),
    `${params}.coupon`,
    `${params}.promotion_code`,
    `${params}.invoice_settings.default_payment_method`,
    `${params}.invoice_settings.footer`,
  ]),
];
