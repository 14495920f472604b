import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, type TestBench, testBench } from './harness.ts';

const redirect = { return_url: 'https://shop.example/thanks?cart=7' };
const iban = { sepa_debit: { iban: 'AT611904300234573201' } } as Partial<Stripe.SourceCreateParams>;

const idealSource = ({ stripe }: TestBench): Promise<Stripe.Source> =>
  stripe.sources.create({ type: 'ideal', amount: 2000, currency: 'eur', redirect, owner: { name: 'Jenny' } });

describe('POST /v1/sources', () => {
  it('makes a card chargeable at once', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const source = await stripe.sources.create({ type: 'card', token: 'tok_visa', owner: { email: 'a@b.test' } });
    expect(source).toMatchObject({
      status: 'chargeable',
      flow: 'none',
      usage: 'reusable',
      card: { brand: 'visa', last4: '4242', three_d_secure: 'optional' },
      owner: { email: 'a@b.test', verified_email: null },
    });
    expect(source.client_secret).toMatch(/^src_client_secret_/);
    const charge = await stripe.charges.create({ amount: 2000, currency: 'usd', source: source.id });
    expect(charge).toMatchObject({ status: 'succeeded', payment_method: source.id, source: { id: source.id } });
    expect((await stripe.sources.retrieve(source.id)).status).toBe('consumed');
    const again = await refusal(stripe.charges.create({ amount: 2000, currency: 'usd', source: source.id }));
    expect(again).toMatchObject({ statusCode: 400, param: 'source' });
    expect(await bench.eventTypes()).toEqual(['source.chargeable', 'charge.succeeded']);
  });

  it.each([
    [{ type: 'nonsense' }, 'type'],
    [{ type: 'card' }, 'token'],
    [{ type: 'ideal', amount: 2000, currency: 'eur' }, 'redirect[return_url]'],
    [{ type: 'ideal', amount: 2000, redirect }, 'currency'],
    [{ type: 'ideal', amount: 2000, currency: 'usd', redirect }, 'currency'],
    [
      { type: 'ideal', amount: 2000, currency: 'eur', redirect: { return_url: 'javascript:1' } },
      'redirect[return_url]',
    ],
    [{ type: 'sepa_debit', currency: 'eur', sepa_debit: { iban: 'x' } }, 'sepa_debit[iban]'],
    [{ original_source: 'src_1', token: 'tok_visa' }, 'original_source'],
  ])('refuses %j', async (params, param) => {
    const { stripe } = await testBench();
    const error = await refusal(stripe.sources.create(params as Stripe.SourceCreateParams));
    expect(error).toMatchObject({ statusCode: 400, param });
  });

  it('is not for those that only the payer can verify', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.sources.create({ type: 'card', token: 'tok_visa' });
    const error = await refusal(stripe.sources.verify(id, { values: ['123'] }));
    expect(error.message).toContain('cannot be verified');
  });
});

