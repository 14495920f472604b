import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, type TestBench, testBench } from './harness.ts';

const usd = { amount: 2000, currency: 'usd' };

const paid = async ({ stripe }: TestBench, params: Partial<Stripe.PaymentIntentCreateParams> = {}) => {
  const { latest_charge } = await stripe.paymentIntents.create({
    ...usd,
    allowed_payment_method_types: ['card'],
    confirm: true,
    payment_method: 'pm_card_visa',
    ...params,
  });
  return stripe.charges.retrieve(String(latest_charge));
};

describe('a charge', () => {
  it('shows the card as the network saw it', async () => {
    const bench = await testBench();
    const charge = await paid(bench, { payment_method: 'pm_card_mastercard', statement_descriptor_suffix: 'SHOES' });
    expect(charge.id).toMatch(/^ch_3\w{23}$/);
    expect(charge).toMatchObject({
      billing_details: { address: { city: null }, email: null, name: null, phone: null, tax_id: null },
      calculated_statement_descriptor: 'Stripe* SHOES',
      destination: null,
      dispute: null,
      disputed: false,
      failure_balance_transaction: null,
      fraud_details: {},
      outcome: {
        network_status: 'approved_by_network',
        reason: null,
        risk_level: 'normal',
        seller_message: 'Payment complete.',
        type: 'authorized',
      },
      radar_options: {},
      refunded: false,
    });
    expect(charge.receipt_url).toMatch(/^https:\/\/api\.stripe\.com\/receipts\/payment\/\w{60}$/);
    expect(charge.outcome?.risk_score).toBeLessThan(65);
    const { card } = charge.payment_method_details ?? {};
    expect(card).toMatchObject({
      amount_authorized: 2000,
      brand: 'mastercard',
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      electronic_commerce_indicator: '07',
      extended_authorization: { status: 'disabled' },
      funding: 'credit',
      incremental_authorization: { status: 'unavailable' },
      installments: null,
      last4: '4444',
      mandate: null,
      multicapture: { status: 'unavailable' },
      network: 'mastercard',
      network_token: { used: false },
      overcapture: { maximum_amount_capturable: 2000, status: 'unavailable' },
      regulated_status: 'unregulated',
      three_d_secure: null,
      transaction_link_id: `test123-tlid456__${charge.id.slice(3, 8)}`,
      wallet: null,
    });
    expect(card).not.toHaveProperty('capture_before');
    expect(card?.authorization_code).toMatch(/^\d{6}$/);
    expect(card?.network_transaction_id).toMatch(/^MCC[0-9A-Z]{6}0101$/);
    const again = await paid(bench, { payment_method: 'pm_card_mastercard' });
    expect(again.payment_method_details?.card?.network_transaction_id).toBe(card?.network_transaction_id);
    const visa = (await paid(bench)).payment_method_details?.card;
    expect(visa?.transaction_link_id).toBeNull();
    expect(visa?.network_transaction_id).toMatch(/^\d{15}$/);
  });

  it('is risky with the card that Radar suspects', async () => {
    const bench = await testBench();
    expect((await paid(bench, { payment_method: 'pm_card_riskLevelElevated' })).outcome).toMatchObject({
      risk_level: 'elevated',
      type: 'authorized',
    });
  });

  it('shows its refunds only when asked', async () => {
    const bench = await testBench();
    const { id } = await paid(bench);
    expect(await bench.stripe.charges.retrieve(id)).not.toHaveProperty('refunds');
    await bench.stripe.refunds.create({ charge: id, amount: 500 });
    const expanded = await bench.stripe.charges.retrieve(id, { expand: ['refunds'] });
    expect(expanded.refunds).toMatchObject({
      object: 'list',
      data: [{ object: 'refund', amount: 500, charge: id }],
      has_more: false,
      total_count: 1,
      url: `/v1/charges/${id}/refunds`,
    });
  });
});

describe('GET /v1/charges', () => {
  it('filters by customer, payment intent and transfer group', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = (await stripe.customers.create()).id;
    const first = await paid(bench, { customer });
    const second = await paid(bench, { customer, transfer_group: 'group' });
    const third = await paid(bench);
    const ids = async (params: Stripe.ChargeListParams) => (await stripe.charges.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([third.id, second.id, first.id]);
    expect(await ids({ customer })).toEqual([second.id, first.id]);
    expect(await ids({ transfer_group: 'group' })).toEqual([second.id]);
    expect(await ids({ payment_intent: String(third.payment_intent) })).toEqual([third.id]);
  });

  it('searches by amount and by the card', async () => {
    const bench = await testBench();
    const { id } = await paid(bench, { amount: 7777 });
    await paid(bench);
    const query = `amount>5000 AND payment_method_details.card.last4:"4242"`;
    expect((await bench.stripe.charges.search({ query })).data.map((charge) => charge.id)).toEqual([id]);
  });

  it('knows no other charges', async () => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.charges.retrieve('ch_nope'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
      message: "No such charge: 'ch_nope'",
    });
  });
});

