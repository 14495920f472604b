import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';
import { payWith } from './payers.ts';

const address = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };

describe('POST /v1/customers', () => {
  it('makes a customer as Stripe shows it, key by key', async () => {
    const { call } = await testBench();
    const { body } = await call('POST', '/v1/customers', { body: 'email=user12@example.com' });
    expect(body).toEqual({
      id: expect.stringMatching(/^cus_\w{14}$/),
      object: 'customer',
      address: null,
      balance: 0,
      created: 1767225600,
      currency: null,
      customer_account: null,
      default_source: null,
      delinquent: false,
      description: null,
      discount: null,
      email: 'user12@example.com',
      invoice_prefix: expect.stringMatching(/^[A-Z0-9]{8}$/),
      invoice_settings: {
        custom_fields: null,
        default_payment_method: null,
        footer: null,
        rendering_options: null,
      },
      livemode: false,
      metadata: {},
      name: null,
      next_invoice_sequence: 1,
      phone: null,
      preferred_locales: [],
      shipping: null,
      tax_exempt: 'none',
      test_clock: null,
    });
    expect(Object.keys(body)).toEqual([...Object.keys(body)].sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1)));
  });

  it('keeps everything that is sent', async () => {
    const { stripe } = await testBench();
    const sent = {
      address: { city: 'Rome', country: 'IT' },
      balance: -500,
      business_name: 'ACME',
      description: 'Best customer',
      invoice_prefix: 'ACME01',
      invoice_settings: { footer: 'Thanks', custom_fields: [{ name: 'PO', value: '7' }] },
      metadata: { a: '1' },
      name: 'Jenny',
      next_invoice_sequence: 7,
      phone: '+39 06 1',
      preferred_locales: ['it', 'en'],
      shipping: { name: 'Jo', address: { line1: '1 Main Street' } },
      tax_exempt: 'reverse' as const,
    };
    const customer = await stripe.customers.create(sent);
    expect(customer).toMatchObject({
      ...sent,
      address: { ...address, city: 'Rome', country: 'IT' },
      invoice_settings: { footer: 'Thanks', custom_fields: [{ name: 'PO', value: '7' }], default_payment_method: null },
      shipping: { name: 'Jo', phone: null, address: { ...address, line1: '1 Main Street' } },
    });
    expect(await stripe.customers.retrieve(customer.id)).toEqual(customer);
  });

  it('attaches a payment method first', async () => {
    const { stripe, eventTypes } = await testBench();
    const customer = await stripe.customers.create({ payment_method: 'pm_card_visa' });
    const { data } = await stripe.customers.listPaymentMethods(customer.id);
    expect(data).toMatchObject([{ customer: customer.id, card: { checks: { cvc_check: 'pass' } } }]);
    expect(await eventTypes()).toEqual(['payment_method.attached', 'customer.created']);
  });

  it('makes the same test card the default when it is named twice', async () => {
    const { stripe } = await testBench();
    const customer = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    const { data } = await stripe.customers.listPaymentMethods(customer.id);
    expect(data.map(({ id }) => id)).toEqual([customer.invoice_settings.default_payment_method]);
  });

  it('makes nothing when the card is declined', async () => {
    const { stripe, eventTypes } = await testBench();
    const error = await refusal(stripe.customers.create({ payment_method: 'pm_card_chargeDeclined' }));
    expect(error).toMatchObject({ statusCode: 402, code: 'card_declined', decline_code: 'generic_decline', param: '' });
    expect((await stripe.customers.list()).data).toEqual([]);
    expect(await eventTypes()).toEqual([]);
  });

  it('refuses a default payment method that is not attached to it', async () => {
    const { stripe } = await testBench();
    const method = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
    const invoice_settings = { default_payment_method: method.id };
    expect(await refusal(stripe.customers.create({ invoice_settings }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'invoice_settings[default_payment_method]',
      message: `The customer does not have a payment method with the ID ${method.id}. The payment method must be attached to the customer.`,
    });
    const unknown = { default_payment_method: 'pm_x' };
    const error = await refusal(stripe.customers.create({ invoice_settings: unknown }));
    expect(error).toMatchObject({ statusCode: 400, param: 'invoice_settings[default_payment_method]' });
    expect(error.message).toContain("No such PaymentMethod: 'pm_x'");
  });

  it('turns a token into its default source', async () => {
    const { stripe, eventTypes } = await testBench();
    const token = await stripe.tokens.create({
      card: { number: '4242424242424242', exp_month: '5', exp_year: '2030' },
    });
    const customer = await stripe.customers.create({ source: token.id });
    expect(customer.default_source).toBe(token.card?.id);
    expect(await eventTypes()).toEqual(['payment_method.attached', 'customer.source.created', 'customer.created']);
  });

  it('makes tax ids after itself', async () => {
    const { stripe, eventTypes } = await testBench();
    const { id } = await stripe.customers.create({
      tax_id_data: [
        { type: 'eu_vat', value: 'DE123456789' },
        { type: 'gb_vat', value: 'GB123456789' },
      ],
    });
    const { data } = await stripe.customers.listTaxIds(id);
    expect(data.map(({ country, customer }) => [country, customer])).toEqual([
      ['GB', id],
      ['DE', id],
    ]);
    expect(await eventTypes()).toEqual(['customer.created', 'customer.tax_id.created', 'customer.tax_id.created']);
  });

  it.each([
    [{ email: 'nobody' }, 'email', 'email_invalid'],
    [{ invoice_prefix: 'ab' }, 'invoice_prefix', undefined],
    [{ next_invoice_sequence: 0 }, 'next_invoice_sequence', 'parameter_invalid_integer'],
    [{ test_clock: 'clock_x' }, 'test_clock', 'resource_missing'],
  ])('refuses %o', async (sent, param, code) => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.customers.create(sent))).toMatchObject({ statusCode: 400, param, code });
  });
});

