import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { eventsOf } from './billed-customer.ts';
import { openSession, plan, shirt } from './checkout.ts';
import { type TestBench, testBench } from './harness.ts';

const open = (bench: TestBench, params: Stripe.Checkout.SessionCreateParams = {}): Promise<Stripe.Checkout.Session> =>
  openSession(bench, { mode: 'subscription', line_items: [plan], ...params });

const complete = (bench: TestBench, id: string): Promise<Stripe.Checkout.Session> =>
  bench.stripe.checkout.sessions.retrieve(id, { expand: ['subscription', 'invoice', 'customer'] });

describe('a session in subscription mode', () => {
  it('begins a subscription that is paid with the card of the page', async () => {
    const bench = await testBench();
    const session = await open(bench, { subscription_data: { metadata: { plan: 'gold' } } });
    expect(session).toMatchObject({
      amount_total: 900,
      customer_creation: 'always',
      payment_method_collection: 'always',
    });
    expect(session.id).toMatch(/^cs_test_b1/);
    const types = await eventsOf(bench, () => bench.sandbox.act(session.id, 'complete'));
    expect(types).toEqual([
      'customer.created',
      'payment_method.attached',
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'customer.updated',
      'invoice.created',
      'invoice.finalized',
      'invoice.paid',
      'invoice.payment_succeeded',
      'customer.subscription.created',
      'checkout.session.completed',
    ]);
    const done = await complete(bench, session.id);
    expect(done).toMatchObject({
      invoice: { status: 'paid', amount_paid: 900 },
      payment_intent: null,
      payment_status: 'paid',
      status: 'complete',
      subscription: { metadata: { plan: 'gold' }, status: 'active' },
    });
    const { default_payment_method: method } = done.subscription as Stripe.Subscription;
    expect((await bench.stripe.paymentMethods.retrieve(String(method))).customer).toBe(
      (done.customer as Stripe.Customer).id,
    );
  });

  it('bills what is bought once with the first invoice', async () => {
    const bench = await testBench();
    const coupon = await bench.stripe.coupons.create({ percent_off: 50, duration: 'once' });
    const { id, amount_total } = await open(bench, {
      line_items: [plan, shirt(1000, 1)],
      discounts: [{ coupon: coupon.id }],
    });
    expect(amount_total).toBe(950);
    await bench.sandbox.act(id, 'complete');
    expect((await complete(bench, id)).invoice).toMatchObject({ amount_paid: 950 });
  });

  it('charges nothing while a trial lasts', async () => {
    const bench = await testBench();
    const { id, amount_total } = await open(bench, { subscription_data: { trial_period_days: 14 } });
    expect(amount_total).toBe(0);
    await bench.sandbox.act(id, 'complete');
    expect(await complete(bench, id)).toMatchObject({
      payment_status: 'no_payment_required',
      subscription: { status: 'trialing' },
    });
    expect((await bench.stripe.charges.list()).data).toEqual([]);
  });

  it('waits for the challenge of the bank', async () => {
    const bench = await testBench();
    const { id } = await open(bench);
    await bench.sandbox.act(id, 'complete', { payment_method: 'pm_card_authenticationRequired' });
    expect(await bench.stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: 'open', subscription: null });
    const [intent] = (await bench.stripe.paymentIntents.list()).data;
    expect(intent?.status).toBe('requires_action');
    await bench.sandbox.act(String(intent?.id), 'authenticate');
    expect(await complete(bench, id)).toMatchObject({ payment_status: 'paid', subscription: { status: 'active' } });
  });

  it('may be declined, and go on with another card', async () => {
    const bench = await testBench();
    const { id } = await open(bench);
    await bench.sandbox.act(id, 'complete', { payment_method: 'pm_card_chargeCustomerFail' });
    expect(await bench.stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: 'open', subscription: null });
    await bench.sandbox.act(id, 'complete');
    expect(await complete(bench, id)).toMatchObject({ subscription: { status: 'active' }, payment_status: 'paid' });
    expect((await bench.stripe.subscriptions.list({ status: 'all' })).data).toHaveLength(1);
    expect((await bench.stripe.customers.list()).data).toHaveLength(1);
  });

  it('leaves no subscription behind when it expires', async () => {
    const bench = await testBench();
    const { id } = await open(bench);
    await bench.sandbox.act(id, 'complete', { payment_method: 'pm_card_chargeCustomerFail' });
    await bench.stripe.checkout.sessions.expire(id);
    expect((await bench.stripe.subscriptions.list({ status: 'all' })).data.map(({ status }) => status)).toEqual([
      'incomplete_expired',
    ]);
  });
});
