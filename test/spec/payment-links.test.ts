import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { eventsOf } from './billed-customer.ts';
import { refusal, type TestBench, testBench } from './harness.ts';

async function priceOf({ stripe }: TestBench, params: Partial<Stripe.PriceCreateParams> = {}): Promise<string> {
  const sent = { currency: 'usd', unit_amount: 1500, product_data: { name: 'Shirt' }, ...params };
  return (await stripe.prices.create(sent)).id;
}

async function linkOf(
  bench: TestBench,
  params: Partial<Stripe.PaymentLinkCreateParams> = {},
): Promise<Stripe.PaymentLink> {
  const line_items = [{ price: await priceOf(bench), quantity: 2 }];
  return bench.stripe.paymentLinks.create({ line_items, ...params });
}

/** The session that a visit opens. */
async function visit({ emulator, stripe }: TestBench, url: string): Promise<Stripe.Checkout.Session> {
  const answer = await emulator.fetch(url, { redirect: 'manual' });
  expect(answer.status).toBe(303);
  const page = new URL(answer.headers.get('location') ?? '');
  return stripe.checkout.sessions.retrieve(page.pathname.split('/').at(-1) ?? '');
}

describe('POST /v1/payment_links', () => {
  it('makes a link with its lines and its address', async () => {
    const bench = await testBench();
    const link = await linkOf(bench, { metadata: { season: 'spring' } });
    expect(link).toMatchObject({
      active: true,
      after_completion: { hosted_confirmation: { custom_message: null }, type: 'hosted_confirmation' },
      allow_promotion_codes: false,
      billing_address_collection: 'auto',
      currency: 'usd',
      customer_creation: 'if_required',
      metadata: { season: 'spring' },
      payment_intent_data: null,
      payment_method_collection: 'always',
      restrictions: null,
      submit_type: 'auto',
      subscription_data: null,
    });
    expect(new URL(link.url).pathname).toMatch(/^\/b\/test_\w{18}$/);
    const { data } = await bench.stripe.paymentLinks.listLineItems(link.id);
    expect(data.map(({ description, quantity, amount_total }) => [description, quantity, amount_total])).toEqual([
      ['Shirt', 2, 3000],
    ]);
    expect((await bench.eventTypes()).at(-1)).toBe('payment_link.created');
  });

  it.each<[string, Partial<Stripe.PaymentLinkCreateParams>, object]>([
    [
      'an unknown price',
      { line_items: [{ price: 'price_x', quantity: 1 }] },
      { param: 'line_items[0][price]', code: 'resource_missing' },
    ],
    ['a redirect to nowhere', { after_completion: { type: 'redirect' } }, { param: 'after_completion[redirect][url]' }],
    ['what subscriptions take', { subscription_data: { description: 'x' } }, { param: 'subscription_data' }],
    [
      'a limit of nothing',
      { restrictions: { completed_sessions: { limit: 0 } } },
      { param: 'restrictions[completed_sessions][limit]' },
    ],
  ])('refuses %s', async (_, params, error) => {
    const bench = await testBench();
    expect(await refusal(linkOf(bench, params))).toMatchObject(error);
    expect((await bench.stripe.paymentLinks.list()).data).toEqual([]);
  });
});

describe('POST /v1/payment_links/:id', () => {
  it('changes lines and fields', async () => {
    const bench = await testBench();
    const link = await linkOf(bench);
    const [line] = (await bench.stripe.paymentLinks.listLineItems(link.id)).data;
    const updated = await bench.stripe.paymentLinks.update(link.id, {
      allow_promotion_codes: true,
      line_items: [{ id: String(line?.id), quantity: 5 }],
    });
    expect(updated.allow_promotion_codes).toBe(true);
    const { data } = await bench.stripe.paymentLinks.listLineItems(link.id);
    expect(data.map(({ id, quantity }) => [id, quantity])).toEqual([[line?.id, 5]]);
    expect((await bench.eventTypes()).at(-1)).toBe('payment_link.updated');
  });
});

describe('a visit of a payment link', () => {
  it('opens a session with what the link says', async () => {
    const bench = await testBench();
    const link = await linkOf(bench, {
      after_completion: { type: 'redirect', redirect: { url: 'https://shop.example/done?s={CHECKOUT_SESSION_ID}' } },
      custom_fields: [{ key: 'size', label: { custom: 'Size', type: 'custom' }, type: 'text' }],
      metadata: { season: 'spring' },
      payment_intent_data: { description: 'From a link', metadata: { order: '7' } },
      phone_number_collection: { enabled: true },
      shipping_address_collection: { allowed_countries: ['US'] },
    });
    const session = await visit(bench, `${link.url}?client_reference_id=cart-7&prefilled_email=ada%40example.com`);
    expect(session).toMatchObject({
      amount_total: 3000,
      client_reference_id: 'cart-7',
      custom_fields: [{ key: 'size', text: { value: null } }],
      customer_email: 'ada@example.com',
      metadata: { season: 'spring' },
      mode: 'payment',
      payment_link: link.id,
      phone_number_collection: { enabled: true },
      shipping_address_collection: { allowed_countries: ['US'] },
      status: 'open',
    });
    await bench.sandbox.act(session.id, 'complete');
    const paid = await bench.stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    expect(paid).toMatchObject({
      status: 'complete',
      payment_intent: { description: 'From a link', metadata: { order: '7' } },
    });
    const { data } = await bench.stripe.checkout.sessions.list({ payment_link: link.id });
    expect(data.map(({ id }) => id)).toEqual([session.id]);
  });

  it('ends with the last payment that the link takes', async () => {
    const bench = await testBench();
    const link = await linkOf(bench, {
      restrictions: { completed_sessions: { limit: 1 } },
      inactive_message: 'Sold out',
    });
    const session = await visit(bench, link.url);
    expect(await eventsOf(bench, () => bench.sandbox.act(session.id, 'complete'))).toContain('payment_link.updated');
    expect(await bench.stripe.paymentLinks.retrieve(link.id)).toMatchObject({
      active: false,
      restrictions: { completed_sessions: { count: 1, limit: 1 } },
    });
    const answer = await bench.emulator.fetch(link.url);
    expect([answer.status, (await answer.text()).includes('Sold out')]).toEqual([410, true]);
  });

  it('finds nothing under another address', async () => {
    const bench = await testBench();
    const link = await linkOf(bench);
    expect((await bench.emulator.fetch(link.url.replace(/test_\w+/, 'test_guess'))).status).toBe(404);
  });
});
