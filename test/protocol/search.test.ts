import { describe, expect, it } from 'vitest';
import { testBench } from '../spec/harness.ts';

async function withCustomers() {
  const bench = await testBench();
  for (let at = 0; at < 5; at++) {
    await bench.stripe.customers.create({
      email: `jenny${at}@example.com`,
      name: at === 3 ? 'Sally Rocket' : 'Jenny Rosen',
      metadata: { order: String(at), kind: 'lamp' },
    });
    await bench.sandbox.advance(10);
  }
  const search = (query: string, more = '') =>
    bench.call('GET', `/v1/customers/search?query=${encodeURIComponent(query)}${more}`);
  const emails = async (query: string): Promise<string[]> =>
    (await search(query)).body.data.map(({ email }) => email.slice(0, 6));
  return { ...bench, search, emails };
}

describe('search', () => {
  it('answers a search result', async () => {
    const { search } = await withCustomers();
    const { body } = await search('name:"Sally Rocket"');
    expect(body).toMatchObject({
      object: 'search_result',
      has_more: false,
      next_page: null,
      url: '/v1/customers/search',
      data: [{ name: 'Sally Rocket' }],
    });
    expect(body).not.toHaveProperty('total_count');
  });

  it('understands the clauses of its language', async () => {
    const { emails, stripe } = await withCustomers();
    expect(await emails('metadata["order"]:"2"')).toEqual(['jenny2']);
    expect(await emails('email~"enny4"')).toEqual(['jenny4']);
    expect(await emails('metadata["kind"]:"lamp" AND -name:"jenny rosen"')).toEqual(['jenny3']);
    expect(await emails('metadata["order"]:"0" OR metadata["order"]:"4"')).toEqual(['jenny4', 'jenny0']);
    const [newest] = (await stripe.customers.list()).data;
    expect(await emails(`created>=${newest?.created}`)).toEqual(['jenny4']);
    expect(await emails('phone:null created>0')).toHaveLength(5);
  });

  it('pages', async () => {
    const { search } = await withCustomers();
    const first = (await search('metadata["kind"]:"lamp"', '&limit=2')).body;
    expect([first.data.length, first.has_more]).toEqual([2, true]);
    const second = (await search('metadata["kind"]:"lamp"', `&limit=2&page=${first.next_page}`)).body;
    const third = (await search('metadata["kind"]:"lamp"', `&limit=2&page=${second.next_page}`)).body;
    expect(third).toMatchObject({ has_more: false, next_page: null });
    const all = [...first.data, ...second.data, ...third.data];
    expect(all.map(({ metadata }) => metadata.order)).toEqual(['4', '3', '2', '1', '0']);
  });

  it('is walked by the official library', async () => {
    const { stripe } = await withCustomers();
    const all = await stripe.customers
      .search({ query: 'metadata["kind"]:"lamp"', limit: 2 })
      .autoPagingToArray({ limit: 100 });
    expect(all).toHaveLength(5);
  });

  it('counts when asked to', async () => {
    const { search } = await withCustomers();
    const { body } = await search('name:"jenny rosen"', '&limit=1&expand[]=total_count');
    expect(body).toMatchObject({ total_count: 4, has_more: true });
  });

  it('expands what it finds', async () => {
    const { stripe, search } = await withCustomers();
    const [newest] = (await stripe.customers.list()).data;
    const price_data = {
      currency: 'usd',
      product: (await stripe.products.create({ name: 'Lamp' })).id,
      unit_amount: 0,
    };
    const items = [{ price_data: { ...price_data, recurring: { interval: 'month' as const } } }];
    await stripe.subscriptions.create({ customer: newest?.id ?? '', items });
    const { body } = await search('metadata["order"]:"4"', '&expand[]=data.subscriptions');
    expect(body.data[0].subscriptions.data).toHaveLength(1);
  });

  it.each([
    ['an unknown field', 'wat:"x"', /Field `wat` is an unsupported search field for resource `customers`/],
    ['a broken query', 'name:"x', /unable to parse/],
    ['nothing', '', /./],
    ['AND and OR at once', 'name:"a" AND name:"b" OR name:"c"', /cannot combine AND and OR/],
    ['a short substring', 'name~"ab"', /at least 3 characters/],
    ['an operator that the field has not', 'name>"a"', /operator/],
    ['too many clauses', Array(11).fill('name:"a"').join(' AND '), /up to 10/],
  ])('refuses %s', async (_, query, message) => {
    const { search } = await withCustomers();
    const { status, body } = await search(query);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ type: 'invalid_request_error', param: 'query' });
    expect(body.error.message).toMatch(message);
  });

  it('needs a query', async () => {
    const { call } = await testBench();
    expect((await call('GET', '/v1/customers/search')).body.error).toMatchObject({
      code: 'parameter_missing',
      param: 'query',
    });
  });

  it.each(['nonsense', 'Y3VzX3g', '%00', '__proto__'])('refuses a page that it did not give out: %s', async (page) => {
    const { search } = await withCustomers();
    const { status, body } = await search('created>0', `&page=${page}`);
    expect([status, body.error.param]).toEqual([400, 'page']);
  });

  it.each(['charges', 'customers', 'invoices', 'payment_intents', 'prices', 'products', 'subscriptions'])(
    'is there for %s',
    async (collection) => {
      const { call } = await testBench();
      const { body } = await call('GET', `/v1/${collection}/search?query=${encodeURIComponent('metadata["a"]:"b"')}`);
      expect(body).toMatchObject({ object: 'search_result', data: [], url: `/v1/${collection}/search` });
    },
  );
});
