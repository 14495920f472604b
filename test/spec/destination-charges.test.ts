import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';
import { balanceOf, eventTypes, fund, pay, seller, transactionsOf } from './sellers.ts';

describe('a destination charge', () => {
  it('makes the objects of both sides', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const shop = await seller(bench);
    const { intent, charge } = await pay(
      { application_fee_amount: 70, transfer_data: { destination: shop.id } },
      stripe,
    );
    const group = `group_${intent.id}`;
    expect(intent).toMatchObject({ application: null, application_fee_amount: 70, transfer_group: group });
    expect(charge).toMatchObject({
      application: null,
      application_fee_amount: 70,
      destination: shop.id,
      on_behalf_of: null,
      transfer_data: { amount: null, destination: shop.id },
      transfer_group: group,
    });
    const transfer = await stripe.transfers.retrieve(String(charge.transfer));
    expect(transfer).toMatchObject({
      amount: 1000,
      amount_reversed: 0,
      destination: shop.id,
      reversals: { data: [] },
      reversed: false,
      source_transaction: charge.id,
      source_type: 'card',
      transfer_group: group,
    });
    const payment = await shop.stripe.charges.retrieve(String(transfer.destination_payment));
    expect(payment).toMatchObject({
      amount: 1000,
      application_fee: charge.application_fee,
      application_fee_amount: 70,
      payment_intent: null,
      payment_method_details: { stripe_account: {}, type: 'stripe_account' },
      source_transfer: transfer.id,
      transfer_group: group,
    });
    expect(payment.id).toMatch(/^py_1/);
    expect(payment.application).toMatch(/^ca_/);
    const fee = await stripe.applicationFees.retrieve(String(charge.application_fee));
    expect(fee).toMatchObject({
      account: shop.id,
      amount: 70,
      application: payment.application,
      charge: payment.id,
      fee_source: { charge: payment.id, type: 'charge' },
      originating_transaction: charge.id,
      refunded: false,
    });
    expect(await transactionsOf(stripe)).toEqual([
      ['charge', 1000, 59],
      ['transfer', -1000, 0],
      ['application_fee', 70, 0],
    ]);
    const [received, ...others] = (await shop.stripe.balanceTransactions.list()).data;
    expect(others).toEqual([]);
    expect(received).toMatchObject({
      amount: 1000,
      fee: 70,
      fee_details: [{ amount: 70, application: payment.application, type: 'application_fee' }],
      net: 930,
      reporting_category: 'charge',
      source: payment.id,
      status: 'pending',
      type: 'payment',
    });
    expect(received?.available_on).toBe((await stripe.balanceTransactions.list()).data[0]?.available_on);
  });

  it('tells the platform of them in order', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const shop = await seller(bench);
    await pay(
      { capture_method: 'automatic_async', application_fee_amount: 70, transfer_data: { destination: shop.id } },
      stripe,
    );
    await bench.sandbox.advance(3);
    expect(await bench.eventTypes()).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'transfer.created',
      'application_fee.created',
      'payment_intent.succeeded',
      'charge.updated',
    ]);
    expect(await eventTypes(shop.stripe)).not.toContain('charge.succeeded');
    const [succeeded] = (await stripe.events.list({ type: 'charge.succeeded' })).data;
    expect(succeeded?.data.object).toMatchObject({ transfer: expect.stringMatching(/^tr_/) });
  });

  it('transfers a part when `transfer_data[amount]` says so', async () => {
    const bench = await testBench();
    const shop = await seller(bench);
    const { charge } = await pay({ transfer_data: { destination: shop.id, amount: 930 } }, bench.stripe);
    expect(charge).toMatchObject({ application_fee: null, transfer_data: { amount: 930, destination: shop.id } });
    expect(await transactionsOf(bench.stripe)).toEqual([
      ['charge', 1000, 59],
      ['transfer', -930, 0],
    ]);
    expect(await transactionsOf(shop.stripe)).toEqual([['payment', 930, 0]]);
  });

  it('writes on transfer and payment what `transfer_data` says', async () => {
    const bench = await testBench();
    const shop = await seller(bench);
    const transfer_data = {
      description: 'Order 7',
      destination: shop.id,
      metadata: { order: '7' },
      payment_data: { description: 'Your order 7', metadata: { own: 'x' } },
    };
    const { intent, charge } = await pay({ transfer_data }, bench.stripe);
    expect(intent.transfer_data).toEqual(transfer_data);
    const transfer = await bench.stripe.transfers.retrieve(String(charge.transfer), { expand: ['source_transaction'] });
    expect(transfer).toMatchObject({ description: 'Order 7', metadata: { order: '7' } });
    expect(await shop.stripe.charges.retrieve(String(transfer.destination_payment))).toMatchObject({
      description: 'Your order 7',
      metadata: { own: 'x' },
    });
  });

  it('waits for the capture, and caps fee and transfer by it', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const shop = await seller(bench);
    const { intent, charge } = await pay(
      { capture_method: 'manual', application_fee_amount: 600, transfer_data: { destination: shop.id } },
      stripe,
    );
    expect(charge).toMatchObject({ application_fee: null, transfer_group: null });
    expect(charge).not.toHaveProperty('transfer');
    const captured = await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 500 });
    expect(captured.transfer_group).toBe(`group_${intent.id}`);
    expect(await transactionsOf(stripe)).toEqual([
      ['charge', 500, 45],
      ['transfer', -500, 0],
      ['application_fee', 500, 0],
    ]);
    expect(await transactionsOf(shop.stripe)).toEqual([['payment', 500, 500]]);
  });

  it('takes another fee at the capture', async () => {
    const bench = await testBench();
    const shop = await seller(bench);
    const { intent } = await pay(
      { capture_method: 'manual', application_fee_amount: 600, transfer_data: { destination: shop.id } },
      bench.stripe,
    );
    await bench.stripe.paymentIntents.capture(intent.id, { application_fee_amount: 20 });
    expect(await transactionsOf(shop.stripe)).toEqual([['payment', 1000, 20]]);
  });

  it('may settle on behalf of the account', async () => {
    const bench = await testBench();
    const shop = await seller(bench);
    const { charge } = await pay({ on_behalf_of: shop.id, transfer_data: { destination: shop.id } }, bench.stripe);
    expect(charge).toMatchObject({ on_behalf_of: shop.id, transfer_data: { destination: shop.id } });
    expect(await balanceOf(shop.stripe)).toEqual({ available: 0, pending: 1000 });
  });

  it('can be made through the Charges API too', async () => {
    const bench = await testBench();
    const shop = await seller(bench);
    const charge = await bench.stripe.charges.create({
      amount: 1000,
      currency: 'usd',
      source: 'tok_visa',
      application_fee_amount: 70,
      transfer_data: { destination: shop.id },
    });
    expect(charge.transfer_group).toBe(`group_${charge.id}`);
    expect(await balanceOf(shop.stripe)).toEqual({ available: 0, pending: 930 });
  });

  it('is refused when the parameters contradict each other or the platform', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: destination } = await seller(bench);
    expect(
      await refusal(pay({ application_fee_amount: 70, transfer_data: { destination, amount: 900 } }, stripe)),
    ).toMatchObject({ statusCode: 400, code: 'parameters_exclusive', param: 'application_fee_amount' });
    expect(await refusal(pay({ application_fee_amount: 70 }, stripe))).toMatchObject({
      param: 'application_fee_amount',
      message: expect.stringContaining('Can only apply an application_fee_amount'),
    });
    expect(await refusal(pay({ application_fee_amount: 1001, transfer_data: { destination } }, stripe))).toMatchObject({
      param: 'application_fee_amount',
    });
    expect(await refusal(pay({ transfer_data: { destination, amount: 1001 } }, stripe))).toMatchObject({
      param: 'transfer_data[amount]',
    });
    expect(await refusal(pay({ transfer_data: { destination: 'acct_nobody' } }, stripe))).toMatchObject({
      code: 'resource_missing',
      message: "No such destination: 'acct_nobody'",
      param: 'transfer_data[destination]',
    });
    expect(await refusal(pay({ on_behalf_of: 'acct_nobody' }, stripe))).toMatchObject({ code: 'resource_missing' });
    expect(await refusal(pay({ transfer_data: { destination: bench.sandbox.account } }, stripe))).toMatchObject({
      param: 'transfer_data[destination]',
    });
  });

  it('needs an account whose transfers are not held up', async () => {
    const bench = await testBench();
    const { id } = await bench.stripe.accounts.create({
      type: 'custom',
      country: 'US',
      capabilities: { transfers: { requested: true } },
    });
    expect(await refusal(pay({ transfer_data: { destination: id } }, bench.stripe))).toMatchObject({
      code: 'insufficient_capabilities_for_transfer',
    });
  });
});

