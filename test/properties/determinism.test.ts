/** With a seed and a manual clock, the same calls give the same bytes: answers, headers and the bodies of webhooks. */
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createEmulator } from '../../src/index.ts';

type Step = readonly [method: string, path: string, form?: string, headers?: Readonly<Record<string, string>>];

const key = 'sk_test_same';
const pay = (card: string, more = '') =>
  `amount=1999&currency=usd&confirm=true&payment_method=pm_card_${card}&return_url=http://localhost${more}`;
const idempotent = { 'idempotency-key': 'once' };

/** `{type}` stands for the id of the object of this type that an answer held last. */
const story: readonly Step[] = [
  ['POST', '/v1/webhook_endpoints', 'url=http://127.0.0.1:9/hooks&enabled_events[]=payout.paid'],
  ['POST', '/v1/customers', 'name=Jenny&metadata[order]=1', idempotent],
  ['POST', '/v1/customers', 'name=Jenny&metadata[order]=1', idempotent],
  ['POST', '/v1/customers', 'name=Other', idempotent],
  ['POST', '/v1/payment_methods/pm_card_visa/attach', 'customer={customer}'],
  ['POST', '/v1/payment_intents', 'amount=500&currency=eur&customer={customer}'],
  [
    'POST',
    '/v1/payment_intents/{payment_intent}/confirm',
    'payment_method=pm_card_chargeDeclined&return_url=http://x.test',
  ],
  ['POST', '/v1/payment_intents', pay('visa', '&capture_method=manual')],
  ['POST', '/v1/payment_intents/{payment_intent}/capture', 'amount_to_capture=1000'],
  ['POST', '/v1/refunds', 'payment_intent={payment_intent}&amount=100'],
  ['POST', '/v1/payment_intents', pay('authenticationRequired')],
  ['POST', '/_emulator/objects/{payment_intent}/actions/authenticate'],
  ['POST', '/v1/payment_intents', pay('createIssuerFraudRecord')],
  ['POST', '/v1/payment_intents', pay('createDispute')],
  ['GET', '/v1/disputes?payment_intent={payment_intent}&expand[]=data.charge'],
  ['POST', '/v1/file_links', 'file=file_none'],
  ['POST', '/v1/disputes/{dispute}', 'evidence[uncategorized_text]=winning_evidence'],
  ['POST', '/_emulator/clock/advance', '{"duration":"3d"}'],
  ['POST', '/v1/payment_intents', pay('createDisputeInquiry')],
  ['GET', '/v1/disputes?payment_intent={payment_intent}'],
  ['POST', '/_emulator/objects/{dispute}/actions/escalate'],
  ['POST', '/_emulator/snapshots', '{"name":"here"}'],
  ['POST', '/v1/tokens', 'card[number]=4242424242424242&card[exp_month]=1&card[exp_year]=2030&card[cvc]=123'],
  ['POST', '/v1/charges', 'amount=700&currency=usd&source={token}'],
  ['POST', '/_emulator/snapshots/here/restore'],
  ['POST', '/v1/charges', 'amount=700&currency=jpy&source=tok_mastercard'],
  ['POST', '/_emulator/objects/{charge}/actions/dispute', '{"reason":"duplicate"}'],
  ['POST', '/v1/products', 'name=Shoes'],
  ['POST', '/v1/prices', 'product={product}&currency=usd&unit_amount=900'],
  ['POST', '/v1/nonsense', 'a=b'],
  ['POST', '/v1/customers', 'wat=1'],
  ['POST', '/_emulator/clock/advance', '{"duration":"30d"}'],
  ['GET', '/v1/balance'],
  ['GET', '/v1/balance_transactions?limit=100'],
  ['GET', '/v1/events?limit=100'],
  ['GET', '/v1/disputes?limit=100'],
  ['GET', '/_emulator/objects/{dispute}'],
];

async function play(): Promise<string[]> {
  const emulator = await createEmulator({ seed: 7, clock: 'manual' });
  const sandbox = emulator.sandbox(key);
  const lines: string[] = [];
  const arrived: string[] = [];
  const secret = await sandbox.deliverTo(async (request) => {
    // The signature carries the time of day, which the receiver's library compares with its own.
    arrived.push(await request.text());
    return new Response();
  });
  lines.push(secret);

  const known = new Map<string, string>();
  const named = (text: string) => text.replaceAll(/\{(\w+)\}/g, (all, type: string) => known.get(type) ?? all);
  for (const [method, path, body, headers] of story) {
    const answer = await emulator.fetch(`http://emulator${named(path)}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-www-form-urlencoded', ...headers },
      ...(body !== undefined && { body: named(body) }),
    });
    const text = await answer.text();
    // Whether a webhook has been answered yet (`pending_webhooks`) is the receiver's doing.
    await sandbox.delivered();
    lines.push(`${method} ${path} ${answer.status} ${JSON.stringify([...answer.headers])} ${text}`);
    const object = JSON.parse(text);
    for (const each of [object, object.error?.payment_intent, object.data?.[0]]) {
      if (each?.id && each.object) known.set(each.object, each.id);
    }
  }
  const upload = new FormData();
  upload.set('purpose', 'dispute_evidence');
  upload.set('file', new Blob(['%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF']), 'a.pdf');
  const stored = await emulator.fetch('http://emulator/v1/files', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: upload,
  });
  lines.push(await stored.text());
  await sandbox.delivered();
  await emulator.close();
  return [...lines, ...arrived];
}

describe('two runs with the same seed and a manual clock', () => {
  it('give the same bytes, whenever they run', { timeout: 20_000 }, async () => {
    const first = await play();
    await pause(1100);
    const second = await play();
    expect(second).toEqual(first);
    expect(first.filter((line) => line.includes(' 500 ['))).toEqual([]);
    expect(first.length).toBeGreaterThan(story.length + 30);
  });

  it('give a sandbox the same ids, whatever others do meanwhile', async () => {
    const customer = async (before: readonly string[]): Promise<string> => {
      const emulator = await createEmulator({ seed: 7, clock: 'manual' });
      let text = '';
      for (const each of [...before, key]) {
        const answer = await emulator.fetch('http://emulator/v1/customers', {
          method: 'POST',
          headers: { authorization: `Bearer ${each}` },
        });
        text = await answer.text();
      }
      await emulator.close();
      return text;
    };
    expect(await customer(['sk_test_one', 'sk_test_two'])).toBe(await customer([]));
  });
});
