import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { eventsOf, pay, refused } from './disputed-payment.ts';
import { type TestBench, testBench } from './harness.ts';

const card = 'pm_card_createIssuerFraudRecord';

async function warned(bench: TestBench): Promise<{ charge: Stripe.Charge; warning: Stripe.Radar.EarlyFraudWarning }> {
  const charge = await pay(bench, card);
  const [warning] = (await bench.stripe.radar.earlyFraudWarnings.list({ charge: charge.id })).data;
  if (warning === undefined) throw new Error('nobody warned');
  return { charge, warning };
}

describe('an early fraud warning', () => {
  it('follows a payment with the test card', async () => {
    const bench = await testBench();
    const { charge, warning } = await warned(bench);
    expect(warning).toEqual({
      id: expect.stringMatching(/^issfr_1\w{23}$/),
      object: 'radar.early_fraud_warning',
      actionable: true,
      charge: charge.id,
      created: bench.sandbox.now(),
      fraud_type: 'made_with_stolen_card',
      livemode: false,
      payment_intent: charge.payment_intent,
    });
    expect(charge.disputed).toBe(false);
    const events = await eventsOf(bench, warning.id);
    expect(events.map((event) => event.type)).toEqual(['radar.early_fraud_warning.created']);
    expect(events[0]?.data).toEqual({ object: warning });
  });

  it('stays with other payments', async () => {
    const bench = await testBench();
    await pay(bench);
    expect((await bench.stripe.radar.earlyFraudWarnings.list()).data).toEqual([]);
  });

  it('may follow any charge, actionable while there is something left to do', async () => {
    const bench = await testBench();
    const charge = await pay(bench);
    expect(await bench.sandbox.act(charge.id, 'warn')).toMatchObject({ charge: charge.id, actionable: true });
    await bench.sandbox.act(charge.id, 'dispute');
    expect(await bench.sandbox.act(charge.id, 'warn')).toMatchObject({ charge: charge.id, actionable: false });
  });

  it('moves no money', async () => {
    const bench = await testBench();
    await warned(bench);
    const rows = await bench.stripe.balanceTransactions.list();
    expect(rows.data.every((row) => row.amount > 0)).toBe(true);
  });

  it.each<[string, (bench: TestBench, charge: string) => Promise<unknown>]>([
    ['a full refund', ({ stripe }, charge) => stripe.refunds.create({ charge })],
    ['a dispute', ({ sandbox }, charge) => sandbox.act(charge, 'dispute')],
    ['an inquiry', ({ sandbox }, charge) => sandbox.act(charge, 'dispute', { inquiry: true })],
  ])('is no longer actionable after %s', async (_, happen) => {
    const bench = await testBench();
    const { charge, warning } = await warned(bench);
    await happen(bench, charge.id);
    const after = await bench.stripe.radar.earlyFraudWarnings.retrieve(warning.id);
    expect(after).toEqual({ ...warning, actionable: false });
    const updated = (await eventsOf(bench, warning.id)).at(-1);
    expect(updated).toMatchObject({ type: 'radar.early_fraud_warning.updated' });
    expect(updated?.data).toEqual({ object: after, previous_attributes: { actionable: true } });
  });

  it('stays actionable after a partial refund', async () => {
    const bench = await testBench();
    const { charge, warning } = await warned(bench);
    await bench.stripe.refunds.create({ charge: charge.id, amount: 100 });
    expect((await bench.stripe.radar.earlyFraudWarnings.retrieve(warning.id)).actionable).toBe(true);
    await bench.stripe.refunds.create({ charge: charge.id });
    expect((await bench.stripe.radar.earlyFraudWarnings.retrieve(warning.id)).actionable).toBe(false);
  });
});

describe('GET /v1/radar/early_fraud_warnings', () => {
  it('filters by charge, payment intent and creation, and expands both', async () => {
    const bench = await testBench();
    const first = await warned(bench);
    await bench.sandbox.advance(10);
    const second = await warned(bench);
    const ids = async (params: Stripe.Radar.EarlyFraudWarningListParams): Promise<string[]> =>
      (await bench.stripe.radar.earlyFraudWarnings.list(params)).data.map((warning) => warning.id);
    expect(await ids({})).toEqual([second.warning.id, first.warning.id]);
    expect(await ids({ charge: first.charge.id })).toEqual([first.warning.id]);
    expect(await ids({ payment_intent: String(second.charge.payment_intent) })).toEqual([second.warning.id]);
    expect(await ids({ created: { lt: second.warning.created } })).toEqual([first.warning.id]);
    const expanded = await bench.stripe.radar.earlyFraudWarnings.retrieve(first.warning.id, {
      expand: ['charge', 'payment_intent'],
    });
    expect(expanded).toMatchObject({ charge: { object: 'charge' }, payment_intent: { object: 'payment_intent' } });
  });

  it('answers 404 for an unknown id', async () => {
    const { stripe } = await testBench();
    expect(await refused(stripe.radar.earlyFraudWarnings.retrieve('issfr_nope'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'early_fraud_warning',
    });
  });
});
