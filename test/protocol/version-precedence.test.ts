/** Which version holds for what: requests, answers, events, deliveries. */
import type Stripe from 'stripe';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type TestBench, testBench, testKey } from '../spec/harness.ts';
import { closeReceivers, receive } from '../webhooks/receiver.ts';

const newest = '2026-10-28.endive';
const acacia = '2025-02-24.acacia';
const older = '2024-06-20';

type Shown = Record<string, unknown>;
type Told = Stripe.Event & { data: { object: Shown; previous_attributes?: Shown } };

async function subscribed({ stripe }: TestBench): Promise<Stripe.Subscription> {
  const recurring = { interval: 'month' } as const;
  const { id: price } = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 1500,
    recurring,
    product_data: { name: 'Plan' },
  });
  const invoice_settings = { default_payment_method: 'pm_card_visa' };
  const { id: customer } = await stripe.customers.create({ payment_method: 'pm_card_visa', invoice_settings });
  return stripe.subscriptions.create({ customer, items: [{ price }] });
}

interface Asked {
  readonly version?: string | undefined;
  readonly body?: string;
  readonly account?: string;
}

/** As the version shows it: not compared with the description of the newest one. */
async function ask({ emulator }: TestBench, path: string, { version, body, account }: Asked = {}) {
  const headers = {
    authorization: `Bearer ${testKey}`,
    ...(version !== undefined && { 'stripe-version': version }),
    ...(account !== undefined && { 'stripe-account': account }),
    ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  const init = body === undefined ? { headers } : { method: 'POST', headers, body };
  const answer = await emulator.fetch(`http://localhost${path}`, init);
  return { status: answer.status, served: answer.headers.get('stripe-version'), shown: (await answer.json()) as Shown };
}

/** A receiver on a port, and what it was sent of one type. */
async function receiver(type: string): Promise<{ url: string; told(): Told[] }> {
  onTestFinished(closeReceivers);
  const { url, received } = await receive((response) => response.end());
  return {
    url,
    told: () => received.map(({ body }) => JSON.parse(body) as Told).filter((each) => each.type === type),
  };
}

const created = 'customer.subscription.created';
const hasPeriod = (shown: Shown | undefined): boolean => 'current_period_end' in (shown ?? {});

describe('the version of an answer', () => {
  it.each([
    [newest, undefined, newest],
    [newest, acacia, acacia],
    [acacia, undefined, acacia],
    [acacia, newest, newest],
    [undefined, undefined, newest],
  ])('by default %s and with the header %s is %s', async (apiVersion, version, served) => {
    const bench = await testBench(apiVersion === undefined ? {} : { apiVersion });
    const { id } = await subscribed(bench);
    const answer = await ask(bench, `/v1/subscriptions/${id}`, { version });
    expect([answer.served, hasPeriod(answer.shown)]).toEqual([served, served === acacia]);
  });

  it('is that of the objects in an error too', async () => {
    const bench = await testBench();
    const body =
      'amount=1000&currency=usd&confirm=true&payment_method=pm_card_chargeDeclined&payment_method_types[]=card';
    const refused = await ask(bench, '/v1/payment_intents', { body, version: older });
    const { payment_intent: intent } = refused.shown.error as { payment_intent: Shown };
    expect([refused.status, refused.served]).toEqual([402, older]);
    // The newest version has no word of it.
    expect(intent).toHaveProperty('invoice', null);
    expect((await ask(bench, `/v1/payment_intents/${intent.id}`, { version: newest })).shown).not.toHaveProperty(
      'invoice',
    );
  });

  it('decides what a request means', async () => {
    const bench = await testBench();
    const body =
      'currency=usd&unit_amount=5&product_data[name]=x&recurring[interval]=month&recurring[usage_type]=metered';
    expect((await ask(bench, '/v1/prices', { body, version: older })).status).toBe(200);
    expect((await ask(bench, '/v1/prices', { body, version: newest })).status).toBe(400);
  });
});

describe('the version of an event', () => {
  it('is the default, whichever the request named that made it happen', async () => {
    const bench = await testBench();
    const { shown } = await ask(bench, '/v1/customers', { body: '', version: older });
    const [event] = (await bench.stripe.events.list({ type: 'customer.created' })).data;
    expect(event).toMatchObject({ api_version: newest, data: { object: { id: shown.id } } });
  });

  it.each([undefined, newest, older])('stays when it is read with the header %s', async (version) => {
    const bench = await testBench({ apiVersion: acacia });
    const { id } = await subscribed(bench);
    const { shown: list } = await ask(bench, `/v1/events?type=${created}`, { version });
    const [listed] = list.data as [Told];
    const { shown: event } = await ask(bench, `/v1/events/${listed.id}`, { version });
    expect(event).toEqual(listed);
    expect(listed).toMatchObject({ api_version: acacia, data: { object: { id } } });
    expect(hasPeriod(listed.data.object)).toBe(true);
  });

  it('of a connected account is the default too', async () => {
    const bench = await testBench({ apiVersion: acacia });
    const { id: account } = await bench.stripe.accounts.create({ type: 'custom', country: 'US' });
    const { url, told } = await receiver('customer.created');
    await bench.sandbox.addEndpoint({ url, connect: true });
    await ask(bench, '/v1/customers', { body: '', account, version: newest });
    await bench.sandbox.delivered();
    expect(told()).toMatchObject([{ account, api_version: acacia }]);
    const { shown } = await ask(bench, '/v1/events?type=customer.created', { account });
    expect(shown.data).toMatchObject([{ account, api_version: acacia }]);
  });

  it('holds for what was before, and for who waits for the event', async () => {
    const bench = await testBench({ apiVersion: acacia });
    const { id, items } = await subscribed(bench);
    const [item] = items.data;
    await bench.sandbox.advance('32d');
    const { api_version, data } = await bench.sandbox.waitForEvent('customer.subscription.updated', { object: id });
    expect(api_version).toBe(acacia);
    expect(data.object).toMatchObject({ current_period_start: item?.current_period_end });
    expect(data.previous_attributes).toMatchObject({
      current_period_start: item?.current_period_start,
      current_period_end: item?.current_period_end,
    });
  });

  it('counts what older versions derive among the changes', async () => {
    const bench = await testBench({ apiVersion: acacia });
    const { customer } = await subscribed(bench);
    const { id } = await bench.stripe.invoices.create({ customer: String(customer) });
    await bench.stripe.invoiceItems.create({ customer: String(customer), invoice: id, amount: 700, currency: 'usd' });
    await bench.stripe.invoices.pay((await bench.stripe.invoices.finalizeInvoice(id)).id);
    const { data } = await bench.sandbox.waitForEvent('invoice.paid', { object: id });
    expect(data.object).toMatchObject({ paid: true });
    const { shown } = await ask(bench, '/v1/events?type=invoice.updated&limit=1');
    const [updated] = shown.data as Told[];
    expect(updated?.data.object).toMatchObject({ id, paid: true });
    expect(updated?.data.previous_attributes).toMatchObject({ status: 'open', paid: false });
  });
});

describe('the version of a delivery', () => {
  it.each([
    [newest, older],
    [older, newest],
  ])('by default %s is that of its endpoint, %s', async (apiVersion, own) => {
    const bench = await testBench({ apiVersion });
    const [pinned, plain] = [await receiver(created), await receiver(created)];
    const enabled_events = [created] as const;
    const endpoint = await bench.stripe.webhookEndpoints.create({
      url: pinned.url,
      enabled_events: [...enabled_events],
      api_version: own as '2024-06-20',
    });
    expect(endpoint.api_version).toBe(own);
    await bench.stripe.webhookEndpoints.create({ url: plain.url, enabled_events: [...enabled_events] });
    await subscribed(bench);
    await bench.sandbox.delivered();
    expect(pinned.told().map(({ api_version, data }) => [api_version, hasPeriod(data.object)])).toEqual([
      [own, own === older],
    ]);
    expect(plain.told().map(({ api_version, data }) => [api_version, hasPeriod(data.object)])).toEqual([
      [apiVersion, apiVersion === older],
    ]);
    const [kept] = (await bench.stripe.events.list({ type: created })).data;
    expect(kept?.api_version).toBe(apiVersion);
  });

  it.each([undefined, older])('to a forwarder is the default: %s', async (apiVersion) => {
    const { url, told } = await receiver(created);
    const bench = await testBench({ forwardTo: [{ url }], ...(apiVersion !== undefined && { apiVersion }) });
    await subscribed(bench);
    await bench.sandbox.delivered();
    expect(told()).toMatchObject([{ api_version: apiVersion ?? newest }]);
    expect(hasPeriod(told()[0]?.data.object)).toBe(apiVersion === older);
  });

  it('that there is not is refused when the endpoint is made', async () => {
    const bench = await testBench();
    const body = 'url=https://example.com&enabled_events[]=*&api_version=2024-06-21';
    const { status, shown } = await ask(bench, '/v1/webhook_endpoints', { body });
    expect([status, shown.error]).toEqual([400, expect.objectContaining({ param: 'api_version' })]);
    expect((await bench.stripe.webhookEndpoints.list()).data).toEqual([]);
  });
});

describe('the default version', () => {
  it('that there is not keeps the emulator from being made', async () => {
    await expect(testBench({ apiVersion: '2024-06-21' })).rejects.toThrow('Invalid Stripe API version: 2024-06-21');
  });
});
