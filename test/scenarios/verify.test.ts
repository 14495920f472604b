import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import Stripe from 'stripe';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createShop } from '../../examples/shop/app.ts';
import { shopDisputeWon } from '../../examples/shop/story.ts';
import { createEmulator } from '../../src/index.ts';
import { disorders } from '../../src/scenarios/disorders.ts';
import { defineScenario, type Verification, type VerifyOptions, verifyScenario } from '../../src/scenarios/index.ts';

const secret = 'whsec_verify';

async function listening(app: { fetch(request: Request): Response | Promise<Response> }): Promise<string> {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

const stripe = new Stripe('sk_test_verify');

interface Habits {
  /** Events are counted again when they come again. */
  forgetful?: boolean;
  /** Whoever posts is believed. */
  trusting?: boolean;
  /** The last event that comes wins. */
  hasty?: boolean;
}

/** An app that keeps its customers by webhooks alone. */
function customers({ forgetful, trusting, hasty }: Habits): Hono {
  const app = new Hono();
  const seen = new Set<string>();
  let created = 0;
  let newest = { at: 0, name: '' };
  app.post('/webhooks', async (c) => {
    const payload = await c.req.text();
    const signature = c.req.header('stripe-signature') ?? '';
    try {
      if (!trusting) await stripe.webhooks.constructEventAsync(payload, signature, secret);
    } catch {
      return c.json({}, 400);
    }
    const { id, type, data } = JSON.parse(payload) as Stripe.Event & { data: { object: Stripe.Customer } };
    if (seen.has(id) && !forgetful) return c.json({});
    seen.add(id);
    if (type === 'customer.created') created++;
    const at = Number(data.object.metadata.version ?? 0);
    if (hasty || at >= newest.at) newest = { at, name: data.object.name ?? '' };
    return c.json({});
  });
  app.get('/state', (c) => c.json({ created, name: newest.name }));
  app.post('/reset', (c) => {
    created = 0;
    newest = { at: 0, name: '' };
    return c.json({});
  });
  return app;
}

const renamed = defineScenario({
  name: 'renamed',
  title: 'A customer gets new names',
  steps: [
    { name: 'jenny', call: { method: 'POST', path: '/v1/customers', params: { name: 'Jenny' } } },
    ...['Ann', 'Bea', 'Cleo'].map((name, at) => ({
      call: {
        method: 'POST' as const,
        path: '/v1/customers/${jenny:id}',
        params: { name, metadata: { version: at + 1 } },
      },
    })),
  ],
});

async function verified(habits: Habits, options: Partial<VerifyOptions> = {}): Promise<Verification> {
  const emulator = await createEmulator({ webhookRetries: 'immediate' });
  onTestFinished(() => emulator.close());
  const app = await listening(customers(habits));
  return verifyScenario(renamed, {
    emulator,
    forwardTo: [{ url: `${app}/webhooks`, secret }],
    state: `${app}/state`,
    reset: `${app}/reset`,
    patience: 50,
    ...options,
  });
}

const complaints = ({ replays }: Verification): string[] => [...new Set(replays.flatMap((each) => each.complaints))];

describe('verifyScenario', () => {
  it('replays twenty disorders, and passes an app that copes', async () => {
    const verification = await verified({});
    expect(complaints(verification)).toEqual([]);
    expect(verification).toMatchObject({ scenario: 'renamed', ok: true });
    expect(verification.replays).toHaveLength(20);
    expect(new Set(verification.replays.map(({ text }) => text)).size).toBeGreaterThan(12);
  });

  it('finds that an event is counted twice', async () => {
    const verification = await verified({ forgetful: true }, { count: 1 });
    expect(verification.ok).toBe(false);
    expect(complaints(verification)).toEqual(['created: expected 1, got 2']);
  });

  it('finds that an older event overwrites a newer one', async () => {
    const { replays, ok } = await verified({ hasty: true }, { count: 12 });
    expect(ok).toBe(false);
    const disorderly = replays.filter((each) => !each.ok);
    expect(disorderly.length).toBeGreaterThan(0);
    for (const { text, complaints } of disorderly) {
      expect(text).toContain('shuffle');
      expect(complaints.join()).toMatch(/^name: expected Cleo, got /);
    }
  });

  it('finds that forged webhooks are taken', async () => {
    const verification = await verified({ trusting: true }, { count: 6 });
    const bad = verification.replays.filter((each) => !each.ok);
    expect(bad.map(({ text }) => text)).toEqual(['stale_signature', 'wrong_signature']);
    expect(complaints(verification).join()).toContain('4 forged deliveries were answered 2xx');
  });

  it('gives the same disorders for the same seed', () => {
    expect(disorders(7, 20)).toEqual(disorders(7, 20));
    expect(disorders(8, 20)).not.toEqual(disorders(7, 20));
  });

  it('says so when two quiet runs end differently', async () => {
    const app = new Hono();
    let strokes = '';
    app.get('/state', (c) => c.json({ strokes }));
    app.post('/webhooks', (c) => {
      strokes += 'I';
      return c.json({});
    });
    const url = await listening(app);
    const forwardTo = [{ url: `${url}/webhooks` }];
    const verification = await verified({}, { state: `${url}/state`, forwardTo, reset: undefined });
    expect(verification.failure).toMatch(/^Two runs without any disorder end in different states/);
    expect(verification.ok).toBe(false);
  });

  it('says so when the state cannot be read', async () => {
    expect((await verified({}, { state: 'http://127.0.0.1:12/state' })).failure).toMatch(
      /cannot be read: .*ECONNREFUSED/,
    );
  });

  it('compares what each run adds where an app keeps what it knows', async () => {
    expect(complaints(await verified({}, { reset: undefined, count: 3 }))).toEqual([]);
    const forgetful = await verified({ forgetful: true }, { reset: undefined, count: 1 });
    expect(complaints(forgetful)).toEqual(['created: expected 1, got 2']);
  });

  it('passes the shop', async () => {
    const emulator = await createEmulator({ webhookRetries: 'immediate' });
    onTestFinished(() => emulator.close());
    const { port } = await emulator.listen();
    const client = new Stripe('sk_test_shop', { host: '127.0.0.1', port, protocol: 'http', telemetry: false });
    const shop = await listening(createShop({ stripe: client, webhookSecret: secret }));
    const verification = await verifyScenario(shopDisputeWon, {
      emulator,
      key: 'sk_test_shop',
      forwardTo: [{ url: `${shop}/webhooks`, secret }],
      state: `${shop}/ledger`,
      reset: `${shop}/ledger/empty`,
      values: { shop: { url: shop } },
      count: 4,
    });
    expect(verification.failure).toBeUndefined();
    expect(complaints(verification)).toEqual([]);
    expect(verification.ok).toBe(true);
  });
});
