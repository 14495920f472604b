/**
 * Stripe's own names for the ids in a path. By default an id is called after the word before it
 * (`/v1/disputes/{dispute}`); here are the others. One word names the last id
 * of the path; two words name both.
 */
export const PATH_NAMES: Record<string, string> = {
  '/v1/accounts/{}/capabilities/{}': 'capability',
  '/v1/accounts/{}/external_accounts/{}': 'id',
  '/v1/accounts/{}/persons/{}': 'person',
  '/v1/apple_pay/domains/{}': 'domain',
  '/v1/application_fees/{}': 'id',
  '/v1/application_fees/{}/refunds': 'id',
  '/v1/application_fees/{}/refunds/{}': 'fee id',
  '/v1/balance_transactions/{}': 'id',
  '/v1/billing/*': 'id',
  '/v1/country_specs/{}': 'country',
  '/v1/credit_notes/{}': 'id',
  '/v1/credit_notes/{}/void': 'id',
  '/v1/customers/{}/balance_transactions/{}': 'transaction',
  '/v1/customers/{}/cash_balance_transactions/{}': 'transaction',
  '/v1/customers/{}/sources/{}': 'id',
  '/v1/customers/{}/sources/{}/verify': 'id',
  '/v1/customers/{}/tax_ids/{}': 'id',
  '/v1/customers/{}/bank_accounts/{}': 'id',
  '/v1/customers/{}/bank_accounts/{}/verify': 'id',
  '/v1/customers/{}/cards/{}': 'id',
  '/v1/customers/{}/subscriptions/{}': 'subscription_exposed_id',
  '/v1/customers/{}/subscriptions/{}/discount': 'subscription_exposed_id',
  '/v1/entitlements/*': 'id',
  '/v1/ephemeral_keys/{}': 'key',
  '/v1/events/{}': 'id',
  '/v1/exchange_rates/{}': 'rate_id',
  '/v1/file_links/{}': 'link',
  '/v1/forwarding/requests/{}': 'id',
  '/v1/identity/verification_reports/{}': 'report',
  '/v1/identity/verification_sessions/{}': 'session',
  '/v1/identity/verification_sessions/{}/cancel': 'session',
  '/v1/identity/verification_sessions/{}/redact': 'session',
  '/v1/invoice_rendering_templates/{}': 'template',
  '/v1/invoice_rendering_templates/{}/archive': 'template',
  '/v1/invoice_rendering_templates/{}/unarchive': 'template',
  '/v1/invoices/{}/lines/{}': 'line_item_id',
  '/v1/payment_attempt_records/{}': 'id',
  '/v1/payment_intents/*': 'intent',
  '/v1/payment_method_configurations/{}': 'configuration',
  '/v1/payment_records/*': 'id',
  '/v1/products/{}': 'id',
  '/v1/products/{}/features/{}': 'id',
  '/v1/radar/value_list_items/{}': 'item',
  '/v1/setup_intents/*': 'intent',
  '/v1/shipping_rates/{}': 'shipping_rate_token',
  '/v1/subscription_items/{}': 'item',
  '/v1/subscription_schedules/*': 'schedule',
  '/v1/subscriptions/{}': 'subscription_exposed_id',
  '/v1/subscriptions/{}/discount': 'subscription_exposed_id',
  '/v1/tax/registrations/{}': 'id',
  '/v1/tax_codes/{}': 'id',
  '/v1/tax_ids/{}': 'id',
  '/v1/test_helpers/treasury/inbound_transfers/*': 'id',
  '/v1/test_helpers/treasury/outbound_payments/*': 'id',
  '/v1/transfers/{}/reversals': 'id',
  '/v1/transfers/{}/reversals/{}': 'id',
  '/v1/treasury/inbound_transfers/{}': 'id',
  '/v1/treasury/outbound_payments/*': 'id',
  '/v1/treasury/received_credits/{}': 'id',
  '/v1/treasury/received_debits/{}': 'id',
  '/v1/treasury/transaction_entries/{}': 'id',
  '/v1/treasury/transactions/{}': 'id',
};

/** `param` of the 404 for an unknown id, in the paths where Stripe answers with another word than the path's own. */
export const MISSING_PARAM: Record<string, string> = {
  '/v1/charges/{charge}': 'id',
  '/v1/customers/{customer}': 'id',
  '/v1/customers/{customer}/subscriptions/{subscription_exposed_id}': 'id',
  '/v1/customers/{customer}/subscriptions/{subscription_exposed_id}/discount': 'id',
  '/v1/subscriptions/{subscription_exposed_id}': 'id',
  '/v1/subscriptions/{subscription_exposed_id}/discount': 'id',
};

/** A path with `{0}`, `{1}` written with Stripe's names. */
export function namePath(path: string): string {
  const bare = path.replace(/\{\d\}/g, '{}');
  const given = PATH_NAMES[bare] ?? wildcard(bare);
  const names = given?.split(' ') ?? [];
  const segments = path.split('/');
  let seen = names.length - segments.filter((segment) => segment.startsWith('{')).length;
  return segments
    .map((segment, index) => {
      if (!segment.startsWith('{')) return segment;
      return `{${names[seen++] ?? singular(segments[index - 1] ?? '')}}`;
    })
    .join('/');
}

function wildcard(path: string): string | undefined {
  const key = Object.keys(PATH_NAMES).find((each) => each.endsWith('/*') && path.startsWith(each.slice(0, -1)));
  return key === undefined ? undefined : PATH_NAMES[key];
}

const singular = (word: string) => word.replace(/ies$/, 'y').replace(/s$/, '');
