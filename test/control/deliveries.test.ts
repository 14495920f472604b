import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { controlBench } from './harness.ts';

/** An application that answers with the statuses given, one after another, the last for ever. */
function receiver(...statuses: number[]) {
  const received: { body: string; signature: string }[] = [];
  return {
    received,
    async handle(request: Request): Promise<Response> {
      received.push({ body: await request.text(), signature: request.headers.get('stripe-signature') ?? '' });
      return new Response(`answer ${received.length}`, { status: statuses[received.length - 1] ?? statuses.at(-1) });
    },
  };
}

describe('GET /_emulator/deliveries', () => {
  it('tells event, receiver and attempts, newest first', async () => {
    const { control, api, sandbox } = await controlBench();
    await sandbox.deliverTo(receiver(200).handle);
    await api('POST', '/v1/customers', 'name=Ada');
    await api('POST', '/v1/customers', 'name=Bob');
    await sandbox.delivered();
    const { body } = await control('GET', '/deliveries');
    expect(body).toMatchObject({ object: 'list', has_more: false });
    expect(body.data).toHaveLength(2);
    const { body: newest } = await api('GET', '/v1/events?limit=1');
    expect(body.data[0]).toMatchObject({
      object: 'delivery',
      event: newest.data[0].id,
      event_type: 'customer.created',
      status: 'succeeded',
      attempts: [{ status: 200, response: expect.stringMatching(/^answer/), error: null }],
    });
    expect((await control('GET', `/deliveries/${body.data[0].id}`)).body).toEqual(body.data[0]);
  });

  it('filters by event and status, and pages', async () => {
    const { control, api, sandbox } = await controlBench();
    await sandbox.deliverTo(receiver(200, 500).handle);
    await api('POST', '/v1/customers', 'name=Ada');
    await sandbox.delivered();
    await api('POST', '/v1/customers', 'name=Bob');
    await sandbox.delivered();
    const { body: pending } = await control('GET', '/deliveries?status=pending');
    expect(pending.data).toHaveLength(1);
    const [{ event }] = pending.data;
    expect((await control('GET', `/deliveries?event=${event}`)).body.data).toEqual(pending.data);
    expect((await control('GET', `/deliveries?event=${event}&status=succeeded`)).body.data).toEqual([]);
    const { body: page } = await control('GET', '/deliveries?limit=1');
    expect(page).toMatchObject({ has_more: true, data: pending.data });
    expect((await control('GET', '/deliveries?status=lost')).body.error.param).toBe('status');
  });
});

describe('POST /_emulator/deliveries/:id/retry', () => {
  it('sends the same event again and answers after the attempt', async () => {
    const { control, api, sandbox } = await controlBench();
    const app = receiver(500, 200);
    const secret = await sandbox.deliverTo(app.handle);
    await api('POST', '/v1/customers', 'name=Ada');
    await sandbox.delivered();
    const [failed] = await sandbox.deliveries();
    expect(failed?.status).toBe('pending');
    const { status, body } = await control('POST', `/deliveries/${failed?.id}/retry`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: failed?.id, status: 'succeeded', next_attempt: null });
    expect(body.attempts.map((attempt) => attempt.status)).toEqual([500, 200]);
    const [first, second] = app.received;
    expect(second?.body).toBe(first?.body);
    const event = new Stripe('sk_test_x').webhooks.constructEvent(second?.body ?? '', second?.signature ?? '', secret);
    expect(event.id).toBe(failed?.event);
    expect((await control('POST', '/clock/advance', { seconds: 60 })).body.fired).toEqual([]);
  });

  it('refuses when the receiver is gone', async () => {
    const { control, api, sandbox } = await controlBench();
    await sandbox.deliverTo(receiver(200).handle);
    await api('POST', '/v1/customers', 'name=Ada');
    await sandbox.delivered();
    const [delivery] = await sandbox.deliveries();
    await sandbox.removeEndpoints();
    const { status, body } = await control('POST', `/deliveries/${delivery?.id}/retry`);
    expect(status).toBe(400);
    expect(body.error.message).toContain(`${delivery?.id} cannot be sent again`);
  });

  it('answers 404 for a delivery that is not there', async () => {
    const { control } = await controlBench();
    expect((await control('POST', '/deliveries/dlv_none/retry')).status).toBe(404);
    expect((await control('GET', '/deliveries/dlv_none')).body.error.message).toBe("No such delivery: 'dlv_none'");
  });
});
