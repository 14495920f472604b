import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { eventsOf } from './billed-customer.ts';
import { openSession, plan } from './checkout.ts';
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

describe('a session in subscription mode that is paid by a bank debit', () => {
  const byMonth: Stripe.Checkout.SessionCreateParams = { ...byBank, mode: 'subscription', line_items: [plan] };
  const ofSession = (types: readonly string[]): string[] => types.filter((type) => type.startsWith('checkout'));

  it.each([
    ['pm_usBankAccount_success', 'succeeded', 'paid', 'active'],
    ['pm_usBankAccount_insufficientFunds', 'failed', 'unpaid', 'past_due'],
  ])('is unpaid while %s takes its time, then %s', async (payment_method, result, payment_status, status) => {
    const bench = await testBench();
    const { id } = await openSession(bench, byMonth);
    const types = await eventsOf(bench, () => bench.sandbox.act(id, 'complete', { payment_method }));
    expect(ofSession(types)).toEqual(['checkout.session.completed']);
    const expand = ['subscription', 'invoice'];
    expect(await bench.stripe.checkout.sessions.retrieve(id, { expand })).toMatchObject({
      invoice: { status: 'open' },
      payment_status: 'unpaid',
      status: 'complete',
      subscription: { status: 'active' },
    });
    const later = await eventsOf(bench, () => bench.sandbox.advance('10d'));
    expect(ofSession(later)).toEqual([`checkout.session.async_payment_${result}`]);
    const settled = await bench.stripe.checkout.sessions.retrieve(id, { expand });
    expect(settled).toMatchObject({ payment_status, subscription: { status } });
  });

  it('is paid, without a second event, by whoever pays the invoice after the bank refused', async () => {
    const bench = await testBench();
    const { id } = await openSession(bench, byMonth);
    await bench.sandbox.act(id, 'complete', { payment_method: 'pm_usBankAccount_insufficientFunds' });
    await bench.sandbox.advance('1d');
    const { invoice, customer } = await bench.stripe.checkout.sessions.retrieve(id);
    const card = await bench.stripe.paymentMethods.attach('pm_card_visa', { customer: String(customer) });
    const types = await eventsOf(bench, () => bench.stripe.invoices.pay(String(invoice), { payment_method: card.id }));
    expect(ofSession(types)).toEqual([]);
    expect((await bench.stripe.checkout.sessions.retrieve(id)).payment_status).toBe('paid');
  });

  it('is unpaid too where a card was declined before', async () => {
    const bench = await testBench();
    const { id } = await openSession(bench, byMonth);
    await bench.sandbox.act(id, 'complete', { payment_method: 'pm_card_chargeCustomerFail' });
    await bench.sandbox.act(id, 'complete', { payment_method: 'pm_usBankAccount_success' });
    expect((await bench.stripe.checkout.sessions.retrieve(id)).payment_status).toBe('unpaid');
    const later = await eventsOf(bench, () => bench.sandbox.advance('10d'));
    expect(ofSession(later)).toEqual(['checkout.session.async_payment_succeeded']);
  });
});