/** Stripe sends `id` and `object` first, the rest by the alphabet. */
function order(key: string): number {
  return key === 'id' ? 0 : key === 'object' ? 1 : 2;
}

describe('POST /v1/customers/:id', () => {
  it('merges address and metadata, and says what was', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.customers.create({ address: { city: 'Rome' }, metadata: { a: '1', b: '2' } });
    const updated = await stripe.customers.update(id, {
      name: 'Jenny',
      address: { line1: '1 Via Roma' },
      metadata: { a: '', c: '3' },
      invoice_settings: { footer: 'Bye' },
    });
    expect(updated.address).toEqual({ ...address, city: 'Rome', line1: '1 Via Roma' });
    expect(updated.metadata).toEqual({ b: '2', c: '3' });
    const [event] = (await stripe.events.list({ type: 'customer.updated' })).data;
    expect(event?.data).toEqual({
      object: updated,
      previous_attributes: {
        address: { line1: null },
        invoice_settings: { footer: null },
        metadata: { a: '1', c: null },
        name: null,
      },
    });
  });

  it("unsets with ''", async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.customers.create({
      address: { city: 'Rome' },
      business_name: 'ACME',
      invoice_settings: { custom_fields: [{ name: 'PO', value: '7' }] },
      metadata: { a: '1' },
      shipping: { name: 'Jo', address: { line1: '1 Main Street' } },
      tax_exempt: 'exempt',
    });
    const updated = await stripe.customers.update(id, {
      address: '',
      business_name: '',
      invoice_settings: { custom_fields: '' },
      metadata: '',
      shipping: '',
      tax_exempt: '',
    });
    expect(updated).toMatchObject({
      address: null,
      invoice_settings: { custom_fields: null },
      metadata: {},
      shipping: null,
      tax_exempt: 'none',
    });
    expect(updated).not.toHaveProperty('business_name');
  });

  it('emits nothing when nothing changes', async () => {
    const { stripe, eventTypes } = await testBench();
    const { id } = await stripe.customers.create({ name: 'Jenny' });
    await stripe.customers.update(id, { name: 'Jenny' });
    expect(await eventTypes()).toEqual(['customer.created']);
  });

  it('takes only its own payment methods as default', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.customers.create();
    const mine = await stripe.paymentMethods.attach('pm_card_visa', { customer: id });
    const other = await stripe.customers.create({ payment_method: 'pm_card_visa' });
    const theirs = (await stripe.customers.listPaymentMethods(other.id)).data[0];
    const choose = (method: string) =>
      stripe.customers.update(id, { invoice_settings: { default_payment_method: method } });
    expect((await choose(mine.id)).invoice_settings.default_payment_method).toBe(mine.id);
    expect(await refusal(choose(theirs?.id ?? ''))).toMatchObject({ statusCode: 400, code: 'resource_missing' });
    const expanded = await stripe.customers.retrieve(id, { expand: ['invoice_settings.default_payment_method'] });
    expect(expanded).toMatchObject({ invoice_settings: { default_payment_method: { id: mine.id } } });
  });

  it('books a change of balance', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.customers.create({ balance: 100 });
    await stripe.customers.update(id, { balance: -400 });
    const { data } = await stripe.customers.listBalanceTransactions(id);
    expect(data).toMatchObject([{ amount: -500, ending_balance: -400, type: 'adjustment', customer: id }]);
  });
});

