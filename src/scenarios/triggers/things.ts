/** Things that many of the triggers begin with, each under its own name. */
import type { Step } from '../format.ts';
import { usBank } from '../us-bank.ts';
import { advance, post } from './trigger.ts';

type Params = Readonly<Record<string, unknown>>;

export const customer = post('/v1/customers', { name: 'Jenny Rosen', email: 'jenny@example.com' }, 'customer');
export const payingCustomer = post(
  '/v1/customers',
  {
    name: 'Jenny Rosen',
    email: 'jenny@example.com',
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  },
  'customer',
);
export const product = post('/v1/products', { name: 'Gold' }, 'product');
export const price = post(
  '/v1/prices',
  { currency: 'usd', unit_amount: 1500, product_data: { name: 'Gold' } },
  'price',
);
export const monthly = post(
  '/v1/prices',
  { currency: 'usd', unit_amount: 1500, recurring: { interval: 'month' }, product_data: { name: 'Gold' } },
  'price',
);
export const coupon = post('/v1/coupons', { percent_off: 20 }, 'coupon');

/** A payment by card, confirmed at once. */
export const paid = (card = 'pm_card_visa', more: Params = {}) =>
  post(
    '/v1/payment_intents',
    { amount: 2000, currency: 'usd', confirm: true, payment_method: card, ...more },
    'payment',
  );
/** A card that is authorized, not charged. */
export const held = paid('pm_card_visa', { capture_method: 'manual' });

const sepaDetails = { billing_details: { name: 'Jenny Rosen', email: 'jenny@example.com' } };
/** A debit that takes its time, by what becomes of it. */
export const sepaPayment = (iban: string) =>
  post(
    '/v1/payment_intents',
    {
      amount: 2000,
      currency: 'eur',
      confirm: true,
      payment_method_types: ['sepa_debit'],
      payment_method_data: { type: 'sepa_debit', sepa_debit: { iban }, ...sepaDetails },
      mandate_data: { customer_acceptance: { type: 'offline' } },
    },
    'payment',
  );
export const ibans = {
  succeeds: 'AT611904300234573201',
  fails: 'AT861904300235473202',
  takesMinutes: 'AT321904300235473204',
} as const;

export const seller = post(
  '/v1/accounts',
  {
    country: 'US',
    type: 'custom',
    external_account: usBank('000123456789'),
  },
  'seller',
);
/** Money of the platform that it can spend at once. */
export const spendableMoney: Step = {
  steps: [paid('pm_card_bypassPending', { amount: 100_000 }), advance('10s')],
};

export const draftInvoice = post(
  '/v1/invoices',
  { customer: '${customer:id}', auto_advance: false, collection_method: 'charge_automatically' },
  'invoice',
);
export const invoiceItem = post(
  '/v1/invoiceitems',
  { customer: '${customer:id}', amount: 1500, currency: 'usd', invoice: '${invoice:id}' },
  'item',
);
export const finalized = post('/v1/invoices/${invoice:id}/finalize', {});
/** An open invoice of `customer`. */
export const openInvoice = [draftInvoice, invoiceItem, finalized];
