import { describe, expect, it } from 'vitest';
import { testBench } from '../spec/harness.ts';

async function withCustomers(count: number) {
  const bench = await testBench();
  const ids: string[] = [];
  for (let at = 0; at < count; at++) {
    const { id } = await bench.stripe.customers.create({ email: `${at % 2 === 0 ? 'even' : 'odd'}@example.com` });
    ids.unshift(id);
    await bench.sandbox.advance(10);
  }
  const list = async (query = '') => (await bench.call('GET', `/v1/customers${query}`)).body;
  const page = async (query: string): Promise<[string[], boolean]> => {
    const { data, has_more: more } = await list(query);
    return [data.map(({ id }: { id: string }) => id), more];
  };
  return { ...bench, ids, list, page };
}

describe('a list', () => {
  it('has ten objects a page, the newest first', async () => {
    const { ids, list } = await withCustomers(12);
    const page = await list();
    expect(page).toMatchObject({ object: 'list', has_more: true, url: '/v1/customers' });
    expect(Object.keys(page)).toEqual(['object', 'data', 'has_more', 'url']);
    expect(page.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 10));
  });

  it('puts what was made in the same second in order of creation', async () => {
    const { stripe } = await testBench();
    const made = [];
    for (let at = 0; at < 4; at++) made.unshift((await stripe.customers.create()).id);
    expect((await stripe.customers.list()).data.map(({ id }) => id)).toEqual(made);
  });

  it('pages towards older and newer objects', async () => {
    const { ids, page } = await withCustomers(5);
    expect(await page('?limit=2')).toEqual([ids.slice(0, 2), true]);
    expect(await page(`?limit=2&starting_after=${ids[1]}`)).toEqual([ids.slice(2, 4), true]);
    expect(await page(`?limit=2&starting_after=${ids[3]}`)).toEqual([ids.slice(4), false]);
    expect(await page(`?limit=2&ending_before=${ids[4]}`)).toEqual([ids.slice(2, 4), true]);
    expect(await page(`?limit=2&ending_before=${ids[2]}`)).toEqual([ids.slice(0, 2), false]);
    expect(await page(`?ending_before=${ids[0]}`)).toEqual([[], false]);
    expect(await page(`?starting_after=${ids[4]}`)).toEqual([[], false]);
  });

  it('is walked by the official library in both directions', async () => {
    const { stripe, ids } = await withCustomers(7);
    const down = await stripe.customers.list({ limit: 3 }).autoPagingToArray({ limit: 100 });
    expect(down.map(({ id }) => id)).toEqual(ids);
    const up = await stripe.customers.list({ limit: 3, ending_before: ids[6] }).autoPagingToArray({ limit: 100 });
    expect(up.map(({ id }) => id)).toEqual(ids.slice(0, 6).reverse());
  });

  it.each([
    ['0', 1],
    ['-5', 1],
    ['1', 1],
    ['100', 5],
    ['101', 5],
    ['1000000', 5],
  ])('brings a limit of %s within its bounds', async (limit, length) => {
    const { page } = await withCustomers(5);
    expect((await page(`?limit=${limit}`))[0]).toHaveLength(length);
  });

  it('gives a hundred at most', async () => {
    const { stripe, call } = await testBench();
    await Promise.all(Array.from({ length: 101 }, () => stripe.customers.create()));
    expect((await call('GET', '/v1/customers?limit=1000')).body).toMatchObject({ has_more: true });
    expect((await call('GET', '/v1/customers?limit=1000')).body.data).toHaveLength(100);
  });

  it.each([
    ['starting_after', '?starting_after=cus_aaa', 'starting_after'],
    ['ending_before', '?ending_before=cus_aaa', 'ending_before'],
    ['one beside a good one', '?starting_after=$id&ending_before=cus_aaa', 'ending_before'],
  ])('refuses an unknown cursor: %s', async (_, query, param) => {
    const { call, ids } = await withCustomers(1);
    const { status, body } = await call('GET', `/v1/customers${query.replace('$id', ids[0] ?? '')}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'resource_missing', message: "No such customer: 'cus_aaa'", param });
  });

  it('refuses two cursors at once, after it looked at each of them', async () => {
    const { call, ids } = await withCustomers(2);
    const both = await call('GET', `/v1/customers?starting_after=${ids[0]}&ending_before=${ids[1]}`);
    expect(both.status).toBe(400);
    expect(both.body.error).toMatchObject({
      message: 'Received both starting_after and ending_before parameters. Please pass in only one.',
    });
    expect(both.body.error).not.toHaveProperty('code');
    expect(both.body.error).not.toHaveProperty('param');
    const bad = await call('GET', `/v1/customers?starting_after=cus_aaa&ending_before=${ids[1]}`);
    expect(bad.body.error).toMatchObject({ code: 'resource_missing', param: 'starting_after' });
  });

  it.each([
    ['gt', 3],
    ['gte', 4],
    ['lt', 1],
    ['lte', 2],
  ])('filters on created[%s]', async (bound, count) => {
    const { page, list } = await withCustomers(5);
    const { data } = await list();
    const second = data[3]?.created;
    expect((await page(`?created[${bound}]=${second}`))[0]).toHaveLength(count);
  });

  it('filters on a time, a range of them and a field at once', async () => {
    const { page, list, ids } = await withCustomers(6);
    const { data } = await list();
    expect(await page(`?created=${data[2]?.created}`)).toEqual([[ids[2]], false]);
    const range = `created[gte]=${data[4]?.created}&created[lt]=${data[0].created}`;
    expect(await page(`?${range}`)).toEqual([ids.slice(1, 5), false]);
    expect(await page(`?${range}&email=even@example.com`)).toEqual([[ids[1], ids[3]], false]);
    expect(await page(`?${range}&limit=1&email=even@example.com`)).toEqual([[ids[1]], true]);
    expect(await page(`?email=even@example.com&starting_after=${ids[2]}`)).toEqual([[ids[3], ids[5]], false]);
  });

  it.each(['created[gt]=abc', 'created=abc', 'created[wat]=1'])('refuses %s', async (query) => {
    const { call } = await testBench();
    const { status, body } = await call('GET', `/v1/customers?${query}`);
    expect(status).toBe(400);
    expect(body.error.param).toMatch(/^created/);
  });

  it('goes on after an object that was deleted meanwhile by the one before it', async () => {
    const { call, stripe, ids, page } = await withCustomers(4);
    await stripe.customers.del(ids[1] ?? '');
    expect(await page(`?starting_after=${ids[0]}`)).toEqual([ids.slice(2), false]);
    const gone = await call('GET', `/v1/customers?starting_after=${ids[1]}`);
    expect(gone.body.error).toMatchObject({ code: 'resource_missing', param: 'starting_after' });
  });
});

describe('a list below an object', () => {
  it('has the whole path as its url', async () => {
    const { stripe, call } = await testBench();
    const { id } = await stripe.customers.create();
    const { body } = await call('GET', `/v1/customers/${id}/tax_ids`);
    expect(body).toEqual({ object: 'list', data: [], has_more: false, url: `/v1/customers/${id}/tax_ids` });
  });

  it('is a 404 below an object that is not there', async () => {
    const { call } = await testBench();
    expect((await call('GET', '/v1/customers/cus_nope/tax_ids')).status).toBe(404);
  });
});
