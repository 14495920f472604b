import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../src/index.ts';
import { ended } from './command.ts';

const { webhooks } = new Stripe('sk_test_unused');

describe('stripe-emulator trigger', () => {
  it('makes the event happen on a server of its own', async () => {
    const { status, stdout } = await ended('trigger', 'charge.dispute.created');
    expect(status).toBe(0);
    expect(stdout).toContain('charge.dispute.created');
  });

  it('delivers it to the app under test, signed', async () => {
    const types: string[] = [];
    const app = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      types.push(webhooks.constructEvent(body, request.headers['stripe-signature'] ?? '', 'whsec_app').type);
      response.end();
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void app.close());
    await once(app, 'listening');
    const url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/hook`;
    const flags = ['--forward-to', url, '--webhook-secret', 'whsec_app'];
    const { status } = await ended('trigger', 'customer.created', ...flags);
    expect(status).toBe(0);
    expect(types).toEqual(['customer.created']);
  });

  it('makes it happen in a sandbox of a running server', async () => {
    const emulator = await createEmulator();
    onTestFinished(() => emulator.close());
    const { url } = await emulator.listen();
    const { status } = await ended('trigger', 'payout.failed', '--base', url, '--key', 'sk_test_mine');
    expect(status).toBe(0);
    const event = await emulator.sandbox('sk_test_mine').waitForEvent('payout.failed', { timeoutMs: 0 });
    expect(event.data.object.status).toBe('failed');
    expect((await ended('trigger', 'product.created', '--base', url)).status).toBe(0);
    const shared = await emulator.sandbox().waitForEvent('product.created', { timeoutMs: 0 });
    expect(shared.data.object.name).toBe('Gold');
  });

  it('lists the events without one', async () => {
    const { stdout } = await ended('trigger');
    expect(stdout.trimEnd().split('\n')).toEqual(
      expect.arrayContaining(['charge.succeeded', 'treasury.debit_reversal.completed']),
    );
  });

  it('names the nearest event for one that there is not', async () => {
    const { status, stderr } = await ended('trigger', 'charge.suceeded');
    expect(status).toBe(2);
    expect(stderr).toBe("There is no event 'charge.suceeded'; did you mean 'charge.succeeded'?\n");
  });
});
