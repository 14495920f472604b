import { describe, expect, it } from 'vitest';
import { type ControlBench, controlBench } from './harness.ts';

async function disputed({ api }: ControlBench, headers?: Record<string, string>): Promise<string> {
  const form = 'amount=2000&currency=usd&confirm=true&payment_method=pm_card_createDispute&return_url=http://localhost';
  const { body: intent } = await api('POST', '/v1/payment_intents', form, headers);
  const { body: disputes } = await api('GET', `/v1/disputes?payment_intent=${intent.id}`, undefined, headers);
  return disputes.data[0].id;
}

describe('GET /_emulator/objects/:id', () => {
  it('answers an object with its state and the actions now allowed', async () => {
    const bench = await controlBench();
    const id = await disputed(bench);
    const { status, body } = await bench.control('GET', `/objects/${id}`);
    expect(status).toBe(200);
    expect(body.object).toEqual((await bench.api('GET', `/v1/disputes/${id}`)).body);
    expect(body.machine).toMatchObject({ name: 'dispute', state: 'needs_response' });
    expect(body.machine.mermaid).toContain('needs_response --> under_review: submit');
    expect(body.actions).toEqual(expect.arrayContaining(['submit', 'close', 'expire']));
    expect(body.actions).not.toContain('win');
    await bench.api('POST', `/v1/disputes/${id}`, 'submit=true');
    const { body: later } = await bench.control('GET', `/objects/${id}`);
    expect(later.machine.state).toBe('under_review');
    expect(later.actions).toContain('win');
    expect(later.actions).not.toContain('submit');
  });

  it('answers what has no machine', async () => {
    const { control, api } = await controlBench();
    const { body: customer } = await api('POST', '/v1/customers', 'name=Ada');
    expect((await control('GET', `/objects/${customer.id}`)).body).toEqual({
      object: customer,
      machine: null,
      actions: [],
    });
  });

  it('looks in the account that Stripe-Account names', async () => {
    const { control, api } = await controlBench();
    const { body: account } = await api('POST', '/v1/accounts', 'country=US&type=custom');
    const connected = { 'stripe-account': account.id };
    const { body: customer } = await api('POST', '/v1/customers', 'name=Ada', connected);
    expect((await control('GET', `/objects/${customer.id}`, undefined, connected)).body.object).toEqual(customer);
    expect((await control('GET', `/objects/${customer.id}`)).status).toBe(404);
    const unknown = await control('GET', `/objects/${customer.id}`, undefined, { 'stripe-account': 'acct_none' });
    expect(unknown.status).toBe(403);
    expect(unknown.body.error.code).toBe('account_invalid');
  });

  it.each(['du_none', 'none', 'constructor', '%F0%9F'])('answers 404 for %s', async (id) => {
    const { control } = await controlBench();
    const { status, body } = await control('GET', `/objects/${id}`);
    expect(status).toBe(404);
    expect(body.error.code).toBe('resource_missing');
  });
});

describe('POST /_emulator/objects/:id/actions/:action', () => {
  it('does what only the bank can, with its events', async () => {
    const bench = await controlBench();
    const { control, api } = bench;
    const id = await disputed(bench);
    await api('POST', `/v1/disputes/${id}`, 'submit=true');
    const { status, body } = await control('POST', `/objects/${id}/actions/win`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, object: 'dispute', status: 'won' });
    const { body: event } = await control('GET', `/events/wait?type=charge.dispute.closed&object=${id}`);
    expect(event.data.object.status).toBe('won');
  });

  it('hands facts on', async () => {
    const bench = await controlBench();
    const { control, api } = bench;
    const form = 'amount=2000&currency=usd&confirm=true&payment_method=pm_card_visa&return_url=http://localhost';
    const { body: intent } = await api('POST', '/v1/payment_intents', form);
    const { body } = await control('POST', `/objects/${intent.latest_charge}/actions/dispute`, {
      reason: 'duplicate',
    });
    expect(body).toMatchObject({ object: 'dispute', reason: 'duplicate', charge: intent.latest_charge });
  });

  it('refuses what the state does not allow', async () => {
    const bench = await controlBench();
    const id = await disputed(bench);
    const { status, body } = await bench.control('POST', `/objects/${id}/actions/win`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      type: 'invalid_request_error',
      message: 'This dispute cannot win while its status is needs_response.',
    });
  });

  it.each(['explode', 'constructor', 'toString'])('refuses %s, which a dispute does not know', async (action) => {
    const bench = await controlBench();
    const id = await disputed(bench);
    const { status, body } = await bench.control('POST', `/objects/${id}/actions/${action}`);
    expect(status).toBe(400);
    expect(body.error.message).toMatch(new RegExp(`^A dispute has no action '${action}'\\. It has: .*\\bwin\\b`));
  });

  it('refuses every action of what has none', async () => {
    const { control, api } = await controlBench();
    const { body: customer } = await api('POST', '/v1/customers', 'name=Ada');
    const { status, body } = await control('POST', `/objects/${customer.id}/actions/win`);
    expect(status).toBe(400);
    expect(body.error.message).toBe("A customer has no action 'win'. It has none.");
  });

  it('leaves to the API what is a step of its operations', async () => {
    const { control, api } = await controlBench();
    const { body: intent } = await api('POST', '/v1/payment_intents', 'amount=2000&currency=usd');
    expect((await control('GET', `/objects/${intent.id}`)).body.actions).not.toContain('confirm');
    const { status, body } = await control('POST', `/objects/${intent.id}/actions/confirm`);
    expect(status).toBe(400);
    expect(body.error.message).toMatch(/^A payment_intent has no action 'confirm'\. It has: authenticate, /);
    expect((await api('GET', `/v1/payment_intents/${intent.id}`)).body).toEqual(intent);
  });

  it('answers 404 for an object that is not there', async () => {
    const { control } = await controlBench();
    expect((await control('POST', '/objects/du_none/actions/win')).status).toBe(404);
  });
});
