import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { openSession, shirt, success_url } from './checkout.ts';
import { refusal, type TestBench, testBench } from './harness.ts';
import { recurringPrice } from './quoted-customer.ts';

async function collecting(bench: TestBench): Promise<void> {
  await bench.stripe.tax.registrations.create({
    active_from: 'now',
    country: 'US',
    country_options: { us: { type: 'state_sales_tax', state: 'CA' } },
  });
}

const whole = ({ stripe }: TestBench, id: string): Promise<Stripe.Checkout.Session> =>
  stripe.checkout.sessions.retrieve(id, { expand: ['line_items', 'payment_intent', 'invoice'] });

/** Of 30.00 in California. */
const tax = 218;

describe('a session with automatic tax', () => {
  it('knows the tax once the customer says where they are', async () => {
    const bench = await testBench();
    await collecting(bench);
    const session = await openSession(bench, { automatic_tax: { enabled: true } });
    expect(session).toMatchObject({
      amount_total: 3000,
      automatic_tax: { enabled: true, liability: { type: 'self' }, status: 'requires_location_inputs' },
    });
    await bench.sandbox.act(session.id, 'complete', { country: 'US', postal_code: '94103' });
    expect(await whole(bench, session.id)).toMatchObject({
      amount_subtotal: 3000,
      amount_total: 3000 + tax,
      automatic_tax: { status: 'complete' },
      line_items: { data: [{ amount_tax: tax, amount_total: 3000 + tax }] },
      payment_intent: { amount: 3000 + tax },
      total_details: { amount_tax: tax },
    });
  });

  it('taxes what is sent where it is sent to, shipping too', async () => {
    const bench = await testBench();
    await bench.stripe.tax.registrations.create({
      active_from: 'now',
      country: 'DE',
      country_options: { de: { type: 'standard' } },
    });
    const session = await openSession(bench, {
      automatic_tax: { enabled: true },
      shipping_address_collection: { allowed_countries: ['DE'] },
      shipping_options: [
        {
          shipping_rate_data: {
            display_name: 'Post',
            fixed_amount: { amount: 500, currency: 'usd' },
            tax_behavior: 'exclusive',
            type: 'fixed_amount',
          },
        },
      ],
    });
    await bench.sandbox.act(session.id, 'complete');
    expect(await whole(bench, session.id)).toMatchObject({
      amount_total: 3000 + 570 + 500 + 95,
      shipping_cost: { amount_subtotal: 500, amount_tax: 95, amount_total: 595 },
      total_details: { amount_shipping: 500, amount_tax: 665 },
    });
  });

  it('uses the address of a customer who has one', async () => {
    const bench = await testBench();
    await collecting(bench);
    const address = { country: 'US', postal_code: '94103' };
    const { id: customer } = await bench.stripe.customers.create({ email: 'ada@example.com', address });
    const session = await openSession(bench, { automatic_tax: { enabled: true }, customer });
    expect(session).toMatchObject({ amount_total: 3000 + tax, automatic_tax: { status: 'complete' } });
  });

  it('needs a customer with an address, or leave to write one down', async () => {
    const bench = await testBench();
    const { id: customer } = await bench.stripe.customers.create({ email: 'ada@example.com' });
    const params = { automatic_tax: { enabled: true }, customer };
    const error = await refusal(openSession(bench, params));
    expect(error).toMatchObject({ code: 'customer_tax_location_invalid', statusCode: 400 });
    const { status } = (await openSession(bench, { ...params, customer_update: { address: 'auto' } })).automatic_tax;
    expect(status).toBe('requires_location_inputs');
  });

  it('charges nobody whom it cannot place', async () => {
    const bench = await testBench();
    await collecting(bench);
    const session = await openSession(bench, { automatic_tax: { enabled: true } });
    const nowhere = { country: 'US', postal_code: 'nowhere' };
    await expect(bench.sandbox.act(session.id, 'complete', nowhere)).rejects.toThrow("location isn't recognized");
    expect(await whole(bench, session.id)).toMatchObject({ status: 'open', payment_intent: null });
  });

  it('makes an invoice with the same tax', async () => {
    const bench = await testBench();
    await collecting(bench);
    const session = await openSession(bench, { automatic_tax: { enabled: true }, invoice_creation: { enabled: true } });
    await bench.sandbox.act(session.id, 'complete', { country: 'US', postal_code: '94103' });
    expect((await whole(bench, session.id)).invoice).toMatchObject({
      automatic_tax: { enabled: true, status: 'complete' },
      status: 'paid',
      total: 3000 + tax,
    });
  });

  it('subscribes with automatic tax', async () => {
    const bench = await testBench();
    await collecting(bench);
    const price = await recurringPrice(bench, 1000);
    const session = await openSession(bench, {
      automatic_tax: { enabled: true },
      line_items: [{ price: price.id, quantity: 1 }],
      mode: 'subscription',
    });
    await bench.sandbox.act(session.id, 'complete', { country: 'US', postal_code: '94103' });
    const { amount_total, invoice } = await whole(bench, session.id);
    expect(invoice).toMatchObject({ automatic_tax: { enabled: true, status: 'complete' }, total: amount_total });
    expect(amount_total).toBeGreaterThan(1000);
  });

  it('comes from a payment link too', async () => {
    const bench = await testBench();
    await collecting(bench);
    const price = await bench.stripe.prices.create({ currency: 'usd', unit_amount: 3000, product_data: { name: 'x' } });
    const link = await bench.stripe.paymentLinks.create({
      automatic_tax: { enabled: true },
      line_items: [{ price: price.id, quantity: 1 }],
    });
    const visit = await bench.emulator.fetch(link.url, { redirect: 'manual' });
    const id = /cs_test_\w+/.exec(visit.headers.get('location') ?? '')?.[0] ?? '';
    await bench.sandbox.act(id, 'complete', { country: 'US', postal_code: '94103' });
    expect((await whole(bench, id)).amount_total).toBe(3000 + tax);
  });
});

