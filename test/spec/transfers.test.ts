import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';
import { balanceOf, fund, pay, seller, transactionsOf } from './sellers.ts';

const funded = async () => {
  const bench = await testBench();
  const shop = await seller(bench);
  await fund(bench.stripe, 100_000);
  return { bench, shop, stripe: bench.stripe };
};

describe('POST /v1/transfers', () => {
  it('moves available money to the account', async () => {
    const { bench, shop, stripe } = await funded();
    const transfer = await stripe.transfers.create({
      amount: 700,
      currency: 'usd',
      description: 'Sales of May',
      destination: shop.id,
      metadata: { order: '7' },
      transfer_group: '12345',
      expand: ['balance_transaction'],
    });
    expect(transfer).toMatchObject({
      amount: 700,
      amount_reversed: 0,
      description: 'Sales of May',
      destination: shop.id,
      metadata: { order: '7' },
      reversals: { object: 'list', data: [], has_more: false, url: `/v1/transfers/${transfer.id}/reversals` },
      reversed: false,
      source_transaction: null,
      source_type: 'card',
      transfer_group: '12345',
      balance_transaction: {
        amount: -700,
        available_on: bench.sandbox.now(),
        description: 'Sales of May',
        fee: 0,
        net: -700,
        reporting_category: 'transfer',
        source: transfer.id,
        status: 'available',
        type: 'transfer',
      },
    });
    expect(await balanceOf(stripe)).toEqual({ available: 97_070 - 700, pending: 0 });
    expect(await balanceOf(shop.stripe)).toEqual({ available: 700, pending: 0 });
    const payment = await shop.stripe.charges.retrieve(String(transfer.destination_payment));
    expect(payment).toMatchObject({ amount: 700, captured: true, paid: true, source_transfer: transfer.id });
    const [event] = (await stripe.events.list({ type: 'transfer.created' })).data;
    expect(event?.data.object).toMatchObject({ id: transfer.id, destination_payment: payment.id });
  });

  it('is refused beyond the available balance', async () => {
    const { shop, stripe } = await funded();
    await pay({ amount: 50_000 }, stripe);
    const error = await refusal(stripe.transfers.create({ amount: 97_071, currency: 'usd', destination: shop.id }));
    expect(error).toMatchObject({
      statusCode: 400,
      type: 'StripeInvalidRequestError',
      code: 'balance_insufficient',
      message: expect.stringContaining('4000000000000077'),
    });
    expect(await balanceOf(shop.stripe)).toEqual({ available: 0, pending: 0 });
  });

  it('takes pending money of a charge, up to its amount', async () => {
    const { bench, shop, stripe } = await funded();
    const { charge, intent } = await pay({}, stripe);
    const create = (amount: number) =>
      stripe.transfers.create({ amount, currency: 'usd', destination: shop.id, source_transaction: charge.id });
    const transfer = await create(600);
    expect(transfer).toMatchObject({ source_transaction: charge.id, transfer_group: `group_${intent.id}` });
    expect((await stripe.charges.retrieve(charge.id)).transfer_group).toBe(`group_${intent.id}`);
    expect(await balanceOf(shop.stripe)).toEqual({ available: 0, pending: 600 });
    expect(await refusal(create(401))).toMatchObject({ statusCode: 400, param: 'amount' });
    await create(400);
    await bench.sandbox.advance('2d');
    expect(await balanceOf(shop.stripe)).toEqual({ available: 1000, pending: 0 });
  });

  it('takes all of the charge when no amount is sent', async () => {
    const { shop, stripe } = await funded();
    const { charge } = await pay({}, stripe);
    const transfer = await stripe.transfers.create({
      currency: 'usd',
      destination: shop.id,
      source_transaction: charge.id,
      transfer_group: 'mine',
    });
    expect(transfer).toMatchObject({ amount: 1000, transfer_group: 'mine' });
  });

  it('refuses other currencies, other charges, other accounts', async () => {
    const { bench, shop, stripe } = await funded();
    const { charge } = await pay({}, stripe);
    const create = (wishes: object) =>
      refusal(stripe.transfers.create({ amount: 100, currency: 'usd', destination: shop.id, ...wishes }));
    expect(await create({ source_transaction: charge.id, currency: 'eur' })).toMatchObject({ param: 'currency' });
    expect(await create({ source_transaction: 'ch_nope' })).toMatchObject({ code: 'resource_missing' });
    expect(await create({ destination: 'acct_nope' })).toMatchObject({
      code: 'resource_missing',
      message: "No such destination: 'acct_nope'",
    });
    expect(await create({ destination: bench.sandbox.account })).toMatchObject({ param: 'destination' });
    expect(await create({ amount: 0 })).toMatchObject({ param: 'amount' });
    expect(await refusal(stripe.transfers.create({ currency: 'usd', destination: shop.id }))).toMatchObject({
      code: 'parameter_missing',
      param: 'amount',
    });
    const { charge: held } = await pay({ capture_method: 'manual' }, stripe);
    expect(await create({ source_transaction: held.id })).toMatchObject({ param: 'source_transaction' });
  });

  it('lets an account pay its platform, and no other account', async () => {
    const { bench, shop, stripe } = await funded();
    const other = await seller(bench);
    await stripe.transfers.create({ amount: 700, currency: 'usd', destination: shop.id });
    const back = await shop.stripe.transfers.create({
      amount: 200,
      currency: 'usd',
      destination: bench.sandbox.account,
    });
    expect(await balanceOf(shop.stripe)).toEqual({ available: 500, pending: 0 });
    expect(await stripe.charges.retrieve(String(back.destination_payment))).toMatchObject({
      amount: 200,
      application: null,
      source_transfer: back.id,
    });
    const across = shop.stripe.transfers.create({ amount: 100, currency: 'usd', destination: other.id });
    expect(await refusal(across)).toMatchObject({ code: 'transfers_not_allowed' });
  });

  it('is listed by destination and group', async () => {
    const { bench, shop, stripe } = await funded();
    const other = await seller(bench);
    for (const [destination, transfer_group] of [
      [shop.id, 'a'],
      [other.id, 'a'],
      [shop.id, 'b'],
    ] as const)
      await stripe.transfers.create({ amount: 1, currency: 'usd', destination, transfer_group });
    expect((await stripe.transfers.list({ destination: shop.id })).data).toHaveLength(2);
    expect((await stripe.transfers.list({ transfer_group: 'a' })).data).toHaveLength(2);
    expect((await stripe.transfers.list({ destination: shop.id, transfer_group: 'a' })).data).toHaveLength(1);
  });
});

