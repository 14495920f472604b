/** Bodies that no form of ours sends. */
import { describe, expect, it } from 'vitest';
import { shirt } from '../spec/checkout.ts';
import { type TestBench, testBench } from '../spec/harness.ts';

const success_url = 'https://shop.example/thanks';

/** Addresses that take a form, each of something that waits for somebody. */
const addresses: Readonly<Record<string, (bench: TestBench) => Promise<string | null | undefined>>> = {
  'a Checkout session': async ({ stripe }) =>
    (await stripe.checkout.sessions.create({ mode: 'payment', success_url, line_items: [shirt()] })).url,
  'its basket': async ({ stripe }) =>
    `${(await stripe.checkout.sessions.create({ mode: 'payment', success_url, line_items: [shirt()] })).url}/basket`,
  'an invoice': async ({ stripe }) => {
    const customer = (await stripe.customers.create({ email: 'jenny@example.com' })).id;
    await stripe.invoiceItems.create({ customer, amount: 500, currency: 'usd' });
    const { id } = await stripe.invoices.create({ customer, pending_invoice_items_behavior: 'include' });
    return (await stripe.invoices.finalizeInvoice(id)).hosted_invoice_url;
  },
  'the portal': async ({ stripe }) => {
    const { id } = await stripe.billingPortal.configurations.create({
      features: { customer_update: { enabled: true, allowed_updates: ['email'] } },
    });
    const customer = (await stripe.customers.create()).id;
    const { url } = await stripe.billingPortal.sessions.create({ customer, configuration: id });
    return `${url}/customer`;
  },
};

const bodies = [
  ['broken escapes', 'name=%zz', 'application/x-www-form-urlencoded'],
  ['text that is not UTF-8', 'name=%ff', 'application/x-www-form-urlencoded'],
  ['the prototype', '__proto__[x]=1', 'application/x-www-form-urlencoded'],
  ['a value and a hash', 'name=x&name[a]=1', 'application/x-www-form-urlencoded'],
  ['brackets without end', `a${'[a]'.repeat(100)}=1`, 'application/x-www-form-urlencoded'],
  ['broken JSON', '{', 'application/json'],
  ['a broken upload', '--x', 'multipart/form-data; boundary=x'],
  ['XML', '<a/>', 'text/xml'],
] as const;

describe.each(Object.entries(addresses))('POST to the page of %s', (_, addressOf) => {
  it('refuses what it cannot read, and changes nothing', async () => {
    const bench = await testBench();
    const url = String(await addressOf(bench));
    const before = await bench.eventTypes();
    for (const [name, body, type] of bodies) {
      const answer = await bench.emulator.fetch(url, { method: 'POST', body, headers: { 'content-type': type } });
      expect([name, answer.status, answer.headers.get('content-type')]).toEqual([
        name,
        400,
        'text/html; charset=UTF-8',
      ]);
      expect(await answer.text()).toContain('This did not work');
    }
    expect(await bench.eventTypes()).toEqual(before);
  });
});
