/** The example apps under test, each a process of its own with Stripe's official library for its language. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator, type RunningServer } from '../../src/index.ts';
import { explanation, readStoryFile, runScenario, verifyScenario } from '../../src/scenarios/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const key = 'sk_test_orders';
const secret = 'whsec_orders';
const file = 'examples/stories/order-refunded.yaml';
const { scenario } = readStoryFile(readFileSync(root + file, 'utf8'), file);

interface App {
  readonly command: string;
  readonly args: readonly string[];
  env(server: RunningServer): Record<string, string>;
}

const apps: Record<string, App> = {
  'Express with stripe-node': {
    command: process.execPath,
    args: ['--import', 'tsx', 'examples/express/main.ts'],
    env: ({ port }) => ({ STRIPE_HOST: '127.0.0.1', STRIPE_PORT: String(port) }),
  },
  // Debian's package of the official library: apt-get install python3-stripe
  'Python with stripe-python': {
    command: '/usr/bin/python3',
    args: ['examples/python/app.py'],
    env: ({ url }) => ({ STRIPE_API_BASE: url }),
  },
};

describe.each(Object.entries(apps))('%s', (_, { command, args, env }) => {
  let emulator: Emulator;
  let app: ReturnType<typeof spawn>;
  let url: string;

  beforeAll(async () => {
    emulator = await createEmulator({ webhookRetries: 'immediate' });
    const server = await emulator.listen();
    const own = { STRIPE_KEY: key, STRIPE_WEBHOOK_SECRET: secret, PORT: '0', ...env(server) };
    app = spawn(command, args, { cwd: root, env: { ...process.env, ...own }, stdio: ['ignore', 'pipe', 'pipe'] });
    url = await new Promise<string>((resolve, reject) => {
      let printed = '';
      const look = (chunk: Buffer): void => {
        printed += chunk;
        const [, found] = /listening on (http:\S+)/.exec(printed) ?? [];
        if (found !== undefined) resolve(found);
      };
      app.stdout?.on('data', look);
      app.stderr?.on('data', look);
      app.on('error', reject);
      app.on('close', () => reject(new Error(`the app ended before it listened: ${printed}`)));
    });
  });

  afterAll(async () => {
    app?.kill();
    await emulator?.close();
  });

  const receiver = () => ({ emulator, key, forwardTo: [{ url: `${url}/webhooks`, secret }], values: { app: { url } } });

  it('passes the story of an order, the lost answer included', async () => {
    const run = await runScenario(scenario, receiver());
    expect(run.ok ? '' : explanation(run)).toBe('');
    const paid = emulator
      .sandbox(key)
      .requests()
      .filter(({ path }) => path === '/v1/payment_intents');
    expect(paid.map(({ status }) => status)).toEqual([200, 500]);
  });

  it('ends in the same state in whatever disorder webhooks come', async () => {
    const state = `${url}/orders/\${order:id}`;
    const { failure, replays } = await verifyScenario(scenario, { ...receiver(), state, count: 6 });
    expect(failure).toBeUndefined();
    expect(replays.flatMap(({ complaints }) => complaints)).toEqual([]);
    expect(replays).toHaveLength(6);
  });
});
