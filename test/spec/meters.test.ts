import { describe, expect, it } from 'vitest';
import { eventsOf } from './billed-customer.ts';
import { refusal, type TestBench, testBench } from './harness.ts';

const hour = 3600;
/** The start of a manual clock: 2026-01-01T00:00:00Z. */
const start = Date.UTC(2026, 0, 1) / 1000;

async function counted(bench: TestBench, formula: 'sum' | 'count' | 'last' = 'sum') {
  const { stripe } = bench;
  const meter = await stripe.billing.meters.create({
    display_name: 'Requests',
    event_name: 'requests',
    default_aggregation: { formula },
  });
  const { id: customer } = await stripe.customers.create({});
  const use = (value: string, more: { identifier?: string; timestamp?: number } = {}) =>
    stripe.billing.meterEvents.create({
      event_name: 'requests',
      payload: { stripe_customer_id: customer, value },
      ...more,
    });
  const total = async (from = start - 35 * 24 * hour, to = start + hour): Promise<number | undefined> => {
    const { data } = await stripe.billing.meters.listEventSummaries(meter.id, {
      customer,
      start_time: from,
      end_time: to,
    });
    return data[0]?.aggregated_value;
  };
  return { meter, customer, use, total };
}

describe('POST /v1/billing/meters', () => {
  it('maps customer and value by their usual keys', async () => {
    const bench = await testBench();
    const { meter } = await counted(bench);
    expect(meter).toMatchObject({
      object: 'billing.meter',
      status: 'active',
      customer_mapping: { event_payload_key: 'stripe_customer_id', type: 'by_id' },
      value_settings: { event_payload_key: 'value' },
      event_time_window: null,
      status_transitions: { deactivated_at: null },
      created: start,
      updated: start,
    });
    expect(await bench.eventTypes()).toContain('billing.meter.created');
  });

  it('takes an event name once, also of a meter that was deactivated', async () => {
    const bench = await testBench();
    const { meter } = await counted(bench);
    await bench.stripe.billing.meters.deactivate(meter.id);
    const error = await refusal(
      bench.stripe.billing.meters.create({
        display_name: 'Again',
        event_name: 'requests',
        default_aggregation: { formula: 'sum' },
      }),
    );
    expect(error).toMatchObject({ statusCode: 400, param: 'event_name' });
    expect((await bench.stripe.billing.meters.list()).data).toHaveLength(1);
  });

  it('refuses one key for customer and value', async () => {
    const { stripe } = await testBench();
    const error = await refusal(
      stripe.billing.meters.create({
        display_name: 'Both',
        event_name: 'both',
        default_aggregation: { formula: 'sum' },
        value_settings: { event_payload_key: 'stripe_customer_id' },
      }),
    );
    expect(error.param).toBe('value_settings[event_payload_key]');
  });
});

describe('the states of a meter', () => {
  it('leads to inactive and back, each with its event', async () => {
    const bench = await testBench();
    const { meter, use } = await counted(bench);
    const { meters } = bench.stripe.billing;
    const types = await eventsOf(bench, async () => {
      const inactive = await meters.deactivate(meter.id);
      expect(inactive).toMatchObject({ status: 'inactive', status_transitions: { deactivated_at: start } });
      expect((await refusal(use('1'))).message).toBe('No active meter found for event name "requests".');
      expect((await refusal(meters.deactivate(meter.id))).message).toBe('This meter is already inactive.');
      expect((await meters.list({ status: 'inactive' })).data).toHaveLength(1);
      const active = await meters.reactivate(meter.id);
      expect(active).toMatchObject({ status: 'active', status_transitions: { deactivated_at: null } });
      await meters.update(meter.id, { display_name: 'Calls' });
    });
    expect(types).toEqual(['billing.meter.deactivated', 'billing.meter.reactivated', 'billing.meter.updated']);
  });
});

