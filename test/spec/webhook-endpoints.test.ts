import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';

const url = 'http://localhost:4242/webhooks';

describe('POST /v1/webhook_endpoints', () => {
  it('shows the secret once', async () => {
    const { stripe } = await testBench();
    const created = await stripe.webhookEndpoints.create({
      url,
      enabled_events: ['charge.succeeded', 'customer.updated'],
      description: 'Main',
      metadata: { a: '1' },
    });
    expect(JSON.parse(JSON.stringify(created))).toEqual({
      id: expect.stringMatching(/^we_1\w{23}$/),
      object: 'webhook_endpoint',
      api_version: null,
      application: null,
      created: 1767225600,
      description: 'Main',
      enabled_events: ['charge.succeeded', 'customer.updated'],
      livemode: false,
      metadata: { a: '1' },
      secret: expect.stringMatching(/^whsec_\w{32}$/),
      status: 'enabled',
      url,
    });
    const { secret: _secret, ...rest } = created;
    expect(await stripe.webhookEndpoints.retrieve(created.id)).toEqual(rest);
    expect((await stripe.webhookEndpoints.list()).data).toEqual([rest]);
    expect(await stripe.webhookEndpoints.update(created.id, { description: 'Main' })).not.toHaveProperty('secret');
  });

  it('keeps the API version', async () => {
    const { stripe } = await testBench();
    const endpoint = await stripe.webhookEndpoints.create({ url, enabled_events: ['*'], api_version: '2024-06-20' });
    expect(endpoint.api_version).toBe('2024-06-20');
  });

  it.each([
    ['localhost:4242/webhooks', 'Invalid URL: An explicit scheme (such as https) must be provided.'],
    ['example', 'Invalid URL: An explicit scheme (such as https) must be provided.'],
    ['ftp://example.com', 'Invalid URL: The URL must begin with http:// or https://.'],
    ['http://', 'Invalid URL: The URL cannot be read.'],
  ])('refuses the URL %s', async (wrong, message) => {
    const { stripe } = await testBench();
    const creating = stripe.webhookEndpoints.create({ url: wrong, enabled_events: ['*'] });
    expect(await refusal(creating)).toMatchObject({ statusCode: 400, code: 'url_invalid', param: 'url', message });
  });

  it('needs events that exist', async () => {
    const { stripe, call } = await testBench();
    const missing = await call('POST', '/v1/webhook_endpoints', { body: `url=${url}` });
    expect([missing.status, missing.body.error.code, missing.body.error.param]).toEqual([
      400,
      'parameter_missing',
      'enabled_events',
    ]);
    const enabled_events = ['charge.created'] as unknown as ['*'];
    expect(await refusal(stripe.webhookEndpoints.create({ url, enabled_events }))).toMatchObject({
      statusCode: 400,
      param: 'enabled_events[0]',
    });
  });

  it('allows 16 of them', async () => {
    const { stripe } = await testBench();
    for (let count = 0; count < 16; count++) await stripe.webhookEndpoints.create({ url, enabled_events: ['*'] });
    const error = await refusal(stripe.webhookEndpoints.create({ url, enabled_events: ['*'] }));
    expect(error).toMatchObject({
      statusCode: 400,
      message: 'You have reached the maximum of 16 test webhook endpoints.',
    });
  });
});

