/** JSON as it came: the members that tests read. Whoever misspells one is told when types are checked. */
export type RawBody = Hashes & References & Lists & Strings & Numbers & { readonly has_more: boolean };

/** An id, or the object where it is expanded. */
type Reference = RawBody & string;

/** A list; in an event the object, and what it was before. */
type List = RawBody & readonly [RawBody, ...RawBody[]];

type Hashes = {
  readonly [name in
    | 'applies_to'
    | 'billing_mode'
    | 'card'
    | 'cash_balance'
    | 'coupon'
    | 'discount'
    | 'error'
    | 'invoice_settings'
    | 'last_payment_error'
    | 'metadata'
    | 'next_action'
    | 'payment_method_preview'
    | 'previous_attributes'
    | 'price'
    | 'recurring'
    | 'redirect_to_url'
    | 'requirements'
    | 'transfer_data']: RawBody;
};

type References = {
  readonly [name in
    | 'balance_transaction'
    | 'charge'
    | 'customer'
    | 'default_price'
    | 'invoice'
    | 'latest_charge'
    | 'latest_invoice'
    | 'payment_intent'
    | 'payment_method'
    | 'product'
    | 'review'
    | 'subscription'
    | 'tax_code']: Reference;
};

type Lists = {
  readonly [name in
    | 'charges'
    | 'custom_fields'
    | 'data'
    | 'enabled_events'
    | 'items'
    | 'lines'
    | 'phases'
    | 'refunds'
    | 'reversals'
    | 'sources'
    | 'subscriptions'
    | 'tax_amounts'
    | 'tax_ids'
    | 'tiers'
    | 'total_tax_amounts']: List;
};

type Strings = {
  readonly [name in
    | 'aggregate_usage'
    | 'brand'
    | 'capture_method'
    | 'code'
    | 'currency'
    | 'description'
    | 'disabled_reason'
    | 'doc_url'
    | 'email'
    | 'fingerprint'
    | 'id'
    | 'last4'
    | 'message'
    | 'name'
    | 'next_page'
    | 'object'
    | 'order'
    | 'param'
    | 'request_log_url'
    | 'setup_future_usage'
    | 'status'
    | 'type'
    | 'url']: string;
};

type Numbers = {
  readonly [name in
    | 'amount'
    | 'amount_paid'
    | 'available_on'
    | 'billing_cycle_anchor'
    | 'created'
    | 'current_period_end'
    | 'current_period_start'
    | 'due_date'
    | 'end_date'
    | 'exp_year'
    | 'quantity'
    | 'size'
    | 'total'
    | 'unit_amount'
    | 'updated']: number;
};