describe('POST /v1/billing/meter_events', () => {
  it('answers what was counted, with an identifier made up where none is sent', async () => {
    const bench = await testBench();
    const { customer, use } = await counted(bench);
    expect(await use('25')).toMatchObject({
      object: 'billing.meter_event',
      event_name: 'requests',
      payload: { stripe_customer_id: customer, value: '25' },
      timestamp: start,
      identifier: expect.stringMatching(/^\w{24}$/),
    });
    expect(Object.keys(await use('1', { identifier: 'req_1' }))).not.toContain('account_key');
  });

  it('takes an identifier once in a day', async () => {
    const bench = await testBench();
    const { use, total } = await counted(bench);
    await use('1', { identifier: 'req_1' });
    const error = await refusal(use('1', { identifier: 'req_1' }));
    expect(error).toMatchObject({
      statusCode: 400,
      type: 'StripeInvalidRequestError',
      message: 'An event already exists with identifier req_1.',
    });
    expect(await total()).toBe(1);
    await bench.sandbox.advance('1d');
    await use('1', { identifier: 'req_1' });
    expect(await total(start, start + 48 * hour)).toBe(2);
  });

  it('takes times from 35 days ago to five minutes ahead', async () => {
    const bench = await testBench();
    const { use } = await counted(bench);
    await use('1', { timestamp: start - 35 * 24 * hour });
    await use('1', { timestamp: start + 300 });
    expect((await refusal(use('1', { timestamp: start - 35 * 24 * hour - 1 }))).message).toBe(
      `The event timestamp cannot be more than 35 days in past. Expected a timestamp greater than or equal to ${start - 35 * 24 * hour}.`,
    );
    expect((await refusal(use('1', { timestamp: start + 301 }))).param).toBe('timestamp');
  });

  it('refuses unknown names, customers and values', async () => {
    const bench = await testBench();
    const { customer, use } = await counted(bench);
    const { meterEvents } = bench.stripe.billing;
    const unknown = await refusal(meterEvents.create({ event_name: 'other', payload: { value: '1' } }));
    expect(unknown).toMatchObject({ code: 'resource_missing', param: 'event_name' });
    expect((await refusal(use('many'))).param).toBe('payload[value]');
    const nobody = { event_name: 'requests', payload: { stripe_customer_id: 'cus_x', value: '1' } };
    expect((await refusal(meterEvents.create(nobody))).message).toBe("No such customer: 'cus_x'");
    const valueless = { event_name: 'requests', payload: { stripe_customer_id: customer } };
    expect((await refusal(meterEvents.create(valueless))).code).toBe('parameter_missing');
  });
});

describe('POST /v1/billing/meter_event_adjustments', () => {
  it('cancels an event within a day', async () => {
    const bench = await testBench();
    const { use, total } = await counted(bench);
    const { meterEventAdjustments } = bench.stripe.billing;
    const cancel = (identifier: string) =>
      meterEventAdjustments.create({ event_name: 'requests', type: 'cancel', cancel: { identifier } });
    await use('5', { identifier: 'a' });
    await use('7', { identifier: 'b' });
    expect(await cancel('a')).toEqual(
      expect.objectContaining({ object: 'billing.meter_event_adjustment', status: 'pending', event_name: 'requests' }),
    );
    expect(await total()).toBe(7);
    expect((await refusal(cancel('a'))).message).toBe('The meter event a has already been canceled.');
    expect((await refusal(cancel('c'))).code).toBe('resource_missing');
    await bench.sandbox.advance('2d');
    expect((await refusal(cancel('b'))).message).toContain('within 24 hours');
  });
});

describe('GET /v1/billing/meters/:id/event_summaries', () => {
  it.each([
    ['sum', 42.5],
    ['count', 3],
    ['last', 2.5],
  ] as const)('adds up by %s', async (formula, value) => {
    const bench = await testBench();
    const { use, total } = await counted(bench, formula);
    await use('2.5', { timestamp: start });
    await use('30', { timestamp: start - 120 });
    await use('10', { timestamp: start - 60 });
    expect(await total()).toBe(value);
  });

  it('shows windows of an hour, newest first, page by page', async () => {
    const bench = await testBench();
    const { meter, customer, use } = await counted(bench);
    await use('1', { timestamp: start - 30 * hour });
    await use('2', { timestamp: start - hour });
    await use('4', { timestamp: start - 1 });
    const windows = await bench.stripe.billing.meters
      .listEventSummaries(meter.id, {
        customer,
        start_time: start - 30 * hour,
        end_time: start,
        value_grouping_window: 'hour',
      })
      .autoPagingToArray({ limit: 100 });
    expect(windows).toHaveLength(30);
    expect(windows.filter((each) => each.aggregated_value > 0)).toMatchObject([
      { start_time: start - hour, end_time: start, aggregated_value: 6 },
      { start_time: start - 30 * hour, aggregated_value: 1 },
    ]);
    expect(new Set(windows.map(({ id }) => id)).size).toBe(30);
  });

  it('pages backwards too', async () => {
    const bench = await testBench();
    const { meter, customer } = await counted(bench);
    const day = { customer, start_time: start - 24 * hour, end_time: start, value_grouping_window: 'hour' } as const;
    const list = (page: { limit?: number; starting_after?: string; ending_before?: string }) =>
      bench.stripe.billing.meters.listEventSummaries(meter.id, { ...day, ...page });
    const first = await list({ limit: 5 });
    const second = await list({ limit: 5, starting_after: first.data.at(-1)?.id ?? '' });
    const back = await list({ limit: 5, ending_before: second.data[0]?.id ?? '' });
    expect(back.data).toEqual(first.data);
    expect([first.has_more, back.has_more]).toEqual([true, false]);
    expect((await refusal(list({ starting_after: 'mtrusg_x' }))).code).toBe('resource_missing');
  });

  it('wants times on the boundaries of its windows', async () => {
    const bench = await testBench();
    const { meter, customer } = await counted(bench);
    const list = (from: number, to: number, window?: 'hour' | 'day') =>
      bench.stripe.billing.meters.listEventSummaries(meter.id, {
        customer,
        start_time: from,
        end_time: to,
        ...(window && { value_grouping_window: window }),
      });
    expect((await refusal(list(start + 1, start + hour))).param).toBe('start_time');
    expect((await refusal(list(start, start + 60, 'hour'))).param).toBe('end_time');
    expect((await refusal(list(start, start + hour, 'day'))).param).toBe('end_time');
    expect((await refusal(list(start, start))).param).toBe('end_time');
  });
});

