/** Banks, wallets and lenders that ask the payer themselves. */
import type { DisputeTold, MethodType } from './method-type.ts';

type Row = readonly [name: string, type: MethodType];

/** A bank's own page; what was paid once cannot be debited again. */
const bank = {
  options: {},
  step: 'redirect',
  slow: false,
  holds: false,
  saves: 'nothing',
  refusal: 'payment_intent_authentication_failure',
  refund: 'at_once',
} as const;

const wallet = {
  fields: {},
  options: {},
  step: 'redirect',
  slow: false,
  holds: true,
  saves: 'itself',
  mandate: { needed: false },
  refusal: 'payment_method_provider_decline',
  refund: 'at_once',
} as const;

/** Buys now, pays the lender later. */
const lender = {
  fields: {},
  options: {},
  step: 'redirect',
  slow: false,
  holds: true,
  saves: 'nothing',
  refusal: 'payment_method_provider_decline',
  fee: { rate: 0.06, fixed: 30 },
  refund: 'at_once',
} as const;

/** The card behind a wallet. */
const fundingCard = {
  card: { brand: 'visa', country: 'US', exp_month: 12, exp_year: 2034, funding: 'credit', last4: '4242' },
  type: 'card',
};

/** https://docs.klarna.com/disputes */
const klarnaDispute: DisputeTold = {
  tells: { reason_code: 'reason_code' },
  reasonCodes: {
    credit_not_processed: 'return',
    duplicate: 'already_paid',
    fraudulent: 'unauthorized_purchase',
    general: 'incorrect_invoice',
    product_not_received: 'goods_not_received',
    product_unacceptable: 'faulty_goods',
  },
};

/** https://developer.paypal.com/docs/api/customer-disputes/v1 */
const paypalDispute: DisputeTold = {
  tells: { case_id: 'case_number', reason_code: 'reason_code' },
  reasonCodes: {
    credit_not_processed: 'CREDIT_NOT_PROCESSED',
    duplicate: 'DUPLICATE_TRANSACTION',
    fraudulent: 'UNAUTHORISED',
    general: 'OTHER',
    product_not_received: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
    product_unacceptable: 'MERCHANDISE_OR_SERVICE_NOT_AS_DESCRIBED',
    subscription_canceled: 'CANCELED_RECURRING_BILLING',
    unrecognized: 'INCORRECT_AMOUNT',
  },
};

const referenced = { reference: null, reference_status: null };

