/** Legacy sources of a customer: cards and bank accounts that came as tokens. */
import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';

async function withSource() {
  const bench = await testBench();
  const customer = await bench.stripe.customers.create();
  const source = await bench.stripe.customers.createSource(customer.id, { source: 'tok_visa' });
  return { ...bench, customer, source };
}

describe('POST /v1/customers/:id/sources', () => {
  it('makes a card, which is also a payment method of the same id', async () => {
    const { stripe, customer, source, eventTypes } = await withSource();
    expect(source).toMatchObject({
      id: expect.stringMatching(/^card_1/),
      object: 'card',
      brand: 'Visa',
      customer: customer.id,
      cvc_check: 'pass',
      last4: '4242',
    });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ default_source: source.id });
    expect(await stripe.paymentMethods.retrieve(source.id)).toMatchObject({
      id: source.id,
      object: 'payment_method',
      customer: customer.id,
      card: { last4: '4242' },
    });
    expect(await eventTypes()).toEqual([
      'customer.created',
      'customer.updated',
      'payment_method.attached',
      'customer.source.created',
    ]);
  });

  it('leaves the default as it is from the second one on', async () => {
    const { stripe, customer, source, eventTypes } = await withSource();
    await stripe.customers.createSource(customer.id, { source: 'tok_mastercard', metadata: { a: '1' } });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ default_source: source.id });
    expect((await eventTypes()).slice(4)).toEqual(['payment_method.attached', 'customer.source.created']);
  });

  it('takes the card itself in place of a token', async () => {
    const { call, customer } = await withSource();
    const body = 'card[number]=5555555555554444&card[exp_month]=5&card[exp_year]=2030&card[name]=Jo';
    const { status, body: card } = await call('POST', `/v1/customers/${customer.id}/sources`, { body });
    expect([status, card.brand, card.name, card.exp_year]).toEqual([200, 'MasterCard', 'Jo', 2030]);
  });

  it('declines as attaching does, and uses up the token of none', async () => {
    const { stripe, customer } = await withSource();
    const declined = stripe.customers.createSource(customer.id, { source: 'tok_visa_chargeDeclinedLostCard' });
    expect(await refusal(declined)).toMatchObject({ statusCode: 402, decline_code: 'lost_card', param: '' });
    expect((await stripe.customers.listSources(customer.id)).data).toHaveLength(1);
  });

  it('makes a bank account, which two small deposits verify', async () => {
    const { stripe, customer, eventTypes } = await withSource();
    const token = await stripe.tokens.create({
      bank_account: { country: 'US', currency: 'usd', routing_number: '110000000', account_number: '000123456789' },
    });
    const bank = await stripe.customers.createSource(customer.id, { source: token.id });
    expect(bank).toMatchObject({ object: 'bank_account', customer: customer.id, status: 'new', last4: '6789' });
    expect((await eventTypes()).at(-1)).toBe('customer.source.created');
    const wrong = stripe.customers.verifySource(customer.id, bank.id, { amounts: [1, 2] });
    expect(await refusal(wrong)).toMatchObject({ statusCode: 402, code: 'bank_account_verification_failed' });
    expect(await stripe.customers.verifySource(customer.id, bank.id, { amounts: [32, 45] })).toMatchObject({
      status: 'verified',
    });
    expect((await eventTypes()).at(-1)).toBe('customer.source.updated');
    expect((await refusal(stripe.customers.createSource(customer.id, { source: token.id }))).code).toBe(
      'token_already_used',
    );
  });
});

describe('GET /v1/customers/:id/sources', () => {
  it('lists cards and bank accounts, one kind when asked', async () => {
    const { stripe, customer, source } = await withSource();
    const second = await stripe.customers.createSource(customer.id, { source: 'tok_amex' });
    const token = await stripe.tokens.create({
      bank_account: { country: 'US', currency: 'usd', routing_number: '110000000', account_number: '000123456789' },
    });
    const bank = await stripe.customers.createSource(customer.id, { source: token.id });
    const ids = async (query?: { object: string }) =>
      (await stripe.customers.listSources(customer.id, query)).data.map(({ id }) => id);
    expect(new Set(await ids())).toEqual(new Set([source.id, second.id, bank.id]));
    expect(await ids({ object: 'card' })).toEqual([second.id, source.id]);
    expect(await ids({ object: 'bank_account' })).toEqual([bank.id]);
    const expanded = await stripe.customers.retrieve(customer.id, { expand: ['default_source'] });
    expect(expanded).toMatchObject({ default_source: { id: source.id, object: 'card' } });
  });

  it('shows a source of this customer only', async () => {
    const { stripe, customer, source } = await withSource();
    const other = await stripe.customers.create();
    expect((await stripe.customers.retrieveSource(customer.id, source.id)).id).toBe(source.id);
    const missing = {
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
      message: `No such source: '${source.id}'`,
    };
    expect(await refusal(stripe.customers.retrieveSource(other.id, source.id))).toMatchObject(missing);
    expect(await refusal(stripe.customers.deleteSource(other.id, source.id))).toMatchObject(missing);
    expect(await refusal(stripe.customers.retrieveSource(customer.id, 'card_x'))).toMatchObject({
      statusCode: 404,
      message: "No such source: 'card_x'",
    });
  });
});

