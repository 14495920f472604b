/** `stripe trigger` for every event that the CLI knows: it ends well, and the event arrives signed. */
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator, type RunningServer } from '../../src/index.ts';
import { stripe as cli, supportedEvents } from './cli.ts';

/** They call Stripe's host for meter events, whatever `--api-base` says. */
const elsewhere = ['v1.billing.meter.error_report_triggered', 'v1.billing.meter.no_meter_found'];
/** Names of the CLI's own, for events of other names. */
const called: Readonly<Record<string, string>> = {
  'subscription.payment_failed': 'invoice.payment_failed',
  'subscription.payment_succeeded': 'invoice.payment_succeeded',
};
const typeOf = (name: string): string => called[name] ?? name.replace(/\.(eu|gb)$/, '');

const names = supportedEvents().filter((name) => !elsewhere.includes(name));
const { webhooks } = new Stripe('sk_test_unused');

let emulator: Emulator;
let server: RunningServer;

beforeAll(async () => {
  emulator = await createEmulator();
  server = await emulator.listen();
});
afterAll(() => emulator.close());

/** Keeps the types of the events that arrive at a sandbox, with a signature that is right. */
async function received(key: string): Promise<string[]> {
  const types: string[] = [];
  for (const connect of [false, true]) {
    const secret: string = await emulator.sandbox(key).deliverTo(
      async (request) => {
        const event = webhooks.constructEvent(
          await request.text(),
          request.headers.get('stripe-signature') ?? '',
          secret,
        );
        types.push(event.type);
        return new Response();
      },
      { connect },
    );
  }
  return types;
}

describe('stripe trigger', () => {
  it('knows the events that are tried here', () => {
    expect(names).toHaveLength(121);
  });

  it.concurrent.for(names)('%s', async (name, { expect }) => {
    const key = `sk_test_trigger_${name.replaceAll('.', '_')}`;
    const types = await received(key);
    const { status, stdout, stderr } = await cli({ url: server.url, key }, 'trigger', name);
    expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
    await expect.poll(() => types, { timeout: 5000 }).toContain(typeOf(name));
  });
});
