/** Fields that create, update and confirm take over as they are sent. */
import type Stripe from 'stripe';
import { mergeMetadata } from '../../kernel/merge.ts';
import { shippingOf } from '../charge/shipping.ts';
import { checkReferencePrefix } from '../mandate/details.ts';
import { methodChoice } from './method-choice.ts';
import { methodOptions } from './method-types.ts';
import type { StoredIntent } from './stored.ts';

/** What the three operations share; each takes only some of it. */
type SentFields = Partial<
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

/** Which types of payment method are accepted, and with which options. */
export function methodFields(
  sent: SentFields,
  intent: Pick<StoredIntent, 'amount' | 'currency'> & Partial<StoredIntent>,
  account: string,
  offered?: readonly string[],
): Partial<StoredIntent> {
  checkReferencePrefix((sent.payment_method_options || undefined)?.sepa_debit);
  const choice = methodChoice(sent, intent, account, offered);
  const options = methodOptions(
    choice.payment_method_types,
    intent.payment_method_options ?? null,
    sent.payment_method_options,
  );
  return { ...(choice as Partial<StoredIntent>), payment_method_options: options };
}
