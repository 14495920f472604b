export type SearchFieldType = 'token' | 'string' | 'number' | 'metadata' | 'boolean';
export type Stored = Readonly<Record<string, unknown>>;

/** A field's type, and where its value is when that is not the path of its name. */
export type SearchField =
  | SearchFieldType
  | { readonly type: SearchFieldType; readonly read: (object: Stored) => unknown };
export type SearchFields = Readonly<Record<string, SearchField>>;

const cardFields: SearchFields = Object.fromEntries(
  ['card', 'card_present', 'interac_present'].flatMap((source) =>
    ['last4', 'exp_month', 'exp_year', 'brand', 'fingerprint'].map((field) => [
      `payment_method_details.${source}.${field}`,
      'token' as const,
    ]),
  ),
);

/** What each resource can be searched by: https://docs.stripe.com/search#supported-query-fields-for-each-resource */
export const searchFields = {
  charges: {
    amount: 'number',
    'billing_details.address.postal_code': 'token',
    created: 'number',
    currency: 'token',
    customer: 'token',
    disputed: 'boolean',
    metadata: 'metadata',
    ...cardFields,
    refunded: { type: 'boolean', read: refundedInFull },
    status: 'token',
  },
  customers: { created: 'number', email: 'string', metadata: 'metadata', name: 'string', phone: 'string' },
  invoices: {
    created: 'number',
    currency: 'token',
    customer: 'token',
    last_finalization_error_code: { type: 'string', read: valueAt('last_finalization_error.code') },
    last_finalization_error_type: { type: 'string', read: valueAt('last_finalization_error.type') },
    metadata: 'metadata',
    number: 'string',
    receipt_number: 'string',
    status: 'string',
    subscription: { type: 'string', read: valueAt('parent.subscription_details.subscription') },
    total: 'number',
  },
  payment_intents: {
    amount: 'number',
    created: 'number',
    currency: 'token',
    customer: 'token',
    metadata: 'metadata',
    status: 'token',
  },
  prices: {
    active: 'boolean',
    currency: 'token',
    lookup_key: 'string',
    metadata: 'metadata',
    product: 'string',
    type: 'token',
  },
  products: {
    active: 'boolean',
    description: 'string',
    metadata: 'metadata',
    name: 'string',
    shippable: 'boolean',
    url: 'string',
  },
  subscriptions: { canceled_at: 'number', created: 'number', metadata: 'metadata', status: 'token' },
} as const satisfies Record<string, SearchFields>;

/** Stripe gives `refunded` three values: true in full, false in part, null not at all. */
function refundedInFull(charge: Stored): boolean | null {
  if (charge.refunded === true) return true;
  return typeof charge.amount_refunded === 'number' && charge.amount_refunded > 0 ? false : null;
}

/** Reads a dotted path; undefined where it ends early. */
export function valueAt(path: string): (object: Stored) => unknown {
  const keys = path.split('.');
  return (object) => keys.reduce<unknown>(own, object);
}

export function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
