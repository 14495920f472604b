import { describe, expect, it } from 'vitest';
import { testBench } from '../spec/harness.ts';

async function withPayment() {
  const bench = await testBench();
  const customer = await bench.stripe.customers.create({ name: 'Jenny' });
  const intent = await bench.stripe.paymentIntents.create({
    amount: 1999,
    capture_method: 'automatic',
    currency: 'usd',
    customer: customer.id,
    confirm: true,
    payment_method: 'pm_card_visa',
    return_url: 'https://example.com',
  });
  const charge = typeof intent.latest_charge === 'string' ? intent.latest_charge : '';
  const get = async (path: string) => (await bench.call('GET', path)).body;
  return { ...bench, customer, intent, charge, get };
}

describe('expand', () => {
  it('puts objects in the place of their ids', async () => {
    const { get, charge, customer, intent } = await withPayment();
    const plain = await get(`/v1/charges/${charge}`);
    expect([plain.customer, plain.payment_intent]).toEqual([customer.id, intent.id]);
    const expanded = await get(`/v1/charges/${charge}?expand[]=customer&expand[]=payment_intent`);
    expect(expanded.customer).toMatchObject({ object: 'customer', name: 'Jenny' });
    expect(expanded.payment_intent).toMatchObject({ object: 'payment_intent', latest_charge: charge });
    expect({ ...expanded, customer: customer.id, payment_intent: intent.id }).toEqual(plain);
  });

  it('goes four levels deep', async () => {
    const { get, charge, customer } = await withPayment();
    const path = 'payment_intent.latest_charge.payment_intent.customer';
    const expanded = await get(`/v1/charges/${charge}?expand[]=${path}`);
    expect(expanded.payment_intent.latest_charge.payment_intent.customer.id).toBe(customer.id);
  });

  it.each(['expand[]=latest_charge.balance_transaction', 'expand[0]=latest_charge.balance_transaction'])(
    'works on create and update alike: %s',
    async (expand) => {
      const { call, intent } = await withPayment();
      const made = await call('POST', '/v1/payment_intents', {
        body: `amount=500&currency=usd&capture_method=automatic&confirm=true&payment_method=pm_card_visa&return_url=https://example.com&${expand}`,
      });
      expect(made.body.latest_charge.balance_transaction).toMatchObject({ object: 'balance_transaction', amount: 500 });
      const updated = await call('POST', `/v1/payment_intents/${intent.id}`, { body: `description=x&${expand}` });
      expect(updated.body.latest_charge.balance_transaction).toMatchObject({ amount: 1999 });
    },
  );

  it('reaches into lists, and into lists within objects', async () => {
    const { get, stripe, charge } = await withPayment();
    await stripe.refunds.create({ charge, amount: 100 });
    const list = await get('/v1/charges?expand[]=data.customer&expand[]=data.refunds.data.balance_transaction');
    expect(list.data[0].customer).toMatchObject({ object: 'customer' });
    expect(list.data[0].refunds.data[0].balance_transaction).toMatchObject({ amount: -100 });
  });

  it('includes lists that are not shown otherwise', async () => {
    const { get, stripe, charge } = await withPayment();
    await stripe.refunds.create({ charge, amount: 100 });
    expect(await get(`/v1/charges/${charge}`)).not.toHaveProperty('refunds');
    const { refunds } = await get(`/v1/charges/${charge}?expand[]=refunds`);
    expect(refunds).toMatchObject({
      object: 'list',
      has_more: false,
      total_count: 1,
      url: `/v1/charges/${charge}/refunds`,
      data: [{ amount: 100 }],
    });
  });

  it('of an empty reference leaves it null', async () => {
    const { get, charge } = await withPayment();
    expect((await get(`/v1/charges/${charge}?expand[]=review`)).review).toBeNull();
  });

  it('of a customer that was deleted shows what is left', async () => {
    const { get, stripe, charge, customer } = await withPayment();
    await stripe.customers.del(customer.id);
    expect((await get(`/v1/charges/${charge}?expand[]=customer`)).customer).toEqual({
      id: customer.id,
      object: 'customer',
      deleted: true,
    });
    expect(await get(`/v1/customers/${customer.id}`)).toEqual({ id: customer.id, object: 'customer', deleted: true });
  });

  it('does not change what is stored', async () => {
    const { get, charge } = await withPayment();
    const before = await get(`/v1/charges/${charge}`);
    await get(`/v1/charges/${charge}?expand[]=customer&expand[]=refunds`);
    expect(await get(`/v1/charges/${charge}`)).toEqual(before);
  });
});

