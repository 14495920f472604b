/** Each visit of a payment link opens a Checkout Session: https://docs.stripe.com/payment-links */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { newSession } from '../checkout-session/create.ts';
import type { Params } from '../checkout-session/refused.ts';
import type { StoredSession } from '../checkout-session/stored.ts';
import { itemsOf } from '../item/of-parent.ts';
import { isRecurring, type StoredItem } from '../item/stored.ts';
import type { StoredLink } from './stored.ts';

/** What the address may say besides: https://docs.stripe.com/payment-links/url-parameters */
interface Prefilled {
  readonly client_reference_id?: string | undefined;
  readonly prefilled_email?: string | undefined;
}

/** Where Stripe sends those who have nowhere to go. */
const nowhere = 'https://stripe.com';

const lineOf = ({ price, quantity, adjustable_quantity: limits }: StoredItem) => ({
  price: price.id,
  ...(quantity !== null && { quantity }),
  ...(limits?.enabled && {
    adjustable_quantity: { enabled: true, maximum: limits.maximum ?? 99, minimum: limits.minimum ?? 0 },
  }),
});

type Hash = Readonly<Record<string, unknown>>;

/** Null is how objects say what parameters leave out. */
function sent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sent);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Hash).filter(([, each]) => each !== null);
  return Object.fromEntries(entries.map(([name, each]) => [name, sent(each)]));
}

function paymentData(link: StoredLink): Params['payment_intent_data'] {
  const { application_fee_amount: fee, on_behalf_of, payment_intent_data: data, transfer_data } = link;
  return sent({ ...data, application_fee_amount: fee, on_behalf_of, transfer_data }) as Params['payment_intent_data'];
}

function subscriptionData(link: StoredLink): NonNullable<Params['subscription_data']> {
  const { application_fee_percent, on_behalf_of, subscription_data: data, transfer_data: transfer } = link;
  const transfer_data = transfer && { destination: transfer.destination };
  return sent({ ...data, application_fee_percent, on_behalf_of, transfer_data }) as object;
}

function byMode(link: StoredLink, recurs: boolean): Params {
  if (recurs) return { mode: 'subscription', subscription_data: subscriptionData(link) };
  return {
    mode: 'payment',
    customer_creation: link.customer_creation,
    payment_intent_data: paymentData(link) as NonNullable<Params['payment_intent_data']>,
    ...(link.invoice_creation?.enabled && { invoice_creation: sent(link.invoice_creation) as { enabled: boolean } }),
  };
}

/** What link and session call by the same name. */
const shared = [
  'allow_promotion_codes',
  'billing_address_collection',
  'consent_collection',
  'custom_fields',
  'custom_text',
  'metadata',
  'name_collection',
  'optional_items',
  'payment_method_collection',
  'phone_number_collection',
  'shipping_address_collection',
  'tax_id_collection',
] as const;

export async function visitLink(work: Work, link: StoredLink, prefilled: Prefilled = {}): Promise<StoredSession> {
  const items = await itemsOf(work, link.id);
  const recurs = items.some(isRecurring);
  const same = Object.fromEntries(shared.map((name) => [name, link[name]]));
  const { after_completion: after, payment_method_types: types, submit_type: type } = link;
  const params: Params = {
    ...(sent(same) as Params),
    ...byMode(link, recurs),
    line_items: items.map(lineOf),
    success_url: after.redirect?.url ?? nowhere,
    ...(link.automatic_tax.enabled && { automatic_tax: sent(link.automatic_tax) as { enabled: boolean } }),
    ...(type !== 'auto' && { submit_type: type }),
    ...(types !== null && { allowed_payment_method_types: types as Params['allowed_payment_method_types'] & object }),
    ...(link.shipping_options.length > 0 && {
      shipping_options: link.shipping_options.map(({ shipping_rate }) => ({ shipping_rate: String(shipping_rate) })),
    }),
    ...(prefilled.client_reference_id && { client_reference_id: prefilled.client_reference_id }),
    ...(prefilled.prefilled_email && { customer_email: prefilled.prefilled_email }),
  };
  return newSession(work, params, { after_completion: after, payment_link: link.id });
}

export const isFull = ({ restrictions }: Pick<Stripe.PaymentLink, 'restrictions'>): boolean =>
  restrictions !== null && restrictions.completed_sessions.count >= restrictions.completed_sessions.limit;