describe('POST /v1/customers/:id/sources/:id', () => {
  it('changes the card and its payment method together', async () => {
    const { stripe, customer, source, eventTypes } = await withSource();
    const updated = await stripe.customers.updateSource(customer.id, source.id, {
      exp_month: '7',
      exp_year: '2032',
      name: 'Jo',
      address_zip: '94103',
      metadata: { a: '1' },
    });
    expect(updated).toMatchObject({ exp_month: 7, exp_year: 2032, name: 'Jo', metadata: { a: '1' } });
    expect(await stripe.paymentMethods.retrieve(source.id)).toMatchObject({
      billing_details: { name: 'Jo', address: { postal_code: '94103' } },
      card: { exp_month: 7, exp_year: 2032 },
    });
    expect((await eventTypes()).slice(4)).toEqual(['customer.source.updated', 'payment_method.updated']);
    const [event] = (await stripe.events.list({ type: 'customer.source.updated' })).data;
    expect(event?.data.previous_attributes).toMatchObject({ exp_month: 1, exp_year: 2027, name: null });
  });

  it('follows the payment method', async () => {
    const { stripe, customer, source } = await withSource();
    await stripe.paymentMethods.update(source.id, { card: { exp_month: 3, exp_year: 2033 } });
    expect(await stripe.customers.retrieveSource(customer.id, source.id)).toMatchObject({
      exp_month: 3,
      exp_year: 2033,
    });
  });

  it('refuses an expiry that has passed', async () => {
    const { stripe, customer, source } = await withSource();
    const update = stripe.customers.updateSource(customer.id, source.id, { exp_year: '2020' });
    expect(await refusal(update)).toMatchObject({ statusCode: 402, code: 'invalid_expiry_year' });
  });
});

describe('DELETE /v1/customers/:id/sources/:id', () => {
  it('hands the default on to the newest other one', async () => {
    const { stripe, customer, source, eventTypes } = await withSource();
    const second = await stripe.customers.createSource(customer.id, { source: 'tok_amex' });
    expect(await stripe.customers.deleteSource(customer.id, source.id)).toMatchObject({
      id: source.id,
      object: 'card',
      deleted: true,
    });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ default_source: second.id });
    expect((await eventTypes()).slice(-3)).toEqual([
      'payment_method.detached',
      'customer.source.deleted',
      'customer.updated',
    ]);
    await stripe.customers.deleteSource(customer.id, second.id);
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ default_source: null });
  });

  it('happens to a card whose payment method is detached', async () => {
    const { stripe, customer, source } = await withSource();
    await stripe.paymentMethods.detach(source.id);
    expect((await stripe.customers.listSources(customer.id)).data).toEqual([]);
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ default_source: null });
  });
});

describe('POST /v1/customers/:id with sources', () => {
  it('replaces the default source by a new one', async () => {
    const { stripe, customer, source } = await withSource();
    const updated = await stripe.customers.update(customer.id, { source: 'tok_amex' });
    expect(updated.default_source).not.toBe(source.id);
    const { data } = await stripe.customers.listSources(customer.id);
    expect(data).toMatchObject([{ id: updated.default_source, brand: 'American Express' }]);
  });

  it('changes the default to another source of the customer', async () => {
    const { stripe, customer } = await withSource();
    const second = await stripe.customers.createSource(customer.id, { source: 'tok_amex' });
    const updated = await stripe.customers.update(customer.id, { default_source: second.id });
    expect(updated.default_source).toBe(second.id);
    const wrong = stripe.customers.update(customer.id, { default_source: 'card_x' });
    expect(await refusal(wrong)).toMatchObject({
      statusCode: 404,
      code: 'missing',
      message: `Customer ${customer.id} does not have a linked source with ID card_x.`,
    });
  });
});

describe('a Source of the customer', () => {
  it('is detached, not deleted, and used up', async () => {
    const { stripe, customer } = await withSource();
    const { id } = await stripe.sources.create({ type: 'card', token: 'tok_visa', currency: 'usd' });
    await stripe.customers.createSource(customer.id, { source: id });
    const detached = await stripe.customers.deleteSource(customer.id, id);
    expect(detached).toMatchObject({ id, object: 'source', status: 'consumed' });
    expect(detached).not.toHaveProperty('deleted');
  });

  it.each(['cards', 'bank_accounts'])('is none of the %s', async (path) => {
    const { stripe, customer, call } = await withSource();
    const { id } = await stripe.sources.create({ type: 'card', token: 'tok_visa', currency: 'usd' });
    const { status, body } = await call('POST', `/v1/customers/${customer.id}/${path}`, { body: `source=${id}` });
    expect(status).toBe(400);
    expect(body.error.param).toBe('source');
    expect((await stripe.customers.listSources(customer.id)).data).toHaveLength(1);
  });
});

describe('a hash in place of a source', () => {
  const card = { object: 'card', number: '4242424242424242', exp_month: 12, exp_year: 2030, cvc: '123' };
  const account = {
    object: 'bank_account',
    account_number: '000123456789',
    country: 'US',
    currency: 'usd',
    routing_number: '110000000',
  };

  it('is a card or a bank account', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.customers.create();
    const added = await stripe.customers.createSource(id, { source: card as unknown as string });
    expect(added).toMatchObject({ object: 'card', last4: '4242', customer: id });
    const bank = await stripe.customers.createSource(id, { source: account as unknown as string });
    expect(bank).toMatchObject({ object: 'bank_account', last4: '6789', status: 'new' });
    const other = await stripe.customers.create({ source: card as unknown as string });
    expect(other.default_source).toMatch(/^card_/);
  });
});