describe('POST /v1/customers/:id/balance_transactions', () => {
  it('moves the balance and fixes its currency', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.customers.create();
    const first = await stripe.customers.createBalanceTransaction(id, { amount: -500, currency: 'eur' });
    expect(first).toMatchObject({ amount: -500, currency: 'eur', ending_balance: -500, type: 'adjustment' });
    await stripe.customers.createBalanceTransaction(id, { amount: 200, currency: 'eur', description: 'Correction' });
    expect(await stripe.customers.retrieve(id)).toMatchObject({ balance: -300, currency: 'eur' });
    const wrong = stripe.customers.createBalanceTransaction(id, { amount: 1, currency: 'usd' });
    expect(await refusal(wrong)).toMatchObject({ statusCode: 400, param: 'currency' });
  });
});

describe('DELETE /v1/customers/:id', () => {
  it('leaves a stub that can be read and nothing else', async () => {
    const { stripe, eventTypes } = await testBench();
    const { id } = await stripe.customers.create({ name: 'Jenny' });
    const stub = { id, object: 'customer', deleted: true };
    expect(await stripe.customers.del(id)).toMatchObject(stub);
    expect(await stripe.customers.retrieve(id)).toMatchObject(stub);
    const gone = { statusCode: 404, code: 'resource_missing', param: 'id', message: `No such customer: '${id}'` };
    expect(await refusal(stripe.customers.update(id, { name: 'Jo' }))).toMatchObject(gone);
    expect(await refusal(stripe.customers.del(id))).toMatchObject(gone);
    expect((await stripe.customers.list()).data).toEqual([]);
    expect(await eventTypes()).toEqual(['customer.created', 'customer.deleted']);
    const [event] = (await stripe.events.list({ type: 'customer.deleted' })).data;
    expect(event?.data.object).toMatchObject({ id, name: 'Jenny' });
  });

  it('is refused once it had a cash balance, even an empty one', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { customer } = await payWith(bench, 'customer_balance');
    const id = String(customer);
    await stripe.testHelpers.customers.fundCashBalance(id, { amount: 2000, currency: 'usd' });
    expect((await stripe.customers.retrieveCashBalance(id)).available).toEqual({ usd: 0 });
    expect(await refusal(stripe.customers.del(id))).toMatchObject({
      statusCode: 400,
      type: 'StripeInvalidRequestError',
      message: 'You cannot delete a customer with any cash balances.',
    });
    expect(await stripe.customers.retrieve(id)).not.toHaveProperty('deleted');
  });

  it('makes its payment methods useless without a word', async () => {
    const { stripe, eventTypes } = await testBench();
    const { id } = await stripe.customers.create({ payment_method: 'pm_card_visa', source: 'tok_visa' });
    const [method] = (await stripe.customers.listPaymentMethods(id)).data;
    await stripe.customers.del(id);
    expect(await stripe.paymentMethods.retrieve(method?.id ?? '')).toMatchObject({ customer: null });
    const { id: other } = await stripe.customers.create();
    const attaching = stripe.paymentMethods.attach(method?.id ?? '', { customer: other });
    expect((await refusal(attaching)).message).toContain('It may not be used again.');
    expect(await eventTypes()).toEqual([
      'payment_method.attached',
      'payment_method.attached',
      'customer.source.created',
      'customer.created',
      'customer.deleted',
      'customer.created',
    ]);
  });
});

describe('GET /v1/customers/:id', () => {
  it('is 404 for an unknown one', async () => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.customers.retrieve('cus_x'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
      message: "No such customer: 'cus_x'",
    });
  });
});

describe('GET /v1/customers', () => {
  it('filters by email and creation', async () => {
    const { stripe, sandbox } = await testBench();
    const first = await stripe.customers.create({ email: 'a@example.com' });
    await sandbox.advance('1h');
    const second = await stripe.customers.create({ email: 'b@example.com' });
    const ids = async (query: object) => (await stripe.customers.list(query)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([second.id, first.id]);
    expect(await ids({ email: 'a@example.com' })).toEqual([first.id]);
    expect(await ids({ created: { gt: first.created } })).toEqual([second.id]);
  });
});

describe('GET /v1/customers/search', () => {
  it('finds by email, name, phone, metadata and creation', async () => {
    const { stripe } = await testBench();
    const jenny = await stripe.customers.create({
      email: 'jenny@example.com',
      name: 'Jenny Rosen',
      phone: '+15550100',
      metadata: { plan: 'gold' },
    });
    await stripe.customers.create({ email: 'jo@example.com', name: 'Jo' });
    for (const query of [
      'email:"jenny@example.com"',
      'name~"rosen"',
      'phone:"+15550100"',
      'metadata["plan"]:"gold"',
      `created>=${jenny.created} AND -email:"jo@example.com"`,
    ]) {
      const found = await stripe.customers.search({ query });
      expect([query, found.data.map(({ id }) => id)]).toEqual([query, [jenny.id]]);
    }
  });
});
