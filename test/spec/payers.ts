/** Payments with anything but cards, as a shop begins them. */
import type Stripe from 'stripe';
import type { TestBench } from './harness.ts';

type Type = Stripe.PaymentMethodCreateParams.Type;

export const mandate_data = { customer_acceptance: { type: 'offline' as const } };
export const billing_details = { name: 'Jenny Rosen', email: 'jenny@example.com' };
export const return_url = 'https://shop.example/thanks';

/** An amount that the type takes, and what must be sent along with it. */
interface Way {
  readonly currency: string;
  readonly amount?: number;
  readonly hash?: object;
  readonly options?: object;
  readonly needsCustomer?: true;
}

export const ways: Readonly<Record<string, Way>> = {
  us_bank_account: {
    currency: 'usd',
    hash: { account_holder_type: 'individual', account_number: '000123456789', routing_number: '110000000' },
  },
  sepa_debit: { currency: 'eur', hash: { iban: 'AT611904300234573201' } },
  acss_debit: {
    currency: 'cad',
    hash: { account_number: '000123456789', institution_number: '000', transit_number: '11000' },
  },
  bacs_debit: { currency: 'gbp', hash: { account_number: '00012345', sort_code: '108800' } },
  au_becs_debit: { currency: 'aud', hash: { account_number: '000123456', bsb_number: '000000' } },
  bancontact: { currency: 'eur' },
  ideal: { currency: 'eur', hash: { bank: 'ing' } },
  eps: { currency: 'eur' },
  p24: { currency: 'pln' },
  alipay: { currency: 'usd' },
  wechat_pay: { currency: 'usd', options: { client: 'web' } },
  klarna: { currency: 'usd' },
  affirm: { currency: 'usd', amount: 10_000 },
  afterpay_clearpay: { currency: 'usd' },
  paypal: { currency: 'usd' },
  cashapp: { currency: 'usd' },
  amazon_pay: { currency: 'usd' },
  revolut_pay: { currency: 'eur' },
  link: { currency: 'usd' },
  customer_balance: {
    currency: 'usd',
    options: { funding_type: 'bank_transfer', bank_transfer: { type: 'us_bank_transfer' } },
    needsCustomer: true,
  },
};

export function methodData(type: string, hash: object = ways[type]?.hash ?? {}) {
  return { type: type as Type, billing_details, [type]: hash } as Stripe.PaymentIntentCreateParams.PaymentMethodData;
}

/** Confirmed with a new payment method of the type. */
export async function payWith(
  { stripe }: Pick<TestBench, 'stripe'>,
  type: string,
  params: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<Stripe.PaymentIntent> {
  const { currency = 'usd', amount = 2000, options, needsCustomer } = ways[type] ?? {};
  const customer = needsCustomer ? { customer: (await stripe.customers.create()).id } : {};
  return stripe.paymentIntents.create({
    amount,
    currency,
    ...customer,
    allowed_payment_method_types: [type as 'card'],
    ...(params.payment_method === undefined && { payment_method_data: methodData(type) }),
    ...(options && { payment_method_options: { [type]: options } }),
    confirm: true,
    mandate_data,
    return_url,
    ...params,
  });
}
