import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { afterEach, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../src/index.ts';
import { library, type Run, runScenario, type Scenario } from '../../src/scenarios/index.ts';

const key = 'sk_test_story';
const secret = 'whsec_story';
const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function emulate(options: Parameters<typeof createEmulator>[0] = {}): Promise<Emulator> {
  const emulator = await createEmulator({ onCrash: (error) => Promise.reject(error), ...options });
  closers.push(() => emulator.close());
  return emulator;
}

/** An app under test that verifies each event with Stripe's own package. */
async function app(): Promise<{ url: string; received: string[] }> {
  const stripe = new Stripe(key);
  const received: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    try {
      const signature = request.headers['stripe-signature'] ?? '';
      received.push(stripe.webhooks.constructEvent(Buffer.concat(chunks), signature, secret).type);
      response.end();
    } catch {
      response.writeHead(400).end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`, received };
}

/** What an endpoint of the platform hears of. */
const eventsOf = ({ entries }: Run): string[] =>
  entries.filter(({ kind, account }) => kind === 'event' && account === undefined).map(({ text }) => text);

const known = [
  'dispute-won',
  'dispute-lost',
  'dispute-evidence-submitted',
  'dispute-accepted',
  'dispute-expired',
  'dispute-inquiry-escalated',
  'dispute-inquiry-closed',
  'dispute-lost-on-destination-charge',
  'dispute-in-payout',
  'early-fraud-warning',
  'payout-paid',
  'payout-failed',
  'destination-charge',
  'setup-attempt-failed',
  'setup-attempt-3ds',
  'mandate-revoked',
  'credit-note-open-invoice',
  'credit-note-paid-invoice',
  'quote-to-invoice',
  'quote-to-subscription',
  'quote-expired',
  'refund-failed',
];

const transports: Record<string, (scenario: Scenario) => Promise<{ run: Run; received: string[] }>> = {
  async 'in process'(scenario) {
    const emulator = await emulate();
    const received: string[] = [];
    await emulator.sandbox(key).deliverTo(async (request) => {
      received.push(((await request.json()) as { type: string }).type);
      return new Response();
    });
    const run = await runScenario(scenario, { base: 'http://emulator', key, fetch: emulator.fetch });
    await emulator.sandbox(key).delivered();
    return { run, received };
  },
  async 'on a port'(scenario) {
    const { url, received } = await app();
    const emulator = await emulate({ forwardTo: [{ url, secret }] });
    const server = await emulator.listen();
    const run = await runScenario(scenario, { base: server.url, key });
    await emulator.sandbox(key).delivered();
    return { run, received };
  },
};

describe.each(Object.entries(transports))('the library %s', (_, play) => {
  it.each(library.map((scenario) => [scenario.name, scenario] as const))('plays %s', async (_name, scenario) => {
    const { run, received } = await play(scenario);
    expect(run.failure).toBeUndefined();
    expect(run.ok).toBe(true);
    expect(received.sort()).toEqual(eventsOf(run).sort()); // deliveries may overtake each other
    expect(received.length).toBeGreaterThan(0);
  });
});

/** All events of a story are asserted by it, in order; those of a connected account by a step that acts as it. */
const isTold = ({ steps }: Scenario): boolean =>
  steps.some((step) => 'expect' in step && step.expect.events !== undefined);

describe('the library', () => {
  it.each(['real', 'manual', '2026-03-01T23:55:00Z', '2026-03-06T12:00:00Z'])(
    'depends on no clock and no day: %s',
    async (clock) => {
      for (const scenario of library) {
        const emulator = await emulate({ clock });
        const run = await runScenario(scenario, { emulator });
        expect(`${scenario.name}: ${run.failure}`).toBe(`${scenario.name}: undefined`);
      }
    },
  );

  it('asserts all events of each story, in their order', () => {
    expect(library.filter((scenario) => !isTold(scenario)).map(({ name }) => name)).toEqual([]);
  });

  it('has the stories that users know by name, once each', () => {
    const names = library.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(known));
  });
});
