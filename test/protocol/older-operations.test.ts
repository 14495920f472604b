/** Operations that only older versions have: upcoming invoices, usage records. */
import { describe, expect, it } from 'vitest';
import { testBench } from '../spec/harness.ts';

const acacia = '2025-02-24.acacia';

async function at(version: string | undefined) {
  const { call, sandbox, stripe } = await testBench();
  const headers: Record<string, string> = version === undefined ? {} : { 'stripe-version': version };
  const ask = async (method: string, path: string, body?: string) =>
    call(method, path, { headers, ...(body !== undefined && { body }) });
  return {
    stripe,
    sandbox,
    ask,
    get: async (path: string) => (await ask('GET', path)).body,
    post: async (path: string, body = '') => (await ask('POST', path, body)).body,
  };
}

async function subscribed(recurring: string, version = acacia) {
  const bench = await at(version);
  const { post } = bench;
  const customer = await post('/v1/customers', 'email=jenny@example.com');
  const method = await post('/v1/payment_methods/pm_card_visa/attach', `customer=${customer.id}`);
  await post(`/v1/customers/${customer.id}`, `invoice_settings[default_payment_method]=${method.id}`);
  const price = await post(
    '/v1/prices',
    `currency=usd&unit_amount=100&product_data[name]=Plan&recurring[interval]=month&${recurring}`,
  );
  const subscription = await post('/v1/subscriptions', `customer=${customer.id}&items[0][price]=${price.id}`);
  const item: string = subscription.items.data[0].id;
  return { ...bench, customer, price, subscription, item };
}

const metered = 'recurring[usage_type]=metered';

describe('GET /v1/invoices/upcoming', () => {
  it('previews the next invoice of the customer, and its lines', async () => {
    const { get, customer, subscription } = await subscribed('');
    const invoice = await get(`/v1/invoices/upcoming?customer=${customer.id}`);
    expect(invoice).toMatchObject({ object: 'invoice', subscription: subscription.id, amount_due: 100, paid: false });
    expect(invoice.lines.data[0].price.unit_amount).toBe(100);
    const lines = await get(`/v1/invoices/upcoming/lines?subscription=${subscription.id}&limit=1`);
    expect(lines).toMatchObject({ object: 'list', has_more: false, url: '/v1/invoices/upcoming/lines' });
    expect(lines.data[0]).toMatchObject({ object: 'line_item', amount: 100, subscription: subscription.id });
  });

  it('takes changes and coupons under their older names', async () => {
    const { get, post, subscription, item } = await subscribed('');
    const coupon = await post('/v1/coupons', 'percent_off=50&duration=once');
    const path = `/v1/invoices/upcoming?subscription=${subscription.id}&subscription_proration_behavior=none`;
    const changed = `${path}&subscription_items[0][id]=${item}&subscription_items[0][quantity]=3&coupon=${coupon.id}`;
    expect(await get(changed)).toMatchObject({ subtotal: 300, total: 150 });
  });

  it('has no id, and its lines are read page by page', async () => {
    const { get, post } = await at(acacia);
    const customer = await post('/v1/customers', 'email=jenny@example.com');
    const prices: string[] = [];
    for (let count = 0; count < 12; count++)
      prices.push(
        (await post('/v1/prices', 'currency=usd&unit_amount=5&product_data[name]=x&recurring[interval]=month')).id,
      );
    const items = prices.map((price, at) => `items[${at}][price]=${price}`).join('&');
    const { id } = await post(
      '/v1/subscriptions',
      `customer=${customer.id}&collection_method=send_invoice&days_until_due=3&${items}`,
    );
    const invoice = await get(`/v1/invoices/upcoming?subscription=${id}`);
    expect(invoice).not.toHaveProperty('id');
    const url = `/v1/invoices/upcoming/lines?subscription=${id}`;
    expect(invoice.lines).toMatchObject({ has_more: true, total_count: 12, url });
    expect(invoice.lines.data).toHaveLength(10);
    const idsOf = async (query: string) => (await get(`${url}&${query}`)).data.map((line: { id: string }) => line.id);
    const first = await idsOf('limit=10');
    expect(first).toEqual(invoice.lines.data.map((line: { id: string }) => line.id));
    const rest = await idsOf(`limit=10&starting_after=${first.at(-1)}`);
    expect([rest.length, new Set([...first, ...rest]).size]).toEqual([2, 12]);
    expect(await idsOf(`limit=1&ending_before=${rest[0]}`)).toEqual([first.at(-1)]);
  });

  it('finds none where there is nothing to bill', async () => {
    const { ask, post } = await at(acacia);
    const customer = await post('/v1/customers');
    const { status, body } = await ask('GET', `/v1/invoices/upcoming?customer=${customer.id}`);
    expect([status, body.error.code]).toEqual([404, 'invoice_upcoming_none']);
  });

  it('knows nothing of flexible billing', async () => {
    const { ask, post } = await at(undefined);
    const customer = await post('/v1/customers', 'email=jenny@example.com');
    const price = await post('/v1/prices', 'currency=usd&unit_amount=1&product_data[name]=x&recurring[interval]=day');
    const body = `customer=${customer.id}&items[0][price]=${price.id}&collection_method=send_invoice&days_until_due=3`;
    const subscription = await post('/v1/subscriptions', body);
    expect(subscription.billing_mode.type).toBe('flexible');
    for (const query of [`customer=${customer.id}`, `subscription=${subscription.id}`]) {
      const answer = await ask('GET', `/v1/invoices/upcoming?${query}`);
      const message = expect.stringContaining('does not support `billing_mode = flexible` subscriptions');
      expect([answer.status, answer.body.error.message]).toEqual([400, message]);
    }
  });

  it('is gone for newer versions, and served to requests that name none', async () => {
    const newer = await at('2025-03-31.basil');
    for (const path of ['/v1/invoices/upcoming', '/v1/invoices/upcoming/lines']) {
      const { status, body } = await newer.ask('GET', path);
      expect([status, body.error.message]).toEqual([404, expect.stringContaining('Create Preview Invoice API')]);
    }
    const { ask, post } = await at(undefined);
    const customer = await post('/v1/customers');
    const path = `/v1/invoices/upcoming?customer=${customer.id}`;
    expect((await ask('GET', path)).body.error.code).toBe('invoice_upcoming_none');
  });
});

