/** A payment method and what else a payer has filled in, as a browser collects it: https://docs.stripe.com/api/confirmation_tokens */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { mergeAddress } from '../payment-method/billing-details.ts';
import { newPaymentMethod, type PaymentMethodData, paymentMethodFrom } from '../payment-method/from.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { refuseEnded } from '../payment-method/use.ts';
import type { StoredConfirmationToken } from './stored.ts';

type Params = NonNullable<Parameters<Stripe['testHelpers']['confirmationTokens']['create']>[0]>;

/** Seconds for which a token can be used. */
const life = 12 * 60 * 60;

async function methodOf(work: Work, params: Params): Promise<{ method: StoredPaymentMethod; saved: boolean }> {
  const { payment_method: id, payment_method_data: data } = params;
  if (id !== undefined && data !== undefined) throw errors.exclusive(['payment_method', 'payment_method_data']);
  if (id === undefined && data === undefined) throw errors.parameterMissing('payment_method_data');
  if (id === undefined) {
    return { method: await newPaymentMethod(work, data as PaymentMethodData, 'payment_method_data'), saved: false };
  }
  const method = await paymentMethodFrom(work, { id });
  refuseEnded(method);
  return { method, saved: true };
}

function previewOf({ type, ...method }: StoredPaymentMethod): Stripe.ConfirmationToken.PaymentMethodPreview {
  const { allow_redisplay = 'unspecified', billing_details, customer, customer_account } = method;
  return {
    allow_redisplay,
    billing_details,
    customer: customer as string | null,
    customer_account,
    [type]: (method as unknown as Readonly<Record<string, object>>)[type] ?? {},
    type,
  } as Stripe.ConfirmationToken.PaymentMethodPreview;
}

function shippingFor({
  address,
  name,
  phone = null,
}: NonNullable<Params['shipping']>): Stripe.ConfirmationToken.Shipping {
  return { address: mergeAddress(address as Parameters<typeof mergeAddress>[0], null), name, phone: phone || null };
}

export async function createToken({ work, params }: Call<Params>): Promise<StoredConfirmationToken> {
  const { method, saved } = await methodOf(work, params);
  const { payment_method_options: options, shipping } = params;
  return work.insert<StoredConfirmationToken>({
    ...work.blank<Stripe.ConfirmationToken>('confirmation_token'),
    expires_at: work.now + life,
    payment_intent: null,
    payment_method_options:
      options?.card === undefined ? null : { card: { cvc_token: null, ...installments(options.card) } },
    payment_method_preview: previewOf(method),
    return_url: params.return_url ?? null,
    setup_future_usage: params.setup_future_usage ?? null,
    setup_intent: null,
    shipping: shipping === undefined ? null : shippingFor(shipping),
    use_stripe_sdk: true,
    method,
    saved,
  });
}

function installments({
  installments: sent,
}: NonNullable<NonNullable<Params['payment_method_options']>['card']>): Pick<
  Stripe.ConfirmationToken.PaymentMethodOptions.Card,
  'installments'
> {
  if (sent === undefined) return {};
  const { count = null, interval = null, type } = sent.plan;
  return { installments: { plan: { count, interval, type } } };
}