describe('a session that can be recovered', () => {
  const after_expiration = { recovery: { allow_promotion_codes: true, enabled: true } };

  it('leaves an address that opens it anew, for thirty days', async () => {
    const bench = await testBench();
    const { now } = await bench.sandbox.clock();
    const session = await openSession(bench, { after_expiration, client_reference_id: 'cart_1' });
    expect(session.after_expiration?.recovery).toEqual({
      allow_promotion_codes: true,
      enabled: true,
      expires_at: null,
      url: null,
    });
    await bench.sandbox.advance('1d');
    const [event] = (await bench.stripe.events.list({ type: 'checkout.session.expired' })).data;
    const { recovery } = (event?.data.object as Stripe.Checkout.Session | undefined)?.after_expiration ?? {};
    expect(recovery?.expires_at).toBe(now + 31 * 86_400);
    const visit = await bench.emulator.fetch(recovery?.url ?? '', { redirect: 'manual' });
    const id = /cs_test_\w+/.exec(visit.headers.get('location') ?? '')?.[0] ?? '';
    expect(await whole(bench, id)).toMatchObject({
      allow_promotion_codes: true,
      amount_total: 3000,
      client_reference_id: 'cart_1',
      line_items: { data: [{ description: 'Shirt', quantity: 2 }] },
      recovered_from: session.id,
      status: 'open',
    });
    await bench.sandbox.act(id, 'complete');
    expect((await whole(bench, id)).payment_status).toBe('paid');
    await bench.sandbox.advance('31d');
    expect((await bench.emulator.fetch(recovery?.url ?? '', { redirect: 'manual' })).status).toBe(410);
  });

  it('has none while it is not enabled', async () => {
    const bench = await testBench();
    const session = await openSession(bench, { after_expiration: { recovery: { enabled: false } } });
    const expired = await bench.stripe.checkout.sessions.expire(session.id);
    expect(expired.after_expiration?.recovery).toMatchObject({ enabled: false, url: null });
  });
});

describe('a subscription whose cycle begins on a day of its own', () => {
  it.each([
    ['a part of the first period', undefined, 10 / 31],
    ['nothing of it', 'none', 0],
  ] as const)('costs %s', async (_, proration_behavior, share) => {
    const bench = await testBench();
    const price = await recurringPrice(bench, 3100);
    const { now } = await bench.sandbox.clock();
    const session = await openSession(bench, {
      line_items: [{ price: price.id, quantity: 1 }],
      mode: 'subscription',
      subscription_data: {
        billing_cycle_anchor: now + 10 * 86_400,
        ...(proration_behavior && { proration_behavior }),
      },
    });
    expect(session.amount_total).toBe(3100 * share);
    await bench.sandbox.act(session.id, 'complete');
    expect((await whole(bench, session.id)).invoice).toMatchObject({ total: 3100 * share });
  });
});

