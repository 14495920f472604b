/** Events of which only older versions know: told to endpoints of those versions, and there only then. */
import { expect, it, onTestFinished } from 'vitest';
import { type TestBench, testBench } from '../spec/harness.ts';
import { closeReceivers, receive } from '../webhooks/receiver.ts';

const type = 'invoiceitem.updated';
const older = '2023-10-16';

interface Told {
  readonly type: string;
  readonly api_version: string;
  readonly data: { readonly object: { unit_amount?: number }; readonly previous_attributes: object };
}

/** What an endpoint for all events hears of an invoice item that is changed. */
async function heard(bench: TestBench, version: string): Promise<Told[]> {
  onTestFinished(closeReceivers);
  const { url, received } = await receive((response) => response.end());
  await bench.call('POST', '/v1/webhook_endpoints', { body: `url=${url}&enabled_events[0]=*&api_version=${version}` });
  const customer = await bench.stripe.customers.create();
  const item = await bench.stripe.invoiceItems.create({ customer: customer.id, amount: 500, currency: 'usd' });
  await bench.stripe.invoiceItems.update(item.id, { amount: 700 });
  await bench.sandbox.delivered();
  return received.map(({ body }) => JSON.parse(body) as Told).filter((each) => each.type === type);
}

it('reach an endpoint of such a version, as that version shows them', async () => {
  const bench = await testBench();
  const [event, ...others] = await heard(bench, older);
  expect(others).toEqual([]);
  expect(event?.api_version).toBe(older);
  expect(event?.data.object).toMatchObject({ amount: 700, unit_amount: 700 });
  expect(event?.data.previous_attributes).toMatchObject({ amount: 500, unit_amount: 500 });
});

it('do not happen where nobody knows of them', async () => {
  const bench = await testBench();
  expect(await heard(bench, '2024-04-10')).toEqual([]);
  expect(await bench.eventTypes()).not.toContain(type);
});

it('happen where the default is such a version', async () => {
  const bench = await testBench({ apiVersion: older });
  const { id } = await bench.stripe.customers.create();
  const item = await bench.stripe.invoiceItems.create({ customer: id, amount: 500, currency: 'usd' });
  await bench.stripe.invoiceItems.update(item.id, { description: 'Bread' });
  expect(await bench.sandbox.waitForEvent(type)).toMatchObject({
    api_version: older,
    data: { object: { id: item.id } },
  });
});