describe('a metered price', () => {
  it('is backed by an active meter', async () => {
    const bench = await testBench();
    const { meter } = await counted(bench);
    const { stripe } = bench;
    const metered = (recurring: object) =>
      stripe.prices.create({
        currency: 'usd',
        unit_amount: 10,
        product_data: { name: 'Requests' },
        recurring: { interval: 'month', usage_type: 'metered', ...recurring },
      });
    expect((await metered({ meter: meter.id })).recurring?.meter).toBe(meter.id);
    expect((await refusal(metered({}))).message).toBe(
      'Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by meters.',
    );
    expect((await refusal(metered({ meter: 'mtr_x' }))).param).toBe('recurring[meter]');
    await stripe.billing.meters.deactivate(meter.id);
    expect((await refusal(metered({ meter: meter.id }))).param).toBe('recurring[meter]');
  });
});

describe('/v1/billing/alerts', () => {
  const alert = ({ stripe }: TestBench, meter: string, gte: number, customer?: string) =>
    stripe.billing.alerts.create({
      alert_type: 'usage_threshold',
      title: 'Much',
      usage_threshold: {
        gte,
        meter,
        recurrence: 'one_time',
        ...(customer && { filters: [{ type: 'customer', customer }] }),
      },
    });
  const triggered = async ({ stripe }: TestBench) =>
    (await stripe.events.list({ type: 'billing.alert.triggered' })).data.map((event) => event.data.object);

  it('is triggered once, by what is used after its creation', async () => {
    const bench = await testBench();
    const { meter, customer, use } = await counted(bench);
    await use('90', { timestamp: start - 60 });
    const made = await alert(bench, meter.id, 100);
    expect(made).toMatchObject({ status: 'active', usage_threshold: { gte: 100, meter: meter.id, filters: null } });
    expect(made).not.toHaveProperty('counts_from');
    await use('60');
    expect(await triggered(bench)).toEqual([]);
    await use('60');
    await use('60');
    const found = await triggered(bench);
    expect(found).toMatchObject([{ alert: { id: made.id }, customer, value: 120 }]);
    expect(found[0]).not.toHaveProperty('id');
  });

  it('watches one customer, and nobody while inactive', async () => {
    const bench = await testBench();
    const { meter, use } = await counted(bench);
    const { id: other } = await bench.stripe.customers.create({});
    await alert(bench, meter.id, 1, other);
    const { id } = await alert(bench, meter.id, 1);
    const { alerts } = bench.stripe.billing;
    await alerts.deactivate(id);
    await use('5');
    expect(await triggered(bench)).toEqual([]);
    await alerts.activate(id);
    await use('5');
    expect(await triggered(bench)).toHaveLength(1);
    expect((await alerts.archive(id)).status).toBe('archived');
    expect((await refusal(alerts.activate(id))).message).toBe('You cannot activate an alert that is archived.');
    expect((await alerts.list({ meter: meter.id })).data).toHaveLength(2);
    expect((await alerts.list({ meter: 'mtr_x' })).data).toEqual([]);
  });

  it('refuses thresholds of nothing, unknown meters and customers', async () => {
    const bench = await testBench();
    const { meter } = await counted(bench);
    expect((await refusal(alert(bench, meter.id, 0))).param).toBe('usage_threshold[gte]');
    expect((await refusal(alert(bench, 'mtr_x', 1))).param).toBe('usage_threshold[meter]');
    expect((await refusal(alert(bench, meter.id, 1, 'cus_x'))).param).toBe('usage_threshold[filters][0][customer]');
  });
});