describe('POST /v1/transfers/:id', () => {
  it('changes description and metadata, with an event', async () => {
    const { shop, stripe } = await funded();
    const { id } = await stripe.transfers.create({ amount: 700, currency: 'usd', destination: shop.id });
    await stripe.transfers.update(id, { description: 'New', metadata: { a: '1' } });
    const [event] = (await stripe.events.list({ type: 'transfer.updated' })).data;
    expect(event?.data).toMatchObject({
      object: { id, description: 'New', metadata: { a: '1' } },
      previous_attributes: { description: null, metadata: { a: null } },
    });
  });
});

describe('POST /v1/transfers/:id/reversals', () => {
  const transferred = async () => {
    const bench = await funded();
    const transfer = await bench.stripe.transfers.create({
      amount: 700,
      currency: 'usd',
      destination: bench.shop.id,
    });
    return { ...bench, transfer };
  };

  it('brings a part back, then the rest', async () => {
    const { shop, stripe, transfer } = await transferred();
    const reversal = await stripe.transfers.createReversal(transfer.id, {
      amount: 300,
      metadata: { why: 'returned' },
      expand: ['balance_transaction'],
    });
    expect(reversal).toMatchObject({
      amount: 300,
      balance_transaction: {
        amount: 300,
        description: 'REFUND FOR TRANSFER',
        reporting_category: 'transfer_reversal',
        source: transfer.id,
        type: 'transfer_refund',
      },
      destination_payment_refund: expect.stringMatching(/^pyr_/),
      metadata: { why: 'returned' },
      source_refund: null,
      transfer: transfer.id,
    });
    expect(await stripe.transfers.retrieve(transfer.id)).toMatchObject({ amount_reversed: 300, reversed: false });
    expect((await stripe.transfers.createReversal(transfer.id)).amount).toBe(400);
    expect(await stripe.transfers.retrieve(transfer.id)).toMatchObject({ amount_reversed: 700, reversed: true });
    expect(await transactionsOf(shop.stripe)).toEqual([
      ['payment', 700, 0],
      ['payment_refund', -300, 0],
      ['payment_refund', -400, 0],
    ]);
    expect((await stripe.transfers.listReversals(transfer.id)).data.map(({ amount }) => amount)).toEqual([400, 300]);
    expect((await stripe.transfers.retrieveReversal(transfer.id, reversal.id)).id).toBe(reversal.id);
    const events = (await stripe.events.list({ type: 'transfer.reversed' })).data;
    expect(events).toHaveLength(2);
    expect(events[1]?.data).toMatchObject({
      object: { amount_reversed: 300, reversed: false },
      previous_attributes: { amount_reversed: 0 },
    });
  });

  it('is refused beyond what is left', async () => {
    const { stripe, transfer } = await transferred();
    expect(await refusal(stripe.transfers.createReversal(transfer.id, { amount: 701 }))).toMatchObject({
      param: 'amount',
      statusCode: 400,
    });
    expect(await refusal(stripe.transfers.createReversal(transfer.id, { amount: 0 }))).toMatchObject({
      param: 'amount',
    });
    await stripe.transfers.createReversal(transfer.id);
    expect(await refusal(stripe.transfers.createReversal(transfer.id))).toMatchObject({
      message: `Transfer ${transfer.id} is already fully reversed.`,
    });
  });

  it('is refused when the account has spent the money', async () => {
    const { bench, shop, stripe, transfer } = await transferred();
    await shop.stripe.transfers.create({ amount: 500, currency: 'usd', destination: bench.sandbox.account });
    expect(await refusal(stripe.transfers.createReversal(transfer.id))).toMatchObject({ code: 'balance_insufficient' });
    expect(await stripe.transfers.retrieve(transfer.id)).toMatchObject({ amount_reversed: 0 });
    await stripe.transfers.createReversal(transfer.id, { amount: 200 });
    expect(await balanceOf(shop.stripe)).toEqual({ available: 0, pending: 0 });
  });

  it('finds no fee to refund where none was taken', async () => {
    const { stripe, transfer } = await transferred();
    expect(await refusal(stripe.transfers.createReversal(transfer.id, { refund_application_fee: true }))).toMatchObject(
      { param: 'refund_application_fee' },
    );
  });
});

