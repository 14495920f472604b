import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';
import { paid } from './paid-by-card.ts';

describe('POST /v1/refunds', () => {
  it('gives back all that is left of a charge', async () => {
    const bench = await testBench();
    const { charge, intent, method } = await paid(bench);
    const before = await bench.eventTypes();
    const refund = await bench.stripe.refunds.create({ charge, reason: 'requested_by_customer', metadata: { a: '1' } });
    expect(refund.id).toMatch(/^re_3\w{23}$/);
    expect(refund).toMatchObject({
      amount: 5000,
      charge,
      currency: 'usd',
      customer: null,
      customer_account: null,
      destination_details: {
        card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
        type: 'card',
      },
      metadata: { a: '1' },
      payment_intent: intent,
      payment_method: method,
      reason: 'requested_by_customer',
      receipt_number: null,
      source_transfer_reversal: null,
      status: 'succeeded',
      transfer_reversal: null,
    });
    expect(await bench.stripe.charges.retrieve(charge)).toMatchObject({
      amount_refunded: 5000,
      refunded: true,
      status: 'succeeded',
    });
    const transaction = await bench.stripe.balanceTransactions.retrieve(String(refund.balance_transaction));
    expect(transaction).toMatchObject({
      amount: -5000,
      description: 'REFUND FOR CHARGE (Shoes)',
      fee: 0,
      fee_details: [],
      net: -5000,
      reporting_category: 'refund',
      source: refund.id,
      status: 'pending',
      type: 'refund',
    });
    const [income] = (await bench.stripe.balanceTransactions.list({ source: charge })).data;
    expect(transaction.available_on).toBe(income?.available_on);
    expect((await bench.eventTypes()).slice(before.length)).toEqual(['refund.created', 'charge.refunded']);
    await bench.sandbox.advance(1);
    expect((await bench.eventTypes()).slice(before.length + 2)).toEqual(['refund.updated', 'charge.refund.updated']);
    const arrived = await bench.stripe.refunds.retrieve(refund.id);
    expect(arrived.destination_details?.card).toMatchObject({ reference_status: 'available' });
    expect(arrived.destination_details?.card?.reference).toMatch(/^\d{16}$/);
    const [event] = (await bench.stripe.events.list({ type: 'refund.updated' })).data;
    expect(event?.data.previous_attributes).toEqual({
      destination_details: { card: { reference: null, reference_status: 'pending' } },
    });
  });

  it('gives back a part, by the payment intent, and then the rest', async () => {
    const bench = await testBench();
    const { charge, intent } = await paid(bench);
    expect((await bench.stripe.refunds.create({ payment_intent: intent, amount: 1500 })).amount).toBe(1500);
    expect(await bench.stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 1500, refunded: false });
    const [event] = (await bench.stripe.events.list({ type: 'charge.refunded' })).data;
    expect(event?.data.previous_attributes).toEqual({ amount_refunded: 0 });
    expect((await bench.stripe.refunds.create({ payment_intent: intent })).amount).toBe(3500);
    expect(await bench.stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 5000, refunded: true });
    expect((await bench.stripe.refunds.list({ charge })).data.map(({ amount }) => amount)).toEqual([3500, 1500]);
    const other = await paid(bench);
    expect((await bench.stripe.refunds.list({ payment_intent: other.intent })).data).toEqual([]);
  });

  it('gives back what was captured of a hold', async () => {
    const bench = await testBench();
    const { charge, intent } = await paid(bench, { capture_method: 'manual' });
    await bench.stripe.paymentIntents.capture(intent, { amount_to_capture: 3000 });
    expect(await refusal(bench.stripe.refunds.create({ charge, amount: 3001 }))).toMatchObject({
      message: 'Refund amount ($30.01) is greater than charge amount ($30.00)',
    });
    expect((await bench.stripe.refunds.create({ charge })).amount).toBe(3000);
    expect(await bench.stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 3000, refunded: true });
  });

  it('takes the money from the balance at once when the payment is there', async () => {
    const bench = await testBench();
    const { charge } = await paid(bench, { payment_method: 'pm_card_bypassPending' });
    const { balance_transaction } = await bench.stripe.refunds.create({ charge, expand: ['balance_transaction'] });
    expect(balance_transaction).toMatchObject({ status: 'available', available_on: bench.sandbox.now() });
  });

  it.each([
    ['usd', 'Refund amount ($40.00) is greater than unrefunded amount on charge ($30.00)'],
    ['eur', 'Refund amount (€40.00) is greater than unrefunded amount on charge (€30.00)'],
    ['jpy', 'Refund amount (¥4000) is greater than unrefunded amount on charge (¥3000)'],
  ])('refuses more than is left, in %s', async (currency, message) => {
    const bench = await testBench();
    const { charge } = await paid(bench, { currency });
    await bench.stripe.refunds.create({ charge, amount: 2000 });
    const error = await refusal(bench.stripe.refunds.create({ charge, amount: 4000 }));
    expect(error).toMatchObject({ statusCode: 400, code: undefined, param: 'amount', message });
  });

  it('refuses more than the charge', async () => {
    const bench = await testBench();
    const { charge } = await paid(bench);
    const error = await refusal(bench.stripe.refunds.create({ charge, amount: 5100 }));
    expect(error).toMatchObject({
      code: undefined,
      param: 'amount',
      message: 'Refund amount ($51.00) is greater than charge amount ($50.00)',
    });
  });

  it('refuses a charge that is refunded already', async () => {
    const bench = await testBench();
    const { charge } = await paid(bench);
    await bench.stripe.refunds.create({ charge });
    const error = await refusal(bench.stripe.refunds.create({ charge, amount: 1 }));
    expect(error).toMatchObject({
      code: 'charge_already_refunded',
      message: `Charge ${charge} has already been refunded.`,
      param: undefined,
    });
  });

  it('refuses a hold: its payment intent is to be canceled', async () => {
    const bench = await testBench();
    const { charge, intent } = await paid(bench, { capture_method: 'manual' });
    expect((await refusal(bench.stripe.refunds.create({ charge, amount: 100 }))).message).toBe(
      `This uncaptured Charge was created by a PaymentIntent (${intent}). You must cancel the PaymentIntent to reverse the authorization instead of refunding the Charge directly. For more information, see https://stripe.com/docs/payments/place-a-hold-on-a-payment-method`,
    );
  });

  it('refuses a payment intent without a successful charge', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
    expect((await refusal(stripe.refunds.create({ payment_intent: id }))).message).toBe(
      `This PaymentIntent (${id}) does not have a successful charge to refund.`,
    );
  });

  it.each([
    [
      {},
      400,
      undefined,
      undefined,
      'One of the following params should be provided for this request: payment_intent or charge.',
    ],
    [{ charge: 'ch_nope' }, 404, 'resource_missing', 'id', "No such charge: 'ch_nope'"],
    [{ payment_intent: 'pi_nope' }, 404, 'resource_missing', 'intent', "No such payment_intent: 'pi_nope'"],
    [
      { charge: 'ch_nope', amount: 0 },
      400,
      'parameter_invalid_integer',
      'amount',
      'This value must be greater than or equal to 1.',
    ],
    [
      { charge: 'ch_nope', amount: -1 },
      400,
      'parameter_invalid_integer',
      'amount',
      'This value must be greater than or equal to 1.',
    ],
    [
      { charge: 'ch_nope', reason: 'whim' },
      400,
      undefined,
      'reason',
      'Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer',
    ],
  ])('refuses %j', async (params, statusCode, code, param, message) => {
    const { stripe } = await testBench();
    const error = await refusal(stripe.refunds.create(params as Stripe.RefundCreateParams));
    expect(error).toMatchObject({ statusCode, code, param, message });
  });

  it('has no transfer to reverse and no application fee to refund', async () => {
    const bench = await testBench();
    const { charge } = await paid(bench);
    for (const param of ['reverse_transfer', 'refund_application_fee']) {
      const error = await refusal(bench.stripe.refunds.create({ charge, [param]: true }));
      expect(error.param).toBe(param);
    }
    expect((await bench.stripe.charges.retrieve(charge)).amount_refunded).toBe(0);
  });
});