describe('POST /v1/charges/:id', () => {
  it('changes what the merchant may say about it', async () => {
    const bench = await testBench();
    const { id } = await paid(bench);
    await bench.sandbox.advance(2);
    const updated = await bench.stripe.charges.update(id, {
      description: 'Shoes',
      fraud_details: { user_report: 'safe' },
      metadata: { a: '1' },
      receipt_email: 'a@b.test',
      shipping: { name: 'Jo', address: { city: 'Paris' } },
    });
    expect(updated).toMatchObject({
      description: 'Shoes',
      fraud_details: { user_report: 'safe' },
      metadata: { a: '1' },
      receipt_email: 'a@b.test',
      shipping: { address: { city: 'Paris' }, name: 'Jo' },
    });
    const [event] = (await bench.stripe.events.list({ type: 'charge.updated' })).data;
    expect(event?.data.previous_attributes).toMatchObject({ description: null, metadata: { a: null } });
    expect((await bench.stripe.charges.update(id, { fraud_details: { user_report: '' } })).fraud_details).toEqual({});
  });

  it('leaves the transfer group to the payment intent', async () => {
    const bench = await testBench();
    const { id, payment_intent } = await paid(bench);
    expect((await refusal(bench.stripe.charges.update(id, { transfer_group: 'g' }))).message).toBe(
      `This Charge was created by a PaymentIntent (${payment_intent}). You must update the \`transfer_group\` on the PaymentIntent instead of updating the Charge directly. See https://stripe.com/docs/api#update_payment_intent`,
    );
  });

  it('keeps its customer', async () => {
    const bench = await testBench();
    const [one, other] = [await bench.stripe.customers.create(), await bench.stripe.customers.create()];
    const { id } = await paid(bench);
    expect((await bench.stripe.charges.update(id, { customer: one.id })).customer).toBe(one.id);
    expect((await refusal(bench.stripe.charges.update(id, { customer: other.id }))).param).toBe('customer');
  });
});

describe('POST /v1/charges', () => {
  it('charges a token at once', async () => {
    const { stripe, eventTypes } = await testBench();
    const charge = await stripe.charges.create({ ...usd, source: 'tok_visa', description: 'Shoes' });
    expect(charge).toMatchObject({
      captured: true,
      customer: null,
      payment_intent: null,
      status: 'succeeded',
      source: { object: 'card', brand: 'Visa', last4: '4242' },
    });
    expect(charge.payment_method).toBe(charge.source?.id);
    expect(charge.payment_method).toMatch(/^card_1/);
    const transaction = await stripe.balanceTransactions.retrieve(String(charge.balance_transaction));
    expect(transaction).toMatchObject({ amount: 2000, fee: 88, net: 1912, description: 'Shoes', source: charge.id });
    expect(await eventTypes()).toEqual(['charge.succeeded']);
  });

  it("charges the customer's default card", async () => {
    const { stripe } = await testBench();
    const customer = await stripe.customers.create({ source: 'tok_mastercard' });
    const charge = await stripe.charges.create({ ...usd, customer: customer.id });
    expect(charge).toMatchObject({ customer: customer.id, payment_method: customer.default_source });
  });

  it('holds with capture=false, and captures later', async () => {
    const { stripe, eventTypes } = await testBench();
    const held = await stripe.charges.create({ ...usd, source: 'tok_visa', capture: false });
    expect(held).toMatchObject({ captured: false, amount_captured: 0, balance_transaction: null });
    const captured = await stripe.charges.capture(held.id, { amount: 1500 });
    expect(captured).toMatchObject({ amount: 2000, amount_captured: 1500, amount_refunded: 0, captured: true });
    expect(await eventTypes()).toEqual(['charge.succeeded', 'charge.captured']);
    expect(await refusal(stripe.charges.capture(held.id))).toMatchObject({
      code: 'charge_already_captured',
      message: `Charge ${held.id} has already been captured.`,
    });
  });

  it('forgets a hold after seven days', async () => {
    const { stripe, sandbox, eventTypes } = await testBench();
    const { id } = await stripe.charges.create({ ...usd, source: 'tok_visa', capture: false });
    await sandbox.advance('7d');
    expect(await stripe.charges.retrieve(id)).toMatchObject({ captured: false, refunded: true, amount_refunded: 2000 });
    expect(await eventTypes()).toEqual(['charge.succeeded', 'charge.expired']);
    expect((await refusal(stripe.charges.capture(id))).code).toBe('charge_expired_for_capture');
  });

  it('declines with a failed charge', async () => {
    const { stripe, eventTypes } = await testBench();
    const error = await refusal(stripe.charges.create({ ...usd, source: 'tok_chargeDeclined' }));
    expect(error).toMatchObject({ statusCode: 402, code: 'card_declined', decline_code: 'generic_decline' });
    const { charge } = error.raw as unknown as { charge: string };
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ status: 'failed', failure_code: 'card_declined' });
    expect(await eventTypes()).toEqual(['charge.failed']);
  });

  it('declines cards that insist on authentication', async () => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.charges.create({ ...usd, source: 'tok_threeDSecure2Required' }))).toMatchObject({
      code: 'card_declined',
      decline_code: 'authentication_required',
    });
  });

  it.each([
    [{ ...usd }, 400, 'parameter_missing', undefined, 'Must provide source or customer.'],
    [{ currency: 'usd', source: 'tok_visa' }, 400, 'parameter_missing', 'amount', 'Missing required param: amount.'],
    [{ amount: 500, source: 'tok_visa' }, 400, 'parameter_missing', 'currency', 'Missing required param: currency.'],
    [{ ...usd, amount: 0, source: 'tok_visa' }, 400, 'parameter_invalid_integer', 'amount', 'Invalid positive integer'],
    [
      { ...usd, amount: 10, source: 'tok_visa' },
      400,
      'amount_too_small',
      'amount',
      'Amount must be at least $0.50 usd',
    ],
    [{ ...usd, source: 'tok_nope' }, 400, 'resource_missing', 'source', "No such token: 'tok_nope'"],
    [{ ...usd, customer: 'cus_nope' }, 400, 'resource_missing', 'customer', "No such customer: 'cus_nope'"],
  ])('refuses %j', async (params, statusCode, code, param, message) => {
    const { stripe } = await testBench();
    const error = await refusal(stripe.charges.create(params as Stripe.ChargeCreateParams));
    expect(error).toMatchObject({ statusCode, code, param, message });
  });

  it.each([
    [
      false,
      "This Customer doesn't have any saved payment details. Attach a legacy Token, Card, Bank Account, or Source to this Customer and then try this request again, or use Payment Intents and Payment Methods instead.",
    ],
    [
      true,
      "This Customer doesn't have any legacy saved payment details, but does have a Payment Method attached. Use a Payment Intent instead of creating a Charge: https://stripe.com/docs/payments/payment-intents/migration",
    ],
  ])('needs a saved card of the customer (payment method: %s)', async (attached, message) => {
    const { stripe } = await testBench();
    const { id: customer } = await stripe.customers.create();
    if (attached) await stripe.paymentMethods.attach('pm_card_visa', { customer });
    const error = await refusal(stripe.charges.create({ ...usd, customer }));
    expect(error).toMatchObject({ statusCode: 402, code: 'missing', param: 'card', message });
  });
});

