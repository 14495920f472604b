import { describe, expect, it } from 'vitest';
import { as, controlBench } from './harness.ts';

describe('GET /_emulator/events/wait', () => {
  it('answers the event that is there, the oldest first', async () => {
    const { control, api } = await controlBench();
    const { body: ada } = await api('POST', '/v1/customers', 'name=Ada');
    await api('POST', '/v1/customers', 'name=Bob');
    const { status, body } = await control('GET', '/events/wait?type=customer.created');
    expect(status).toBe(200);
    expect(body).toMatchObject({ object: 'event', type: 'customer.created', data: { object: { id: ada.id } } });
  });

  it('answers the event that comes', async () => {
    const { control, api } = await controlBench();
    const waiting = control('GET', '/events/wait?type=customer.created&timeout_ms=5000');
    const { body: ada } = await api('POST', '/v1/customers', 'name=Ada');
    expect((await waiting).body.data.object.id).toBe(ada.id);
  });

  it('waits for one object, and for what is newer than an event', async () => {
    const { control, api } = await controlBench();
    await api('POST', '/v1/customers', 'name=Ada');
    const { body: bob } = await api('POST', '/v1/customers', 'name=Bob');
    const { body: event } = await control('GET', `/events/wait?object=${bob.id}`);
    expect(event.data.object.name).toBe('Bob');
    await api('POST', `/v1/customers/${bob.id}`, 'name=Rob');
    const { body: next } = await control('GET', `/events/wait?after=${event.id}`);
    expect(next).toMatchObject({ type: 'customer.updated', data: { previous_attributes: { name: 'Bob' } } });
  });

  it('answers 408 when none comes', async () => {
    const { control } = await controlBench();
    const { status, body } = await control('GET', '/events/wait?type=customer.created&timeout_ms=10');
    expect(status).toBe(408);
    expect(body.error).toEqual({ type: 'invalid_request_error', message: 'No customer.created within 10 ms.' });
  });

  it('sees only the events of its own sandbox', async () => {
    const { control, api } = await controlBench();
    await api('POST', '/v1/customers', 'name=Ada', as('sk_test_other'));
    expect((await control('GET', '/events/wait?timeout_ms=10')).status).toBe(408);
  });

  it("sees a connected account's events under Stripe-Account", async () => {
    const { control, api } = await controlBench();
    const { body: account } = await api('POST', '/v1/accounts', 'country=US&type=custom');
    const connected = { 'stripe-account': account.id };
    const { body: ada } = await api('POST', '/v1/customers', 'name=Ada', connected);
    const waiting = '/events/wait?type=customer.created&timeout_ms=10';
    expect((await control('GET', waiting)).status).toBe(408);
    expect((await control('GET', waiting, undefined, connected)).body).toMatchObject({
      account: account.id,
      data: { object: { id: ada.id } },
    });
  });

  it.each([
    ['tpye=x', 'tpye', 'Received unknown parameter: tpye'],
    ['timeout_ms=soon', 'timeout_ms', 'must be a whole number from 0 to 600000'],
    ['timeout_ms=600001', 'timeout_ms', 'must be a whole number from 0 to 600000'],
    ['after=evt_none', 'after', "No such event: 'evt_none'"],
  ])('refuses %s', async (query, param, message) => {
    const { control } = await controlBench();
    const { status, body } = await control('GET', `/events/wait?${query}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ param, message: expect.stringContaining(message) });
  });
});