describe('POST /v1/webhook_endpoints/:id', () => {
  it('changes url, events, description and metadata', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.webhookEndpoints.create({ url, enabled_events: ['*'], metadata: { a: '1' } });
    const changed = await stripe.webhookEndpoints.update(id, {
      url: 'https://example.com/hooks',
      enabled_events: ['charge.failed'],
      description: 'New',
      metadata: { b: '2' },
    });
    expect(changed).toMatchObject({
      url: 'https://example.com/hooks',
      enabled_events: ['charge.failed'],
      description: 'New',
      metadata: { a: '1', b: '2' },
    });
    expect((await stripe.webhookEndpoints.update(id, { description: '' })).description).toBeNull();
    expect(await refusal(stripe.webhookEndpoints.update(id, { url: 'nowhere' }))).toMatchObject({
      code: 'url_invalid',
    });
  });

  it('disables and enables', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.webhookEndpoints.create({ url, enabled_events: ['*'] });
    const status = async (disabled: boolean) => (await stripe.webhookEndpoints.update(id, { disabled })).status;
    expect([await status(true), await status(true), await status(false)]).toEqual(['disabled', 'disabled', 'enabled']);
  });

  it('does not change the API version', async () => {
    const { stripe, call } = await testBench();
    const { id } = await stripe.webhookEndpoints.create({ url, enabled_events: ['*'] });
    const { body } = await call('POST', `/v1/webhook_endpoints/${id}`, { body: 'api_version=2024-06-20' });
    expect(body.error.code).toBe('parameter_unknown');
  });
});

describe('deliveries to the endpoints of the API', () => {
  const pending = async ({ stripe }: { stripe: Stripe }) =>
    (await stripe.events.list({ limit: 1 })).data[0]?.pending_webhooks;

  it('follow enabled_events, disabled and deletion', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.webhookEndpoints.create({ url, enabled_events: ['customer.created'] });
    const customer = await stripe.customers.create();
    expect(await pending({ stripe })).toBe(1);
    await stripe.customers.update(customer.id, { name: 'Jo' });
    expect(await pending({ stripe })).toBe(0);
    await stripe.webhookEndpoints.update(id, { enabled_events: ['customer.updated'] });
    await stripe.customers.update(customer.id, { name: 'Jenny' });
    expect(await pending({ stripe })).toBe(1);
    await stripe.webhookEndpoints.update(id, { disabled: true });
    await stripe.customers.update(customer.id, { name: 'Jo' });
    expect(await pending({ stripe })).toBe(0);
    await stripe.webhookEndpoints.update(id, { disabled: false });
    await stripe.customers.update(customer.id, { name: 'Jenny' });
    expect(await pending({ stripe })).toBe(1);
    expect(await stripe.webhookEndpoints.del(id)).toMatchObject({ id, object: 'webhook_endpoint', deleted: true });
    await stripe.customers.update(customer.id, { name: 'Jo' });
    expect(await pending({ stripe })).toBe(0);
    expect(await refusal(stripe.webhookEndpoints.retrieve(id))).toMatchObject({ statusCode: 404 });
  });

  it('leave own events to ordinary endpoints, not to Connect ones', async () => {
    const { stripe } = await testBench();
    await stripe.webhookEndpoints.create({ url, enabled_events: ['*'], connect: true });
    await stripe.customers.create();
    expect(await pending({ stripe })).toBe(0);
  });

  it('are signed with the secret that the create showed', async () => {
    const { createServer } = await import('node:http');
    const { stripe } = await testBench();
    const received: { payload: string; signature: string }[] = [];
    const server = createServer((request, response) => {
      let payload = '';
      request.on('data', (part) => {
        payload += part;
      });
      request.on('end', () => {
        received.push({ payload, signature: String(request.headers['stripe-signature']) });
        response.end();
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    try {
      const { port } = server.address() as { port: number };
      const endpoint = await stripe.webhookEndpoints.create({
        url: `http://127.0.0.1:${port}/`,
        enabled_events: ['customer.created'],
      });
      const customer = await stripe.customers.create();
      await expect.poll(() => received.length).toBe(1);
      const { payload = '', signature = '' } = received[0] ?? {};
      const event = Stripe.webhooks.constructEvent(payload, signature, endpoint.secret ?? '', Number.MAX_SAFE_INTEGER);
      expect(event).toMatchObject({ type: 'customer.created', data: { object: { id: customer.id } } });
    } finally {
      server.close();
    }
  });
});