describe('POST /v1/invoices/create_preview with a customer alone', () => {
  it('previews the invoice of the subscription that renews first', async () => {
    const { post, sandbox, customer, subscription } = await subscribed('');
    await sandbox.advance('5d');
    const yearly = 'currency=usd&unit_amount=700&product_data[name]=Year&recurring[interval]=year';
    const price = await post('/v1/prices', yearly);
    await post('/v1/subscriptions', `customer=${customer.id}&items[0][price]=${price.id}`);
    const preview = () => post('/v1/invoices/create_preview', `customer=${customer.id}`);
    expect(await preview()).toMatchObject({ subscription: subscription.id, amount_due: 100 });
    await post(`/v1/subscriptions/${subscription.id}`, 'cancel_at_period_end=true');
    expect(await preview()).toMatchObject({ amount_due: 700 });
  });

  it('previews what is pending where nothing renews', async () => {
    const { post, ask } = await at(acacia);
    const customer = await post('/v1/customers');
    const preview = () => ask('POST', '/v1/invoices/create_preview', `customer=${customer.id}`);
    expect((await preview()).body.error.code).toBe('invoice_upcoming_none');
    await post('/v1/invoiceitems', `customer=${customer.id}&amount=300&currency=usd`);
    expect((await preview()).body).toMatchObject({ amount_due: 300, subscription: null });
  });
});

describe('usage records', () => {
  it.each([
    ['sum', 12],
    ['max', 7],
    ['last_during_period', 5],
    ['last_ever', 5],
  ])('are billed by their %s', async (aggregation, used) => {
    const { post, get, sandbox, item, subscription, price } = await subscribed(
      `${metered}&recurring[aggregate_usage]=${aggregation}`,
    );
    expect(price.recurring.aggregate_usage).toBe(aggregation);
    const path = `/v1/subscription_items/${item}/usage_records`;
    const start: number = subscription.current_period_start;
    const record = await post(path, `quantity=3&timestamp=${start + 60}`);
    expect(record).toMatchObject({ object: 'usage_record', quantity: 3, subscription_item: item });
    await post(path, `quantity=7&timestamp=${start + 60}&action=set`);
    await post(path, `quantity=2&timestamp=${start + 120}`);
    await post(path, `quantity=3&timestamp=${start + 120}&action=increment`);
    const summaries = `/v1/subscription_items/${item}/usage_record_summaries`;
    expect((await get(summaries)).data).toMatchObject([
      { total_usage: used, invoice: null, period: { start, end: null } },
    ]);
    await sandbox.advance('32d');
    const { data } = await get(`/v1/invoices?subscription=${subscription.id}`);
    expect(data[0]).toMatchObject({ amount_due: used * 100, paid: true });
    const page = await get(`${summaries}?limit=2`);
    expect(page.data[1]).toMatchObject({ total_usage: used, invoice: data[0].id });
    const [first] = page.data;
    expect((await get(`${summaries}?limit=1&starting_after=${first.id}`)).data).toEqual([page.data[1]]);
  });

  it('are refused for licensed prices, other times, less than nothing, and by newer versions', async () => {
    const licensed = await subscribed('');
    const path = (item: string): string => `/v1/subscription_items/${item}/usage_records`;
    expect((await licensed.post(path(licensed.item), 'quantity=1')).error.message).toContain('is licensed');
    const { post, item, subscription, stripe } = await subscribed(metered);
    const early = await post(path(item), `quantity=1&timestamp=${subscription.current_period_start - 1}`);
    expect(early.error).toMatchObject({ param: 'timestamp', type: 'invalid_request_error' });
    const late = await post(path(item), `quantity=1&timestamp=${subscription.current_period_end}`);
    expect(late.error.param).toBe('timestamp');
    expect((await post(path(item), 'quantity=-1')).error.param).toBe('quantity');
    expect((await post(path(item))).error.code).toBe('parameter_missing');
    expect((await post(path('si_none'), 'quantity=1')).error.code).toBe('resource_missing');
    const newest = stripe.rawRequest('POST', path(item), { quantity: 1 });
    await expect(newest).rejects.toThrow('Unrecognized request URL');
  });

  it('add up only where an older version, or nobody, says so', async () => {
    const price = (version?: string) =>
      at(version).then(({ ask }) =>
        ask(
          'POST',
          '/v1/prices',
          `currency=usd&unit_amount=1&product_data[name]=x&recurring[interval]=month&${metered}&recurring[aggregate_usage]=max`,
        ),
      );
    expect((await price()).status).toBe(200);
    expect((await price('2026-10-28.endive')).body.error).toMatchObject({
      code: 'parameter_unknown',
      param: 'recurring[aggregate_usage]',
    });
  });
});
