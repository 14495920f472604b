/** Fields that create, update and confirm take over as they are sent. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import { shippingOf } from '../charge/shipping.ts';
import { methodOptions, methodTypes } from './method-types.ts';
import type { StoredIntent } from './stored.ts';

/** What the three operations share; each takes only some of it. */
export type SentFields = Partial<
  Omit<Stripe.PaymentIntentUpdateParams, 'expand'> &
    Pick<
      Stripe.PaymentIntentCreateParams,
      'automatic_payment_methods' | 'confirmation_method' | 'on_behalf_of' | 'return_url'
    >
>;

/** '' unsets those that may be null. */
const copied = [
  'capture_method',
  'confirmation_method',
  'customer_account',
  'description',
  'on_behalf_of',
  'receipt_email',
  'setup_future_usage',
  'statement_descriptor',
  'statement_descriptor_suffix',
  'transfer_group',
] as const satisfies readonly (keyof SentFields)[];

type Patch = { -readonly [K in keyof StoredIntent]?: StoredIntent[K] };

export function plainFields(sent: SentFields, current?: StoredIntent): Partial<StoredIntent> {
  const patch: Record<string, unknown> = {};
  for (const field of copied) {
    const value = sent[field];
    if (value !== undefined) patch[field] = value || null;
  }
  if (sent.metadata !== undefined) patch.metadata = mergeMetadata(current?.metadata ?? {}, sent.metadata);
  if (sent.shipping !== undefined) patch.shipping = sent.shipping ? shippingOf(sent.shipping) : null;
  if (sent.amount_details !== undefined) patch.amount_details = amountDetails(sent.amount_details);
  if (sent.payment_details !== undefined) patch.payment_details = paymentDetails(sent.payment_details);
  if (sent.hooks !== undefined) patch.hooks = sent.hooks;
  return patch as Patch;
}

function amountDetails(sent: SentFields['amount_details']): NonNullable<Stripe.PaymentIntent['amount_details']> {
  if (!sent) return { tip: {} };
  const { shipping, tax, discount_amount: discount } = sent;
  return {
    ...(typeof discount === 'number' && { discount_amount: discount }),
    ...(shipping && {
      shipping: {
        amount: shipping.amount || null,
        from_postal_code: shipping.from_postal_code || null,
        to_postal_code: shipping.to_postal_code || null,
      },
    }),
    ...(tax && { tax: { total_tax_amount: tax.total_tax_amount ?? null } }),
    tip: {},
  };
}

function paymentDetails(sent: SentFields['payment_details']): Stripe.PaymentIntent.PaymentDetails {
  const { customer_reference, order_reference } = sent || {};
  return { customer_reference: customer_reference || null, order_reference: order_reference || null };
}

const choosers = [
  'allowed_payment_method_types',
  'excluded_payment_method_types',
  'payment_method_configuration',
] as const;

/** Which types of payment method are accepted, and with which options. */
export function methodFields(
  sent: SentFields,
  intent: Pick<StoredIntent, 'amount' | 'currency'> & Partial<StoredIntent>,
  account: string,
): Partial<StoredIntent> {
  const { automatic_payment_methods: automatic } = sent;
  checkExclusive(sent);
  const allowed = sent.allowed_payment_method_types ?? intent.allowed_payment_method_types ?? null;
  const sentExcluded = sent.excluded_payment_method_types;
  const excluded = (sentExcluded === undefined ? intent.excluded_payment_method_types : sentExcluded || null) ?? null;
  const settings = allowed !== null ? null : automaticMethods(automatic, intent.automatic_payment_methods);
  const types = methodTypes({
    amount: intent.amount,
    currency: intent.currency,
    automatic: settings,
    allowed,
    excluded,
  });
  return {
    allowed_payment_method_types: allowed as StoredIntent['allowed_payment_method_types'],
    automatic_payment_methods: settings,
    excluded_payment_method_types: excluded as StoredIntent['excluded_payment_method_types'],
    payment_method_configuration_details: settings === null ? null : configuration(sent, intent, account),
    payment_method_options: methodOptions(types, intent.payment_method_options ?? null, sent.payment_method_options),
    payment_method_types: types,
  };
}

function checkExclusive(sent: SentFields): void {
  if (sent.allowed_payment_method_types === undefined) return;
  const others = ['automatic_payment_methods', ...choosers.slice(1)].filter(
    (name) => sent[name as keyof SentFields] !== undefined,
  );
  if (others.length > 0) throw errors.exclusive(['allowed_payment_method_types', ...others]);
}

function automaticMethods(
  sent: SentFields['automatic_payment_methods'],
  current: StoredIntent['automatic_payment_methods'] | undefined,
): StoredIntent['automatic_payment_methods'] {
  if (sent === undefined) return current === undefined ? { allow_redirects: 'always', enabled: true } : current;
  return sent.enabled ? { allow_redirects: sent.allow_redirects ?? 'always', enabled: true } : null;
}

/** Every account has one configuration by default; its id follows from the account's. */
function configuration(
  { payment_method_configuration: sent }: SentFields,
  { payment_method_configuration_details: current }: Partial<StoredIntent>,
  account: string,
): StoredIntent['payment_method_configuration_details'] {
  if (sent !== undefined) return { id: sent, parent: null };
  return current ?? { id: `pmc_1${account.slice(5)}Default`, parent: null };
}
