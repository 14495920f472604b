import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';

async function withEvents() {
  const bench = await testBench();
  const { stripe } = bench;
  const customer = await stripe.customers.create({ payment_method: 'pm_card_visa' });
  await stripe.customers.update(customer.id, { name: 'Jenny' });
  await stripe.customers.createSource(customer.id, { source: 'tok_visa' });
  const types = async (query: object) => (await stripe.events.list(query)).data.map(({ type }) => type);
  return { ...bench, customer, types };
}

describe('GET /v1/events', () => {
  it('lists newest first, the order of emission within a second', async () => {
    const { types } = await withEvents();
    expect(await types({})).toEqual([
      'customer.source.created',
      'payment_method.attached',
      'customer.updated',
      'customer.updated',
      'customer.created',
      'payment_method.attached',
    ]);
  });

  it('filters by one type or a family', async () => {
    const { types } = await withEvents();
    expect(await types({ type: 'customer.created' })).toEqual(['customer.created']);
    expect(await types({ type: 'customer.*' })).toEqual([
      'customer.source.created',
      'customer.updated',
      'customer.updated',
      'customer.created',
    ]);
    expect(await types({ type: 'customer.source.*' })).toEqual(['customer.source.created']);
    expect(await types({ type: 'charge.*' })).toEqual([]);
  });

  it('filters by several types', async () => {
    const { types } = await withEvents();
    expect(await types({ types: ['customer.created', 'payment_method.*'] })).toEqual([
      'payment_method.attached',
      'customer.created',
      'payment_method.attached',
    ]);
    expect(await types({ types: ['customer.created'] })).toEqual(['customer.created']);
  });

  it('takes type or types, and no more than 20 of them', async () => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.events.list({ type: 'customer.*', types: ['charge.*'] }))).toMatchObject({
      statusCode: 400,
      param: 'type',
    });
    const types = Array.from({ length: 21 }, (_, at) => `customer.${at}`);
    expect(await refusal(stripe.events.list({ types }))).toMatchObject({ statusCode: 400, param: 'types' });
  });

  it('pages through a filtered list in both directions', async () => {
    const { stripe } = await withEvents();
    const first = await stripe.events.list({ type: 'customer.*', limit: 3 });
    expect(first.has_more).toBe(true);
    const second = await stripe.events.list({ type: 'customer.*', starting_after: first.data[2]?.id ?? '' });
    expect(second).toMatchObject({ has_more: false, data: [{ type: 'customer.created' }] });
    const back = await stripe.events.list({ type: 'customer.*', ending_before: second.data[0]?.id ?? '' });
    expect(back.data).toEqual(first.data);
    expect(await refusal(stripe.events.list({ starting_after: 'evt_x' }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'starting_after',
    });
  });

  it('filters by time', async () => {
    const { stripe, sandbox, types } = await withEvents();
    const before = sandbox.now();
    await sandbox.advance('1h');
    await stripe.customers.create();
    expect(await types({ created: { gt: before } })).toEqual(['customer.created']);
    expect(await types({ created: before, type: 'customer.created' })).toEqual(['customer.created']);
    expect(await types({ created: { gte: before, lt: before + 1 }, type: 'customer.created' })).toHaveLength(1);
  });

  it('filters by whether all webhooks arrived', async () => {
    const { stripe, types } = await testBench().then((bench) => ({
      ...bench,
      types: async (query: object) => (await bench.stripe.events.list(query)).data.map(({ type }) => type),
    }));
    await stripe.webhookEndpoints.create({ url: 'http://localhost:1/', enabled_events: ['customer.created'] });
    const { id } = await stripe.customers.create();
    await stripe.customers.update(id, { name: 'Jo' });
    expect(await types({ delivery_success: false })).toEqual(['customer.created']);
    expect(await types({ delivery_success: true })).toEqual(['customer.updated']);
    expect(await types({ delivery_success: true, type: 'customer.created' })).toEqual([]);
  });
});

describe('GET /v1/events/:id', () => {
  it('shows the object as it was', async () => {
    const { stripe, customer } = await withEvents();
    const [created] = (await stripe.events.list({ type: 'customer.created' })).data;
    const event = await stripe.events.retrieve(created?.id ?? '');
    expect(event).toMatchObject({
      id: expect.stringMatching(/^evt_1/),
      object: 'event',
      api_version: '2026-10-28.endive',
      data: { object: { id: customer.id, name: null } },
      livemode: false,
      pending_webhooks: 0,
      request: { id: expect.stringMatching(/^req_/), idempotency_key: expect.stringContaining('stripe-node-retry') },
      type: 'customer.created',
    });
  });

  it('is 404 for an unknown one', async () => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.events.retrieve('evt_x'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
      message: "No such event: 'evt_x'",
    });
  });
});

describe('events after 30 days', () => {
  it('are gone from lists and cannot be retrieved', async () => {
    const { stripe, sandbox } = await testBench();
    await stripe.customers.create();
    const [event] = (await stripe.events.list()).data;
    await sandbox.advance('30d');
    expect((await stripe.events.list()).data).toHaveLength(1);
    expect(await stripe.events.retrieve(event?.id ?? '')).toMatchObject({ id: event?.id });
    await sandbox.advance(1);
    expect((await stripe.events.list()).data).toEqual([]);
    expect((await stripe.events.list({ created: { gte: 0 } })).data).toEqual([]);
    expect(await refusal(stripe.events.retrieve(event?.id ?? ''))).toMatchObject({ statusCode: 404, param: 'id' });
  });
});
