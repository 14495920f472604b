/** What a new object holds where the description only says what it may hold. All else begins neutral: see blank.ts. */
import type { Schema } from './document.ts';

type Values = Readonly<Record<string, unknown>>;

/** By field, whatever the object. */
const byField: Values = {
  active: true,
  country: 'US',
  currency: 'usd',
  discountable: true,
  enabled: true,
  valid: true,
};

/** By object, where it differs from the above and from `beginnings`. */
const byObject: Readonly<Record<string, Values>> = {
  account: { type: 'standard' },
  'apps.install': { channel: 'public' },
  bank_account: { status: 'new' },
  'checkout.session': { payment_status: 'unpaid', payment_method_types: ['card'] },
  coupon: { duration: 'once' },
  credit_note: { type: 'pre_payment' },
  invoice_payment: { status: 'open' },
  invoiceitem: { quantity: 1, quantity_decimal: '1' },
  'issuing.card': { status: 'inactive', brand: 'Visa', type: 'virtual' },
  'issuing.cardholder': { type: 'individual' },
  'issuing.personalization_design': { status: 'review' },
  payment_link: { customer_creation: 'if_required' },
  payout: { method: 'standard', source_type: 'card', status: 'pending', reconciliation_status: 'not_applicable' },
  plan: { interval: 'month', interval_count: 1 },
  price: { tax_behavior: 'unspecified' },
  product: { type: 'service' },
  quote: { payment_status: 'unpaid' },
  'radar.value_list': { created_by: 'API' },
  'radar.value_list_item': { created_by: 'API' },
  'reporting.report_run': { status: 'pending' },
  review: { open: true },
  setup_intent: { payment_method_types: ['card'], usage: 'off_session' },
  shipping_rate: { tax_behavior: 'unspecified' },
  source: { flow: 'none', status: 'chargeable', usage: 'reusable' },
  subscription_schedule: { end_behavior: 'release' },
  'tax.settings': { status: 'pending' },
  'tax.transaction': { type: 'transaction' },
  'terminal.reader': { status: 'online', device_type: 'simulated_wisepos_e' },
  webhook_endpoint: { status: 'enabled' },
};

/** Most objects begin in the first of these that their status can have. */
const beginnings = [
  'requires_payment_method',
  'requires_input',
  'requires_submission',
  'needs_response',
  'draft',
  'unsubmitted',
  'not_started',
  'ready',
  'open',
  'issued',
  'installed',
  'active',
  'processing',
  'pending',
  'succeeded',
  'posted',
];

/** Undefined where the object begins with the neutral value. `choices` and `nullable` are those of the field's schema. */
export function initialValue(type: string, name: string, choices: readonly Schema[], nullable: boolean): unknown {
  const own = byObject[type];
  if (own !== undefined && name in own) return own[name];
  // Types say that it may be null; new objects have an empty one all the same.
  if (name === 'metadata') return {};
  const values = choices[0]?.enum;
  if (name === 'status' && values !== undefined) return beginnings.find((state) => values.includes(state));
  return nullable ? undefined : byField[name];
}
