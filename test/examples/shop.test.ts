import { fileURLToPath } from 'node:url';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShop } from '../../examples/shop/app.ts';
import { receiptPdf } from '../../examples/shop/receipt.ts';
import { createEmulator, type Emulator } from '../../src/index.ts';
import { type Ended, runCommand } from '../docs/processes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('npm run demo', () => {
  let demo: Ended;
  let seconds: number;

  beforeAll(async () => {
    const started = performance.now();
    demo = await runCommand('npm', ['run', '--silent', 'demo'], { cwd: root });
    seconds = (performance.now() - started) / 1000;
  });

  it('ends well within 10 seconds', () => {
    expect(demo.stderr.replaceAll(/^npm warn.*\n/gm, '')).toBe('');
    expect(demo.status).toBe(0);
    expect(seconds).toBeLessThan(10);
  });

  it.each([
    ['the payment', /⇢ POST http:\S+\/orders +200 {2}pi_\w+ {2}succeeded/],
    ['the events', /· charge\.dispute\.funds_withdrawn +du_/],
    ['the deliveries', /← charge\.dispute\.created to \S*\/webhooks +200 in \d+ ms/],
    ['the order of money and verdict', /funds_reinstated.*charge\.dispute\.closed/s],
    ['the story that is won', /shop-dispute-won.*The money is back in the ledger\..*passed/s],
    ['the story that is lost', /shop-dispute-lost.*The money is gone from the ledger\..*passed/s],
    ['the balance', /balance +-?\d+\.\d\d usd/],
  ])('shows %s', (_, line) => {
    expect(demo.stdout).toMatch(line);
  });

  it('shows nothing that failed', () => {
    expect(demo.stdout).not.toMatch(/✗|failed/);
  });
});

describe('the shop', () => {
  let emulator: Emulator;
  const secret = 'whsec_shop_test';
  const stripe = (): Stripe =>
    new Stripe('sk_test_shop', { httpClient: Stripe.createFetchHttpClient(emulator.fetch), telemetry: false });

  beforeAll(async () => {
    emulator = await createEmulator();
  });
  afterAll(() => emulator.close());

  it('refuses a webhook with a wrong signature', async () => {
    const shop = createShop({ stripe: stripe(), webhookSecret: secret });
    const forged = { method: 'POST', body: '{}', headers: { 'stripe-signature': 't=1,v1=0' } };
    expect((await shop.request('/webhooks', forged)).status).toBe(400);
  });

  it('counts an event once that is delivered twice', async () => {
    const shop = createShop({ stripe: stripe(), webhookSecret: secret });
    const sandbox = emulator.sandbox('sk_test_shop');
    const to = (request: Request) => shop.fetch(new Request('http://shop/webhooks', request));
    await sandbox.deliverTo(to, { secret });
    const order = { product: 'Shoes', price: 5000, payment_method: 'pm_card_visa' };
    const body = JSON.stringify(order);
    await shop.request('/orders', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    await sandbox.delivered();
    const [charged] = (await sandbox.deliveries()).filter(({ event_type }) => event_type === 'charge.succeeded');
    await sandbox.retry(charged?.id ?? '');
    expect(await (await shop.request('/ledger')).json()).toMatchObject({ paid: 5000, owned: 5000, dispute: null });
  });

  it('prints receipts that are PDFs', async () => {
    const pdf = receiptPdf('Shoes (blue)', 5000).toString('latin1');
    expect(pdf.startsWith('%PDF-1.4\n')).toBe(true);
    const start = Number(/startxref\n(\d+)/.exec(pdf)?.[1]);
    expect(pdf.slice(start, start + 4)).toBe('xref');
    const offsets = [...pdf.matchAll(/^(\d{10}) 00000 n/gm)].map(([, offset]) => Number(offset));
    expect(offsets.map((offset) => pdf.slice(offset, offset + 7))).toEqual([1, 2, 3, 4, 5].map((n) => `${n} 0 obj`));
  });
});