const rows: readonly Row[] = [
  [
    'bancontact',
    {
      capability: 'bancontact_payments',
      ...bank,
      fields: {},
      bills: ['name'],
      options: { preferred_language: 'en' },
      currencies: ['eur'],
      saves: 'sepa_debit',
      iban: 'BE62510007547061',
      payment: {
        says: {
          bank_code: 'VAPE',
          bank_name: 'VAN DE PUT & CO',
          bic: 'VAPEBE22',
          iban_last4: '7061',
          preferred_language: 'en',
        },
        tells: {
          generated_sepa_debit: 'generated',
          generated_sepa_debit_mandate: 'generated_mandate',
          verified_name: 'billing_name',
        },
      },
      attempt: [
        'bank_code',
        'bank_name',
        'bic',
        'generated_sepa_debit',
        'generated_sepa_debit_mandate',
        'iban_last4',
        'preferred_language',
        'verified_name',
      ],
      fee: { rate: 0.014, fixed: 30 },
      refundsAs: 'eu_bank_transfer',
      refundTells: referenced,
    },
  ],
  [
    'ideal',
    {
      capability: 'ideal_payments',
      ...bank,
      fields: { bank: null, bic: null },
      known: { tells: { bic: 'bic' } },
      currencies: ['eur'],
      saves: 'sepa_debit',
      iban: 'NL39RABO0300065264',
      payment: {
        says: { iban_last4: '5264' },
        tells: {
          bank: 'own',
          bic: 'own',
          generated_sepa_debit: 'generated',
          generated_sepa_debit_mandate: 'generated_mandate',
          transaction_id: 'reference',
          verified_name: 'billing_name',
        },
      },
      attempt: ['bank', 'bic', 'generated_sepa_debit', 'generated_sepa_debit_mandate', 'iban_last4', 'verified_name'],
      fee: { rate: 0, fixed: 80 },
      refundsAs: 'eu_bank_transfer',
      refundTells: referenced,
    },
  ],
  [
    'eps',
    {
      capability: 'eps_payments',
      ...bank,
      fields: { bank: null },
      bills: ['name'],
      currencies: ['eur'],
      payment: { tells: { bank: 'own', verified_name: 'billing_name' } },
      fee: { rate: 0.016, fixed: 30 },
      refundTells: {},
    },
  ],
  [
    'p24',
    {
      capability: 'p24_payments',
      ...bank,
      fields: { bank: null },
      bills: ['email'],
      currencies: ['eur', 'pln'],
      payment: { tells: { bank: 'own', reference: 'long_reference', verified_name: 'billing_name' } },
      fee: { rate: 0.022, fixed: 30 },
      refundTells: referenced,
    },
  ],
  [
    'alipay',
    {
      ...bank,
      fields: {},
      currencies: ['aud', 'cad', 'cny', 'eur', 'gbp', 'hkd', 'jpy', 'myr', 'nzd', 'sgd', 'usd'],
      wayOut: 'alipay_handle_redirect',
      payment: { tells: { buyer_id: 'reference', fingerprint: 'reference', transaction_id: 'long_reference' } },
      refundTells: {},
    },
  ],
  [
    'wechat_pay',
    {
      ...bank,
      fields: {},
      options: { app_id: null, client: null },
      needsOptions: ['client'],
      currencies: ['aud', 'cad', 'chf', 'cny', 'dkk', 'eur', 'gbp', 'hkd', 'jpy', 'nok', 'sek', 'sgd', 'usd'],
      wayOut: 'wechat_pay_display_qr_code',
      payment: { tells: { fingerprint: 'reference', transaction_id: 'long_reference' } },
      refundTells: {},
    },
  ],
  [
    'klarna',
    {
      capability: 'klarna_payments',
      ...lender,
      fields: { dob: null },
      options: { preferred_locale: null },
      currencies: ['aud', 'cad', 'chf', 'czk', 'dkk', 'eur', 'gbp', 'nok', 'nzd', 'pln', 'ron', 'sek', 'usd'],
      saves: 'itself',
      mandate: { needed: false },
      payment: {
        says: { payment_method_category: 'pay_later', preferred_locale: 'en-US' },
        tells: { payer_details: 'payer' },
      },
      dispute: klarnaDispute,
      fee: { rate: 0.0599, fixed: 30 },
      refundTells: referenced,
    },
  ],
  [
    'affirm',
    {
      capability: 'affirm_payments',
      ...lender,
      currencies: ['cad', 'usd'],
      // Up to 30,000 dollars: https://docs.stripe.com/payments/affirm
      least: 10_000,
      most: 3_000_000,
      payment: { tells: { transaction_id: 'reference' } },
      refundTells: {},
    },
  ],
  [
    'afterpay_clearpay',
    {
      capability: 'afterpay_clearpay_payments',
      ...lender,
      bills: ['email', 'name'],
      options: { reference: null },
      currencies: ['aud', 'cad', 'gbp', 'nzd', 'usd'],
      least: 100,
      most: 400_000,
      payment: { says: { reference: null }, tells: { order_id: 'reference', reference: 'options' } },
      refundTells: referenced,
    },
  ],
  [
    'paypal',
    {
      ...wallet,
      fields: { country: null, payer_email: null, payer_id: null },
      options: { preferred_locale: null, reference: null },
      currencies: ['aud', 'cad', 'chf', 'czk', 'dkk', 'eur', 'gbp', 'hkd', 'nok', 'nzd', 'pln', 'sek', 'sgd', 'usd'],
      approved: { tells: { payer_email: 'billing_email', payer_id: 'reference' }, says: { country: 'US' } },
      mandate: { needed: false, tells: { billing_agreement_id: 'reference', payer_id: 'own' } },
      payment: {
        says: { seller_protection: { dispute_categories: ['fraudulent', 'product_not_received'], status: 'eligible' } },
        tells: {
          country: 'own',
          payer_email: 'own',
          payer_id: 'own',
          payer_name: 'billing_name',
          transaction_id: 'long_reference',
        },
      },
      dispute: paypalDispute,
      refundTells: { network_decline_code: null, ...referenced },
    },
  ],
  [
    'cashapp',
    {
      capability: 'cashapp_payments',
      ...wallet,
      fields: { buyer_id: null, cashtag: null },
      approved: { says: { cashtag: '$testpayer' }, tells: { buyer_id: 'reference' } },
      currencies: ['usd'],
      wayOut: 'cashapp_handle_redirect_or_display_qr_code',
      payment: { tells: { buyer_id: 'own', cashtag: 'own', transaction_id: 'long_reference' } },
      refundTells: {},
    },
  ],
  [
    'amazon_pay',
    {
      capability: 'amazon_pay_payments',
      ...wallet,
      currencies: ['aud', 'chf', 'dkk', 'eur', 'gbp', 'hkd', 'jpy', 'nok', 'nzd', 'sek', 'usd', 'zar'],
      payment: { says: { funding: fundingCard }, tells: { transaction_id: 'long_reference' } },
      dispute: { tells: { dispute_type: 'kind' } },
      refundTells: {},
    },
  ],
  [
    'revolut_pay',
    {
      capability: 'revolut_pay_payments',
      ...wallet,
      currencies: ['chf', 'czk', 'dkk', 'eur', 'gbp', 'nok', 'pln', 'ron', 'sek', 'usd'],
      payment: { says: { funding: fundingCard }, tells: { transaction_id: 'long_reference' } },
      refundsAs: 'revolut',
      refundTells: {},
    },
  ],
  [
    'link',
    {
      capability: 'link_payments',
      ...wallet,
      fields: { email: null },
      known: { tells: { email: 'billing_email' } },
      options: { persistent_token: null },
      step: 'code',
      payment: { says: { country: 'US' } },
    },
  ],
];

export const walletTypes: Readonly<Record<string, MethodType>> = Object.fromEntries(rows);