describe('POST /v1/charges/:id/capture', () => {
  it('leaves the holds of payment intents to them', async () => {
    const bench = await testBench();
    const { id, payment_intent } = await paid(bench, { capture_method: 'manual' });
    expect((await refusal(bench.stripe.charges.capture(id))).message).toContain(
      `This Charge was created by a PaymentIntent (${payment_intent}). You must capture the PaymentIntent`,
    );
  });

  it.each([
    [0, 'parameter_invalid_integer'],
    [2001, 'amount_too_large'],
  ])('refuses to capture %i of 2000', async (amount, code) => {
    const { stripe } = await testBench();
    const { id } = await stripe.charges.create({ ...usd, source: 'tok_visa', capture: false });
    expect(await refusal(stripe.charges.capture(id, { amount }))).toMatchObject({ code, param: 'amount' });
  });
});

describe('what the bank does to a charge', () => {
  it('settles only what is not settled', async () => {
    const bench = await testBench();
    const { id } = await paid(bench);
    expect(await bench.sandbox.act(id, 'settle')).toMatchObject({
      balance_transaction: expect.stringMatching(/^txn_/),
    });
    await expect(bench.sandbox.act(id, 'settle')).rejects.toThrow(`Charge ${id} has nothing left to settle.`);
    await expect(bench.sandbox.act(id, 'expire')).rejects.toThrow(`Charge ${id} holds no money that could expire.`);
    const held = await paid(bench, { capture_method: 'manual' });
    await expect(bench.sandbox.act(held.id, 'expire')).rejects.toThrow(
      `Charge ${held.id} expires with its PaymentIntent.`,
    );
  });

  it('disputes it, or warns of fraud', async () => {
    const bench = await testBench();
    const { id } = await paid(bench);
    await bench.sandbox.act(id, 'warn');
    expect((await bench.stripe.radar.earlyFraudWarnings.list({ charge: id })).data).toHaveLength(1);
    await bench.sandbox.act(id, 'dispute', { reason: 'duplicate' });
    expect((await bench.stripe.disputes.list({ charge: id })).data).toMatchObject([{ reason: 'duplicate' }]);
  });
});
