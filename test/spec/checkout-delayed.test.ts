import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { eventsOf } from './billed-customer.ts';
import { openSession } from './checkout.ts';
import { testBench } from './harness.ts';

const byBank: Stripe.Checkout.SessionCreateParams = { allowed_payment_method_types: ['us_bank_account', 'card'] };

describe('a session that is paid by a method whose outcome comes later', () => {
  it('is complete at once and paid once the bank has the money', async () => {
    const bench = await testBench();
    const { id } = await openSession(bench, byBank);
    const types = await eventsOf(bench, () =>
      bench.sandbox.act(id, 'complete', { payment_method: 'pm_usBankAccount_success' }),
    );
    expect(types).toEqual([
      'payment_intent.created',
      'charge.pending',
      'payment_intent.processing',
      'checkout.session.completed',
    ]);
    const promised = await bench.stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
    expect(promised).toMatchObject({
      payment_status: 'unpaid',
      status: 'complete',
      payment_intent: { status: 'processing' },
    });
    const later = await eventsOf(bench, () => bench.sandbox.advance('10d'));
    expect(later.filter((type) => type.startsWith('checkout'))).toEqual(['checkout.session.async_payment_succeeded']);
    expect((await bench.stripe.checkout.sessions.retrieve(id)).payment_status).toBe('paid');
  });

  it('stays unpaid when the bank refuses', async () => {
    const bench = await testBench();
    const { id } = await openSession(bench, byBank);
    await bench.sandbox.act(id, 'complete', { payment_method: 'pm_usBankAccount_insufficientFunds' });
    const later = await eventsOf(bench, () => bench.sandbox.advance('10d'));
    expect(later.filter((type) => type.startsWith('checkout'))).toEqual(['checkout.session.async_payment_failed']);
    expect(await bench.stripe.checkout.sessions.retrieve(id)).toMatchObject({
      payment_status: 'unpaid',
      status: 'complete',
    });
  });
});
