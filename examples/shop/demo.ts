/** `npm run demo`: an emulator, the shop with its webhook endpoint, and one disputed order won, another lost. */
import { serve } from '@hono/node-server';
import Stripe from 'stripe';
import { createEmulator } from '../../src/index.ts';
import { entryLine, heading, runScenario, type Scenario, verdict } from '../../src/scenarios/index.ts';
import { createShop } from './app.ts';
import { shopDisputeLost, shopDisputeWon } from './story.ts';

const style = { colour: process.stdout.isTTY === true };

/** One story in a sandbox and with a shop of its own; answers whether it held. */
async function play(scenario: Scenario, key: string): Promise<boolean> {
  const emulator = await createEmulator();
  const { url, port } = await emulator.listen();
  const stripe = new Stripe(key, { host: '127.0.0.1', port, protocol: 'http', telemetry: false });
  const secret = 'whsec_shop_demo';
  const server = serve({ fetch: createShop({ stripe, webhookSecret: secret }).fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const shop = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  await emulator.sandbox(key).addEndpoint({ url: `${shop}/webhooks`, secret });

  console.log(heading(scenario.name, scenario.title, style));
  console.log(`  emulator ${url}   shop ${shop}\n`);
  const run = await runScenario(scenario, {
    base: url,
    key,
    values: { shop: { url: shop } },
    onEntry: (entry) => console.log(entryLine(entry, style)),
  });
  console.log(verdict(run, style));
  const balance = await stripe.balance.retrieve();
  for (const { amount, currency } of balance.pending) {
    console.log(`  balance  ${(amount / 100).toFixed(2)} ${currency} pending (the charge, the dispute and their fees)`);
  }
  server.close();
  await emulator.close();
  return run.ok;
}

const won = await play(shopDisputeWon, 'sk_test_demo_won');
const lost = await play(shopDisputeLost, 'sk_test_demo_lost');
process.exitCode = won && lost ? 0 : 1;