describe('the test cards for refunds', () => {
  it('pendingRefund: succeeds a little later', async () => {
    const bench = await testBench();
    const { charge } = await paid(bench, { payment_method: 'pm_card_pendingRefund' });
    const refund = await bench.stripe.refunds.create({ charge });
    expect(refund).toMatchObject({ status: 'pending', pending_reason: 'processing' });
    expect((await bench.stripe.charges.retrieve(charge)).refunded).toBe(true);
    const before = await bench.eventTypes();
    await bench.sandbox.advance(4);
    const done = await bench.stripe.refunds.retrieve(refund.id);
    expect(done).toMatchObject({
      status: 'succeeded',
      destination_details: { card: { reference_status: 'available' } },
    });
    expect(done).not.toHaveProperty('pending_reason');
    expect((await bench.eventTypes()).slice(before.length)).toEqual(['refund.updated', 'charge.refund.updated']);
  });

  it('refundFail: fails a little later, and the money is back', async () => {
    const bench = await testBench();
    const { charge } = await paid(bench, { payment_method: 'pm_card_refundFail' });
    const balance = await bench.stripe.balance.retrieve();
    const refund = await bench.stripe.refunds.create({ charge });
    expect(refund.status).toBe('succeeded');
    const before = await bench.eventTypes();
    await bench.sandbox.advance(4);
    const failed = await bench.stripe.refunds.retrieve(refund.id, { expand: ['failure_balance_transaction'] });
    expect(failed).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
      failure_balance_transaction: { amount: 5000, fee: 0, source: refund.id, type: 'refund_failure' },
    });
    expect((await bench.eventTypes()).slice(before.length)).toEqual([
      'refund.failed',
      'refund.updated',
      'charge.refund.updated',
    ]);
    const [event] = (await bench.stripe.events.list({ type: 'refund.failed' })).data;
    expect(event?.data.previous_attributes).toEqual({
      failure_balance_transaction: null,
      failure_reason: null,
      status: 'succeeded',
    });
    expect(await bench.stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 0, refunded: false });
    expect(await bench.stripe.balance.retrieve()).toEqual(balance);
  });

  it('happen right after the answer on an instant clock', async () => {
    const bench = await testBench({ clock: 'instant' });
    const { latest_charge } = await bench.stripe.paymentIntents.create({
      amount: 5000,
      currency: 'usd',
      allowed_payment_method_types: ['card'],
      confirm: true,
      payment_method: 'pm_card_refundFail',
    });
    const { id } = await bench.stripe.refunds.create({ charge: String(latest_charge) });
    expect((await bench.stripe.refunds.retrieve(id)).status).toBe('failed');
  });
});

