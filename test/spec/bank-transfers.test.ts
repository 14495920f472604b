import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, type TestBench, testBench } from './harness.ts';
import { payWith } from './payers.ts';

const cash = ({ stripe }: TestBench, id: string): Promise<Stripe.CashBalance> =>
  stripe.customers.retrieveCashBalance(id);

const fund = ({ stripe }: TestBench, id: string, amount: number, reference?: string) =>
  stripe.testHelpers.customers.fundCashBalance(id, { amount, currency: 'usd', ...(reference && { reference }) });

async function waiting(bench: TestBench, params: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  const intent = await payWith(bench, 'customer_balance', params);
  return { intent, customer: String(intent.customer) };
}

const statusOf = async ({ stripe }: TestBench, id: string): Promise<string> =>
  (await stripe.paymentIntents.retrieve(id)).status;

describe('a payment by bank transfer', () => {
  it('tells where to send the money, and succeeds once it is there', async () => {
    const bench = await testBench();
    const { intent, customer } = await waiting(bench);
    const told = intent.next_action?.display_bank_transfer_instructions;
    expect(told).toMatchObject({ amount_remaining: 2000, currency: 'usd', type: 'us_bank_transfer' });
    expect(told?.financial_addresses?.map(({ type }) => type)).toEqual(['aba', 'swift']);
    const transaction = await fund(bench, customer, 2000);
    expect(transaction).toMatchObject({ type: 'funded', net_amount: 2000, ending_balance: 2000, customer });
    const paid = await bench.stripe.paymentIntents.retrieve(intent.id);
    expect(paid).toMatchObject({ status: 'succeeded', amount_received: 2000, next_action: null });
    const charge = await bench.stripe.charges.retrieve(String(paid.latest_charge));
    expect(charge.payment_method_details).toEqual({ customer_balance: {}, type: 'customer_balance' });
    expect(await cash(bench, customer)).toMatchObject({ available: { usd: 0 } });
    const { data } = await bench.stripe.customers.listCashBalanceTransactions(customer);
    expect(data.map(({ type, net_amount }) => [type, net_amount])).toEqual([
      ['applied_to_payment', -2000],
      ['funded', 2000],
    ]);
    expect(data[0]?.applied_to_payment).toEqual({ payment_intent: intent.id });
    expect(await bench.eventTypes()).toEqual([
      'customer.created',
      'payment_intent.created',
      'payment_intent.requires_action',
      'customer_cash_balance_transaction.created',
      'customer_cash_balance_transaction.created',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
  });

  it('is funded part by part, and keeps what is too much for the customer', async () => {
    const bench = await testBench();
    const { intent, customer } = await waiting(bench);
    await fund(bench, customer, 500);
    const partly = await bench.stripe.paymentIntents.retrieve(intent.id);
    expect(partly.status).toBe('requires_action');
    expect(partly.next_action?.display_bank_transfer_instructions).toMatchObject({
      amount_remaining: 1500,
      reference: intent.next_action?.display_bank_transfer_instructions?.reference,
    });
    await fund(bench, customer, 1800);
    expect(await statusOf(bench, intent.id)).toBe('succeeded');
    expect(await cash(bench, customer)).toMatchObject({ available: { usd: 300 } });
    const types = await bench.eventTypes();
    expect(types.filter((type) => /partially|funds_available|intent.succeeded/.test(type))).toEqual([
      'payment_intent.partially_funded',
      'payment_intent.succeeded',
      'cash_balance.funds_available',
    ]);
  });

  it('takes what the customer has already', async () => {
    const bench = await testBench();
    const customer = (await bench.stripe.customers.create()).id;
    await fund(bench, customer, 2500);
    const { intent } = await waiting(bench, { customer });
    expect(intent.status).toBe('succeeded');
    const { intent: short } = await waiting(bench, { customer });
    expect(short).toMatchObject({ status: 'requires_action' });
    expect(short.next_action?.display_bank_transfer_instructions?.amount_remaining).toBe(1500);
  });

  it('gets the transfer that names it, then the one of its sum, then the oldest', async () => {
    const bench = await testBench();
    const customer = (await bench.stripe.customers.create()).id;
    const oldest = (await waiting(bench, { customer, amount: 900 })).intent;
    const named = (await waiting(bench, { customer, amount: 1000 })).intent;
    const sized = (await waiting(bench, { customer, amount: 1100 })).intent;
    const reference = named.next_action?.display_bank_transfer_instructions?.reference;
    await fund(bench, customer, 1000, String(reference));
    expect(await Promise.all([oldest, named, sized].map(({ id }) => statusOf(bench, id)))).toEqual([
      'requires_action',
      'succeeded',
      'requires_action',
    ]);
    await fund(bench, customer, 1100);
    expect(await statusOf(bench, sized.id)).toBe('succeeded');
    await fund(bench, customer, 950);
    expect(await statusOf(bench, oldest.id)).toBe('succeeded');
    expect(await cash(bench, customer)).toMatchObject({ available: { usd: 50 } });
  });

  it('gives back what came in part when it is canceled', async () => {
    const bench = await testBench();
    const { intent, customer } = await waiting(bench);
    await fund(bench, customer, 500);
    await bench.stripe.paymentIntents.cancel(intent.id);
    expect(await cash(bench, customer)).toMatchObject({ available: { usd: 500 } });
    const { data } = await bench.stripe.customers.listCashBalanceTransactions(customer, { limit: 1 });
    expect(data).toMatchObject([
      { type: 'unapplied_from_payment', net_amount: 500, unapplied_from_payment: { payment_intent: intent.id } },
    ]);
  });

  it('is told in part as the Stripe CLI triggers it', async () => {
    const bench = await testBench();
    const customer = (await bench.stripe.customers.create()).id;
    const body = new URLSearchParams({
      amount: '1100',
      currency: 'jpy',
      customer,
      'payment_method_types[]': 'customer_balance',
      'payment_method_data[type]': 'customer_balance',
      'payment_method_options[customer_balance][funding_type]': 'bank_transfer',
      'payment_method_options[customer_balance][bank_transfer][type]': 'jp_bank_transfer',
      confirm: 'true',
    });
    const headers = { 'stripe-version': '2024-06-20' };
    const answer = await bench.call('POST', '/v1/payment_intents', { body: String(body), headers });
    expect(answer.status).toBe(200);
    await bench.stripe.testHelpers.customers.fundCashBalance(customer, { amount: 500, currency: 'jpy' });
    expect((await bench.eventTypes()).at(-1)).toBe('payment_intent.partially_funded');
  });

  it('wants a customer and says how it is funded', async () => {
    const bench = await testBench();
    const loose = await refusal(payWith(bench, 'customer_balance', { customer: undefined }));
    expect(loose).toMatchObject({ statusCode: 400, param: 'customer', code: 'parameter_missing' });
    const bare = await refusal(payWith(bench, 'customer_balance', { payment_method_options: undefined }));
    expect(bare).toMatchObject({ param: 'payment_method_options[customer_balance][funding_type]' });
  });
});

describe('POST /v1/payment_intents/:id/apply_customer_balance', () => {
  it('funds by hand where the customer is reconciled by hand', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { intent, customer } = await waiting(bench);
    const settings = { reconciliation_mode: 'manual' as const };
    expect(await stripe.customers.updateCashBalance(customer, { settings })).toMatchObject({
      settings: { reconciliation_mode: 'manual', using_merchant_default: false },
    });
    await fund(bench, customer, 2000);
    expect(await statusOf(bench, intent.id)).toBe('requires_action');
    const tooMuch = await refusal(stripe.paymentIntents.applyCustomerBalance(intent.id, { amount: 2001 }));
    expect(tooMuch).toMatchObject({ statusCode: 400, param: 'amount' });
    expect(await stripe.paymentIntents.applyCustomerBalance(intent.id, { amount: 500 })).toMatchObject({
      status: 'requires_action',
      next_action: { display_bank_transfer_instructions: { amount_remaining: 1500 } },
    });
    expect((await stripe.paymentIntents.applyCustomerBalance(intent.id)).status).toBe('succeeded');
    const again = await refusal(stripe.paymentIntents.applyCustomerBalance(intent.id));
    expect(again.code).toBe('payment_intent_unexpected_state');
  });

  it('refuses what the customer does not have', async () => {
    const bench = await testBench();
    const { intent } = await waiting(bench);
    const error = await refusal(bench.stripe.paymentIntents.applyCustomerBalance(intent.id));
    expect(error).toMatchObject({ statusCode: 400, code: 'insufficient_funds' });
  });
});

describe('POST /v1/customers/:id/funding_instructions', () => {
  it.each([
    ['usd', { type: 'us_bank_transfer' }, 'US', ['aba', 'swift']],
    ['eur', { type: 'eu_bank_transfer', eu_bank_transfer: { country: 'NL' } }, 'NL', ['iban']],
    ['gbp', { type: 'gb_bank_transfer' }, 'GB', ['sort_code']],
    ['jpy', { type: 'jp_bank_transfer' }, 'JP', ['zengin']],
    ['mxn', { type: 'mx_bank_transfer' }, 'MX', ['spei']],
  ] as const)('names accounts for %s', async (currency, bank_transfer, country, types) => {
    const { stripe } = await testBench();
    const { id } = await stripe.customers.create();
    const params = { currency, funding_type: 'bank_transfer' as const, bank_transfer };
    const told = await stripe.customers.createFundingInstructions(id, params);
    expect(told).toMatchObject({ currency, bank_transfer: { country, type: bank_transfer.type } });
    expect(told.bank_transfer.financial_addresses.map(({ type }) => type)).toEqual(types);
    expect(await stripe.customers.createFundingInstructions(id, params)).toEqual(told);
  });

  it('knows no transfers in other currencies', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.customers.create();
    const error = await refusal(stripe.testHelpers.customers.fundCashBalance(id, { amount: 100, currency: 'sek' }));
    expect(error).toMatchObject({ statusCode: 400, param: 'currency' });
  });
});