describe('optional items', () => {
  it('are added by the customer', async () => {
    const bench = await testBench();
    const socks = await bench.stripe.prices.create({
      currency: 'usd',
      unit_amount: 400,
      product_data: { name: 'Socks' },
    });
    const session = await openSession(bench, {
      optional_items: [{ price: socks.id, quantity: 1, adjustable_quantity: { enabled: true, maximum: 5 } }],
    });
    expect(session).toMatchObject({
      amount_total: 3000,
      optional_items: [
        { adjustable_quantity: { enabled: true, maximum: 5, minimum: 0 }, price: socks.id, quantity: 1 },
      ],
    });
    await bench.sandbox.act(session.id, 'complete', { optional_items: { [socks.id]: 3 } });
    const { amount_total, line_items } = await whole(bench, session.id);
    expect(amount_total).toBe(4200);
    expect(line_items?.data.map(({ description, quantity }) => [description, quantity])).toEqual([
      ['Shirt', 2],
      ['Socks', 3],
    ]);
  });

  it('are priced items, up to ten', async () => {
    const bench = await testBench();
    const missing = await refusal(openSession(bench, { optional_items: [{ price: 'price_x', quantity: 1 }] }));
    expect(missing.param).toBe('optional_items[0][price]');
    const price = await recurringPrice(bench, 1000);
    const recurring = await refusal(openSession(bench, { optional_items: [{ price: price.id, quantity: 1 }] }));
    expect(recurring.statusCode).toBe(400);
  });
});

describe('a saved payment method', () => {
  const saved_payment_method_options = { payment_method_save: 'enabled' } as const;

  it('is offered again where the customer agrees', async () => {
    const bench = await testBench();
    const { id: customer } = await bench.stripe.customers.create({ email: 'ada@example.com' });
    for (const save_payment_method of [false, true]) {
      const session = await openSession(bench, { customer, saved_payment_method_options });
      await bench.sandbox.act(session.id, 'complete', { save_payment_method });
    }
    const { data } = await bench.stripe.paymentMethods.list({ customer });
    expect(data.map(({ allow_redisplay }) => allow_redisplay)).toEqual(['always']);
  });

  it('is limited to what it was saved for otherwise', async () => {
    const bench = await testBench();
    const { id: customer } = await bench.stripe.customers.create({ email: 'ada@example.com' });
    const session = await bench.stripe.checkout.sessions.create({
      currency: 'usd',
      customer,
      mode: 'setup',
      success_url,
    });
    await bench.sandbox.act(session.id, 'complete');
    const { data } = await bench.stripe.paymentMethods.list({ customer });
    expect(data.map(({ allow_redisplay }) => allow_redisplay)).toEqual(['limited']);
  });
});

describe('names and tax ids', () => {
  it('are collected with the payment, and kept with a new customer', async () => {
    const bench = await testBench();
    const session = await openSession(bench, {
      customer_creation: 'always',
      name_collection: { business: { enabled: true }, individual: { enabled: true, optional: true } },
      tax_id_collection: { enabled: true },
    });
    await bench.sandbox.act(session.id, 'complete', {
      business_name: 'Lovelace Ltd',
      individual_name: 'Ada Lovelace',
      tax_id: 'DE123456789',
    });
    const { collected_information, customer, customer_details } = await whole(bench, session.id);
    expect(collected_information).toMatchObject({ business_name: 'Lovelace Ltd', individual_name: 'Ada Lovelace' });
    expect(customer_details).toMatchObject({
      business_name: 'Lovelace Ltd',
      individual_name: 'Ada Lovelace',
      tax_ids: [{ type: 'eu_vat', value: 'DE123456789' }],
    });
    const { data } = await bench.stripe.customers.listTaxIds(String(customer));
    expect(data).toMatchObject([{ type: 'eu_vat', value: 'DE123456789' }]);
  });

  it('are added to a customer only where the name may change', async () => {
    const bench = await testBench();
    const { id: customer } = await bench.stripe.customers.create({ email: 'ada@example.com' });
    const params = { customer, tax_id_collection: { enabled: true } };
    expect((await refusal(openSession(bench, params))).param).toBe('tax_id_collection');
    const session = await openSession(bench, { ...params, customer_update: { name: 'auto' } });
    await bench.sandbox.act(session.id, 'complete', { tax_id: 'DE123456789' });
    expect((await bench.stripe.customers.listTaxIds(customer)).data).toHaveLength(1);
  });

  it('are asked for by the page', async () => {
    const bench = await testBench();
    const socks = await bench.stripe.prices.create({
      currency: 'usd',
      unit_amount: 400,
      product_data: { name: 'Socks' },
    });
    const session = await openSession(bench, {
      automatic_tax: { enabled: true },
      customer_creation: 'always',
      line_items: [shirt()],
      name_collection: { business: { enabled: true } },
      optional_items: [{ price: socks.id, quantity: 1 }],
      saved_payment_method_options: { payment_method_save: 'enabled' },
      tax_id_collection: { enabled: true },
    });
    const page = await (await bench.emulator.fetch(session.url ?? '')).text();
    for (const text of ['Business name', 'Tax ID', 'Add Socks ($4.00)', 'Save payment details', 'by your address'])
      expect(page).toContain(text);
    const basket = new URLSearchParams({ [`optional[${socks.id}]`]: '1' });
    await bench.emulator.fetch(`${session.url}/basket`, { method: 'POST', body: basket });
    expect((await whole(bench, session.id)).amount_total).toBe(3400);
  });
});