it('sources of a customer are of several kinds', async () => {
  const { stripe, call } = await testBench();
  const { id, default_source: card } = await stripe.customers.create({ source: 'tok_visa' });
  const bank = await stripe.customers.createSource(id, { source: 'btok_us_verified' });
  const { sources } = (await call('GET', `/v1/customers/${id}?expand[]=sources`)).body;
  const { data } = await stripe.customers.listSources(id);
  expect(sources).toMatchObject({
    object: 'list',
    has_more: false,
    total_count: 2,
    url: `/v1/customers/${id}/sources`,
  });
  const sorted = (all: readonly { id: string }[]) =>
    JSON.parse(JSON.stringify(all.toSorted((a, b) => (a.id < b.id ? -1 : 1))));
  expect(sorted(sources.data)).toEqual(sorted(data));
  expect(new Set(data.map((each) => each.id))).toEqual(new Set([card, bank.id]));
  const list = (await call('GET', '/v1/customers?expand[]=data.sources')).body.data;
  expect(list[0].sources.data).toHaveLength(2);
  expect((await call('GET', `/v1/customers/${id}`)).body).not.toHaveProperty('sources');
});

describe('what cannot be expanded', () => {
  it.each([
    ['/v1/charges/$', 'amount', 'This property cannot be expanded (amount).'],
    ['/v1/charges/$', 'nope', 'This property cannot be expanded (nope).'],
    ['/v1/charges/$', 'billing_details', 'This property cannot be expanded (billing_details).'],
    ['/v1/charges/$', 'customer.nope', 'This property cannot be expanded (customer.nope).'],
    ['/v1/charges/$', 'constructor', 'This property cannot be expanded (constructor).'],
    ['/v1/charges/$', '__proto__', 'This property cannot be expanded (__proto__).'],
    ['/v1/charges', 'nope', 'This property cannot be expanded (nope).'],
    ['/v1/charges', 'data.nope', 'This property cannot be expanded (data.nope).'],
    [
      '/v1/charges',
      'customer',
      "This property cannot be expanded (customer). You may want to try expanding 'data.customer' instead.",
    ],
  ])('%s %j', async (path, expand, message) => {
    const { call, charge } = await withPayment();
    const { status, body } = await call('GET', `${path.replace('$', charge)}?expand[]=${expand}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ type: 'invalid_request_error', message });
    expect(body.error).not.toHaveProperty('code');
    expect(body.error).not.toHaveProperty('param');
  });

  it('is told before anything is done', async () => {
    const { call, stripe } = await testBench();
    expect((await call('POST', '/v1/customers', { body: 'expand[]=nope' })).status).toBe(400);
    expect((await stripe.customers.list()).data).toEqual([]);
  });

  it.each([
    ['/v1/charges/$', 'payment_intent.latest_charge.payment_intent.latest_charge.customer'],
    ['/v1/charges', 'data.payment_intent.latest_charge.balance_transaction.source'],
    ['/v1/subscriptions', 'data.items.data.price.product'],
  ])('is a fifth level, of which `data` is one: %s %s', async (path, expand) => {
    const { call, charge } = await withPayment();
    const { status, body } = await call('GET', `${path.replace('$', charge)}?expand[]=${expand}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      code: 'property_expansion_max_depth',
      message: `You cannot expand more than 4 levels of a property. Property: ${expand}`,
    });
    expect(body.error).not.toHaveProperty('param');
  });

  it('is a twenty-first property', async () => {
    const { call } = await testBench();
    const many = Array.from({ length: 21 }, () => 'expand[]=data.customer').join('&');
    expect((await call('GET', `/v1/charges?${many}`)).status).toBe(400);
  });

  it.each(['expand=customer', 'expand[a]=customer'])('is anything but an array of names: %s', async (query) => {
    const { call } = await testBench();
    expect((await call('GET', `/v1/charges?${query}`)).status).toBe(400);
  });

  it('is not `data` itself, which does nothing', async () => {
    const { get, charge } = await withPayment();
    const { data } = await get('/v1/charges?expand[]=data');
    expect(data[0].id).toBe(charge);
  });
});