describe('a refund of a disputed charge', () => {
  it('is refused while the bank has the money', async () => {
    const bench = await testBench();
    const { charge } = await paid(bench, { payment_method: 'pm_card_createDispute' });
    const error = await refusal(bench.stripe.refunds.create({ charge }));
    expect(error).toMatchObject({
      statusCode: 400,
      code: 'charge_disputed',
      message: `Charge ${charge} has been charged back; cannot issue a refund.`,
      param: undefined,
    });
  });

  it('closes an inquiry when it is full', async () => {
    const bench = await testBench();
    const { charge } = await paid(bench, { payment_method: 'pm_card_createDisputeInquiry' });
    await bench.stripe.refunds.create({ charge, amount: 2000 });
    const [open] = (await bench.stripe.disputes.list({ charge })).data;
    expect(open?.status).toBe('warning_needs_response');
    await bench.stripe.refunds.create({ charge });
    const [closed] = (await bench.stripe.disputes.list({ charge })).data;
    expect(closed?.status).toBe('warning_closed');
  });
});

describe('POST /v1/refunds/:id', () => {
  it('changes the metadata', async () => {
    const bench = await testBench();
    const { charge } = await paid(bench);
    const { id } = await bench.stripe.refunds.create({ charge, metadata: { a: '1' } });
    await bench.sandbox.advance(1);
    const before = await bench.eventTypes();
    expect((await bench.stripe.refunds.update(id, { metadata: { b: '2' } })).metadata).toEqual({ a: '1', b: '2' });
    expect((await bench.eventTypes()).slice(before.length)).toEqual(['refund.updated', 'charge.refund.updated']);
    const [event] = (await bench.stripe.events.list({ type: 'charge.refund.updated' })).data;
    expect(event?.data.previous_attributes).toEqual({ metadata: { b: null } });
  });

  it('knows no other refunds', async () => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.refunds.retrieve('re_nope'))).toMatchObject({
      statusCode: 404,
      param: 'refund',
      message: "No such refund: 're_nope'",
    });
  });
});