describe('a Source that sends its payer away', () => {
  const open = ({ emulator }: TestBench, url: string, method = 'GET'): Promise<Response> =>
    emulator.fetch(new URL(url, 'http://emulator').href, { method, redirect: 'manual' }) as Promise<Response>;

  it.each([
    ['authorize', 'chargeable', 'succeeded'],
    ['fail', 'failed', 'failed'],
  ])('comes back: %s', async (decision, status, redirect_status) => {
    const bench = await testBench();
    const source = await idealSource(bench);
    expect(source).toMatchObject({
      status: 'pending',
      flow: 'redirect',
      usage: 'single_use',
      redirect: { status: 'pending' },
    });
    const url = String(source.redirect?.url);
    expect(await (await open(bench, url)).text()).toContain('€20.00 EUR');
    const back = await open(bench, `${url}&decision=${decision}`, 'POST');
    expect(back.status).toBe(303);
    expect(Object.fromEntries(new URL(String(back.headers.get('location'))).searchParams)).toEqual({
      cart: '7',
      client_secret: source.client_secret,
      livemode: 'false',
      redirect_status,
      source: source.id,
    });
    const after = await bench.stripe.sources.retrieve(source.id);
    expect(after).toMatchObject({ status, redirect: { status: redirect_status } });
    expect(await bench.eventTypes()).toEqual([`source.${status}`]);
    if (status === 'failed') return;
    const charge = await bench.stripe.charges.create({ amount: 2000, currency: 'eur', source: source.id });
    expect(charge).toMatchObject({ status: 'succeeded', payment_method_details: { type: 'ideal' } });
  });

  it('waits an hour for the payer, and six for the merchant', async () => {
    const bench = await testBench();
    const { id: slow } = await idealSource(bench);
    const { id: forgotten } = await idealSource(bench);
    await bench.sandbox.act(forgotten, 'authorize');
    await bench.sandbox.advance('1h');
    expect((await bench.stripe.sources.retrieve(slow)).status).toBe('failed');
    await bench.sandbox.advance('6h');
    expect((await bench.stripe.sources.retrieve(forgotten)).status).toBe('canceled');
  });
});

describe('a Source on file with a customer', () => {
  it('debits by SEPA, and the bank answers later', async () => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const { id } = await stripe.sources.create({ type: 'sepa_debit', currency: 'eur', ...iban });
    const customer = (await stripe.customers.create({ source: id })).id;
    const charge = await stripe.charges.create({ amount: 2000, currency: 'eur', customer });
    expect(charge).toMatchObject({ status: 'pending', paid: false, payment_method_details: { type: 'sepa_debit' } });
    await sandbox.advance('10s');
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ status: 'succeeded', paid: true });
    expect((await stripe.sources.retrieve(id)).status).toBe('chargeable');
    const types = await bench.eventTypes();
    expect(types.filter((type) => /^customer.source|^charge/.test(type))).toEqual([
      'customer.source.created',
      'charge.pending',
      'charge.succeeded',
    ]);
    const detached = await stripe.customers.deleteSource(customer, id);
    expect(detached).toMatchObject({ id, status: 'consumed' });
    expect((await stripe.customers.retrieve(customer)) as Stripe.Customer).toMatchObject({ default_source: null });
  });

  it('is good for more than one payment', async () => {
    const bench = await testBench();
    const { id } = await idealSource(bench);
    const customer = (await bench.stripe.customers.create()).id;
    const early = await refusal(bench.stripe.customers.createSource(customer, { source: id }));
    expect(early.message).toContain('must be chargeable');
    await bench.sandbox.act(id, 'authorize');
    const once = await refusal(bench.stripe.customers.createSource(customer, { source: id }));
    expect(once.message).toContain('good for one payment only');
  });
});

describe('a charge on a bank account of a customer', () => {
  it.each([
    ['btok_us_verified', 'succeeded', null],
    ['btok_us_verified_insufficientFunds', 'failed', 'insufficient_funds'],
  ])('%s: %s', async (token, status, failure_code) => {
    const { stripe, sandbox } = await testBench();
    const customer = (await stripe.customers.create({ source: token })).id;
    const charge = await stripe.charges.create({ amount: 2000, currency: 'usd', customer });
    expect(charge).toMatchObject({
      status: 'pending',
      payment_method_details: { type: 'ach_debit', ach_debit: { country: 'US', bank_name: 'STRIPE TEST BANK' } },
    });
    await sandbox.advance('10s');
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ status, failure_code });
  });

  it('waits until somebody verified it', async () => {
    const { stripe } = await testBench();
    const customer = (await stripe.customers.create({ source: 'btok_us' })).id;
    const error = await refusal(stripe.charges.create({ amount: 2000, currency: 'usd', customer }));
    expect(error).toMatchObject({ statusCode: 400, code: 'bank_account_unverified' });
  });
});
