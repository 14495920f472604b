/** What the parameters of a session must agree on, beside what the description says of each of them. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { checkInterval } from '../subscription/pending-items.ts';

export type Params = Stripe.Checkout.SessionCreateParams;
type Name = keyof Params;

/** The modes that take the parameter. */
const modes: Partial<Readonly<Record<Name, readonly string[]>>> = {
  allow_promotion_codes: ['payment', 'subscription'],
  after_expiration: ['payment', 'subscription'],
  automatic_tax: ['payment', 'subscription'],
  discounts: ['payment', 'subscription'],
  invoice_creation: ['payment'],
  line_items: ['payment', 'subscription'],
  optional_items: ['payment', 'subscription'],
  payment_intent_data: ['payment'],
  setup_intent_data: ['setup'],
  shipping_address_collection: ['payment', 'subscription'],
  shipping_options: ['payment'],
  subscription_data: ['subscription'],
  tax_id_collection: ['payment', 'subscription'],
};

const exclusive: readonly (readonly Name[])[] = [
  ['customer', 'customer_email'],
  ['allow_promotion_codes', 'discounts'],
  ['allowed_payment_method_types', 'excluded_payment_method_types'],
];

/** Refused rather than taken and forgotten. */
const notEmulated: Partial<Readonly<Record<Name, string>>> = {
  customer_account: 'sessions are made for customers only',
  managed_payments: 'nobody else sells for the account',
};

/** The addresses that each kind of page leads to. */
const hosted: readonly Name[] = ['success_url', 'cancel_url'];
const embedded: readonly Name[] = ['return_url', 'redirect_on_completion'];

const isSent = (value: unknown): boolean =>
  value !== undefined && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0);

function checkModes(params: Params, mode: string): void {
  for (const [name, allowed] of Object.entries(modes)) {
    if (!isSent(params[name as Name]) || allowed.includes(mode)) continue;
    throw errors.invalid(`You can not pass \`${name}\` in \`${mode}\` mode.`, name);
  }
  if (params.customer_creation !== undefined && mode === 'subscription')
    throw errors.invalid('`customer_creation` can only be used in `payment` mode.', 'customer_creation');
}

function checkUrls(params: Params, isHosted: boolean): void {
  const foreign = (isHosted ? embedded : hosted).find((name) => params[name] !== undefined);
  if (foreign !== undefined)
    throw errors.invalid(
      `You can not pass \`${foreign}\` when \`ui_mode\` is \`${params.ui_mode ?? 'hosted_page'}\`.`,
      foreign,
    );
  if (isHosted && params.success_url === undefined) throw errors.parameterMissing('success_url');
  if (!isHosted && params.return_url === undefined && params.redirect_on_completion !== 'never')
    throw errors.parameterMissing('return_url');
  for (const name of ['success_url', 'cancel_url', 'return_url'] as const) {
    const url = params[name];
    if (url !== undefined && !URL.canParse(url)) throw errors.invalid('Not a valid URL', name, 'url_invalid');
  }
}

export function checkParams(params: Params): void {
  const { mode } = params;
  if (mode === undefined) throw errors.parameterMissing('mode');
  for (const names of exclusive) {
    const sent = names.filter((name) => isSent(params[name]));
    if (sent.length > 1) throw errors.exclusive(sent);
  }
  for (const [name, reason] of Object.entries(notEmulated))
    if (isSent(params[name as Name]))
      throw errors.invalid(`This emulator does not support \`${name}\` on Checkout Sessions: ${reason}.`, name);
  checkModes(params, mode);
  const interval = params.subscription_data?.pending_invoice_item_interval;
  if (interval !== undefined) checkInterval(interval, 'subscription_data[pending_invoice_item_interval]');
  checkUrls(params, (params.ui_mode ?? 'hosted_page') === 'hosted_page');
  if (params.customer_update !== undefined && params.customer === undefined)
    throw errors.invalid('`customer_update` can only be used with `customer`.', 'customer_update');
  if (params.tax_id_collection?.enabled && params.customer !== undefined && params.customer_update?.name !== 'auto')
    throw errors.invalid(
      'To collect tax IDs of an existing customer, set `customer_update[name]` to `auto`.',
      'tax_id_collection',
    );
  if (params.customer_creation !== undefined && params.customer !== undefined)
    throw errors.exclusive(['customer_creation', 'customer']);
  if ((params.discounts?.length ?? 0) > 1)
    throw errors.invalid('You can only apply up to one discount to a Checkout Session.', 'discounts');
  if (mode !== 'setup' && !isSent(params.line_items)) throw errors.parameterMissing('line_items');
  if (mode === 'setup' && params.currency === undefined && params.allowed_payment_method_types === undefined)
    throw errors.parameterMissing('currency');
}