describe('POST /v1/charges with an account as its source', () => {
  it('debits the account for the platform', async () => {
    const { shop, stripe } = await funded();
    await stripe.transfers.create({ amount: 700, currency: 'usd', destination: shop.id });
    const debit = () => stripe.charges.create({ amount: 400, currency: 'usd', source: shop.id, metadata: { a: 'b' } });
    expect(await debit()).toMatchObject({
      amount: 400,
      id: expect.stringMatching(/^py_/),
      metadata: { a: 'b' },
      paid: true,
      payment_method_details: { type: 'stripe_account' },
    });
    expect(await balanceOf(shop.stripe)).toEqual({ available: 300, pending: 0 });
    expect(await refusal(debit())).toMatchObject({ code: 'balance_insufficient' });
    expect(await refusal(stripe.charges.create({ amount: 400, currency: 'usd', source: 'acct_no' }))).toMatchObject({
      code: 'resource_missing',
    });
  });
});

describe('an account for whose losses the platform is not liable', () => {
  it('is not debited', async () => {
    const bench = await testBench();
    const { id } = await bench.stripe.accounts.create({ type: 'standard' });
    const own = bench.client({ stripeAccount: id });
    await fund(own, 10_000);
    const destination = bench.sandbox.account;
    for (const refused of [
      await refusal(own.transfers.create({ amount: 100, currency: 'usd', destination })),
      await refusal(bench.stripe.charges.create({ amount: 100, currency: 'usd', source: id })),
    ])
      expect([refused.statusCode, refused.code]).toEqual([400, 'transfers_not_allowed']);
  });
});