describe('refunds of destination charges', () => {
  const destination = async () => {
    const bench = await testBench();
    const shop = await seller(bench);
    await fund(bench.stripe);
    const { charge } = await pay({ application_fee_amount: 70, transfer_data: { destination: shop.id } }, bench.stripe);
    const before = (await transactionsOf(bench.stripe)).length;
    const since = async () => (await transactionsOf(bench.stripe)).slice(before);
    return { bench, shop, charge, since, stripe: bench.stripe };
  };

  it('leave the account its money', async () => {
    const { charge, shop, since, stripe } = await destination();
    await stripe.refunds.create({ charge: charge.id });
    expect(await since()).toEqual([['refund', -1000, 0]]);
    expect(await balanceOf(shop.stripe)).toEqual({ available: 0, pending: 930 });
  });

  it('take everything back with both flags, except for Stripe’s fee', async () => {
    const { bench, charge, shop, since, stripe } = await destination();
    const earlier = (await bench.eventTypes()).length;
    const refund = await stripe.refunds.create({
      charge: charge.id,
      refund_application_fee: true,
      reverse_transfer: true,
    });
    expect(await since()).toEqual([
      ['application_fee_refund', -70, 0],
      ['transfer_refund', 1000, 0],
      ['refund', -1000, 0],
    ]);
    expect(await transactionsOf(shop.stripe)).toEqual([
      ['payment', 1000, 70],
      ['payment_refund', -1000, -70],
    ]);
    expect(await balanceOf(shop.stripe)).toEqual({ available: 0, pending: 0 });
    const transfer = await stripe.transfers.retrieve(String(charge.transfer));
    expect(transfer).toMatchObject({ amount_reversed: 1000, reversed: true });
    const [reversal] = transfer.reversals.data;
    expect(refund.transfer_reversal).toBe(reversal?.id);
    expect(reversal).toMatchObject({ amount: 1000, source_refund: refund.id });
    const back = await shop.stripe.refunds.retrieve(String(reversal?.destination_payment_refund));
    expect(back).toMatchObject({
      amount: 1000,
      charge: transfer.destination_payment,
      source_transfer_reversal: reversal?.id,
      status: 'succeeded',
    });
    expect(back.id).toMatch(/^pyr_1/);
    expect(await shop.stripe.charges.retrieve(String(transfer.destination_payment))).toMatchObject({
      amount_refunded: 1000,
      refunded: true,
    });
    expect(await stripe.applicationFees.retrieve(String(charge.application_fee))).toMatchObject({ refunded: true });
    expect((await bench.eventTypes()).slice(earlier)).toEqual([
      'application_fee.refunded',
      'transfer.reversed',
      'refund.created',
      'charge.refunded',
    ]);
  });

  it('take back the refunded share, and in the end all of it', async () => {
    const { charge, shop, stripe } = await destination();
    const flags = { charge: charge.id, refund_application_fee: true, reverse_transfer: true };
    for (const amount of [333, 333, 334]) await stripe.refunds.create({ ...flags, amount });
    expect(await transactionsOf(shop.stripe)).toEqual([
      ['payment', 1000, 70],
      ['payment_refund', -333, -23],
      ['payment_refund', -333, -23],
      ['payment_refund', -334, -24],
    ]);
  });

  it('may give the fee back alone', async () => {
    const { charge, shop, since, stripe } = await destination();
    await stripe.refunds.create({ charge: charge.id, amount: 500, refund_application_fee: true });
    expect(await since()).toEqual([
      ['application_fee_refund', -35, 0],
      ['refund', -500, 0],
    ]);
    expect(await balanceOf(shop.stripe)).toEqual({ available: 0, pending: 965 });
  });

  it('move nothing when the account cannot give the money back', async () => {
    const { bench, charge, shop, since, stripe } = await destination();
    await bench.sandbox.advance('3d');
    await shop.stripe.transfers.create({ amount: 500, currency: 'usd', destination: bench.sandbox.account });
    const error = await refusal(stripe.refunds.create({ charge: charge.id, reverse_transfer: true }));
    expect(error).toMatchObject({ statusCode: 400, code: 'balance_insufficient' });
    expect(await since()).toEqual([['payment', 500, 0]]);
    expect((await stripe.charges.retrieve(charge.id)).amount_refunded).toBe(0);
  });

  it('are refused without a transfer or a fee to undo', async () => {
    const { stripe } = await testBench();
    const { charge } = await pay({}, stripe);
    expect(await refusal(stripe.refunds.create({ charge: charge.id, reverse_transfer: true }))).toMatchObject({
      param: 'reverse_transfer',
    });
    expect(await refusal(stripe.refunds.create({ charge: charge.id, refund_application_fee: true }))).toMatchObject({
      param: 'refund_application_fee',
    });
  });

  it('are not what the account does to the payment of a transfer', async () => {
    const { charge, shop, stripe } = await destination();
    const { destination_payment } = await stripe.transfers.retrieve(String(charge.transfer));
    expect(await refusal(shop.stripe.refunds.create({ charge: String(destination_payment) }))).toMatchObject({
      code: 'charge_not_refundable',
    });
  });
});
