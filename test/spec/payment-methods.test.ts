import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';

const typedIn = { number: '4242424242424242', exp_month: 12, exp_year: 2030, cvc: '123' };
const usedUp =
  'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.';
const missing = (id: string): string =>
  `No such PaymentMethod: '${id}'; It's possible this PaymentMethod exists on one of your connected accounts, in which case you should retry this request on that connected account. Learn more at https://stripe.com/docs/connect/authentication`;

async function withCustomer() {
  const bench = await testBench();
  const customer = await bench.stripe.customers.create();
  return { ...bench, customer };
}

describe('POST /v1/payment_methods', () => {
  it('makes a card as Stripe shows it, key by key', async () => {
    const { stripe } = await testBench();
    const method = await stripe.paymentMethods.create({ type: 'card', card: typedIn });
    expect(JSON.parse(JSON.stringify(method))).toEqual({
      id: expect.stringMatching(/^pm_1\w{23}$/),
      object: 'payment_method',
      allow_redisplay: 'unspecified',
      billing_details: {
        address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
        email: null,
        name: null,
        phone: null,
        tax_id: null,
      },
      card: {
        brand: 'visa',
        checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'unchecked' },
        country: 'US',
        display_brand: 'visa',
        exp_month: 12,
        exp_year: 2030,
        fingerprint: expect.stringMatching(/^\w{16}$/),
        funding: 'credit',
        generated_from: null,
        last4: '4242',
        networks: { available: ['visa'], preferred: null },
        regulated_status: 'unregulated',
        three_d_secure_usage: { supported: true },
        wallet: null,
      },
      created: 1767225600,
      customer: null,
      customer_account: null,
      livemode: false,
      metadata: {},
      shared_payment_granted_token: null,
      type: 'card',
    });
  });

  it('keeps billing details, metadata and allow_redisplay', async () => {
    const { stripe } = await testBench();
    const method = await stripe.paymentMethods.create({
      type: 'card',
      card: typedIn,
      allow_redisplay: 'always',
      billing_details: { name: 'Jenny', email: 'jenny@example.com', address: { city: 'Rome', country: 'IT' } },
      metadata: { order: '7' },
    });
    expect(method).toMatchObject({ allow_redisplay: 'always', metadata: { order: '7' } });
    expect(method.billing_details).toMatchObject({
      name: 'Jenny',
      phone: null,
      address: { city: 'Rome', country: 'IT', line1: null },
    });
  });

  it('gives the same number the same fingerprint, in this sandbox only', async () => {
    const { stripe, client } = await testBench();
    const other = client({ key: 'sk_test_other' });
    const fingerprint = async (api: Stripe, number: string) =>
      (await api.paymentMethods.create({ type: 'card', card: { ...typedIn, number } })).card?.fingerprint;
    const first = await fingerprint(stripe, typedIn.number);
    expect(await fingerprint(stripe, typedIn.number)).toBe(first);
    expect(await fingerprint(stripe, '5555555555554444')).not.toBe(first);
    expect(await fingerprint(other, typedIn.number)).not.toBe(first);
  });

  it('takes numbers with spaces and years of two digits', async () => {
    const { stripe } = await testBench();
    const card = { ...typedIn, number: '4242 4242 4242 4242', exp_year: 31 };
    const method = await stripe.paymentMethods.create({ type: 'card', card });
    expect(method.card).toMatchObject({ last4: '4242', exp_year: 2031 });
  });

  it.each([
    [{ number: '4242424242424241' }, 'incorrect_number', 'number', 'Your card number is incorrect.'],
    [{ number: '4242' }, 'incorrect_number', 'number', 'Your card number is incorrect.'],
    [{ number: 'visa' }, 'invalid_number', 'number', 'The card number is not a valid credit card number.'],
    [{ exp_month: 13 }, 'invalid_expiry_month', 'exp_month', "Your card's expiration month is invalid."],
    [{ exp_month: 0 }, 'invalid_expiry_month', 'exp_month', "Your card's expiration month is invalid."],
    [{ exp_year: 95 }, 'invalid_expiry_year', 'exp_year', "Your card's expiration year is invalid."],
    [{ exp_year: 2025 }, 'invalid_expiry_year', 'exp_year', "Your card's expiration year is invalid."],
    [{ cvc: '99' }, 'invalid_cvc', 'cvc', "Your card's security code is invalid."],
    [{ cvc: 'abc' }, 'invalid_cvc', 'cvc', "Your card's security code is invalid."],
  ])('refuses %o with %s', async (wrong, code, param, message) => {
    const { stripe } = await testBench();
    const error = await refusal(stripe.paymentMethods.create({ type: 'card', card: { ...typedIn, ...wrong } }));
    expect(error).toMatchObject({ statusCode: 402, type: 'StripeCardError', code, param, message });
  });

  it('refuses a month that has passed and takes the current one', async () => {
    const { stripe, sandbox } = await testBench();
    await sandbox.advance('40d');
    const card = (exp_month: number) => ({ ...typedIn, exp_month, exp_year: 2026 });
    expect(await refusal(stripe.paymentMethods.create({ type: 'card', card: card(1) }))).toMatchObject({
      code: 'invalid_expiry_month',
    });
    const method = await stripe.paymentMethods.create({ type: 'card', card: card(2) });
    expect(method.card?.exp_month).toBe(2);
  });

  it('declines live cards', async () => {
    const { stripe } = await testBench();
    const card = { ...typedIn, number: '4111111111111111' };
    expect(await refusal(stripe.paymentMethods.create({ type: 'card', card }))).toMatchObject({
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'test_mode_live_card',
      message:
        'Your card was declined. Your request was in test mode, but used a non test (live) card. For a list of valid test cards, visit: https://stripe.com/docs/testing.',
    });
  });

  it('names what is missing', async () => {
    const { stripe, call } = await testBench();
    const param = async (body: string) => {
      const { status, body: answer } = await call('POST', '/v1/payment_methods', { body });
      return [status, answer.error.code, answer.error.param];
    };
    expect(await param('')).toEqual([400, 'parameter_missing', 'type']);
    expect(await param('type=card')).toEqual([400, 'parameter_missing', 'card']);
    expect(await param('type=card&card[exp_month]=1')).toEqual([400, 'parameter_missing', 'card[number]']);
    expect(await param('type=card&card[number]=4242424242424242&card[exp_month]=1')).toEqual([
      400,
      'parameter_missing',
      'card[exp_year]',
    ]);
    expect((await stripe.paymentMethods.list()).data).toEqual([]);
  });

  it('takes a preferred network that the card supports', async () => {
    const { stripe } = await testBench();
    const card = { ...typedIn, number: '4000002500001001', networks: { preferred: 'cartes_bancaires' as const } };
    const method = await stripe.paymentMethods.create({ type: 'card', card });
    expect(method.card).toMatchObject({
      brand: 'visa',
      display_brand: 'cartes_bancaires',
      networks: { available: ['cartes_bancaires', 'visa'], preferred: 'cartes_bancaires' },
    });
    const wrong = { ...card, networks: { preferred: 'mastercard' as const } };
    expect(await refusal(stripe.paymentMethods.create({ type: 'card', card: wrong }))).toMatchObject({
      statusCode: 400,
      param: 'card[networks][preferred]',
    });
  });

  it('keeps what a token says of the cardholder', async () => {
    const { stripe } = await testBench();
    const token = await stripe.tokens.create({
      card: { number: typedIn.number, exp_month: '4', exp_year: '2031', name: 'Jo', address_zip: '94103' },
    });
    const method = await stripe.paymentMethods.create({
      type: 'card',
      card: { token: token.id },
      billing_details: { email: 'jo@example.com' },
    });
    expect(method.billing_details).toMatchObject({
      name: 'Jo',
      email: 'jo@example.com',
      address: { postal_code: '94103' },
    });
    expect(method.card).toMatchObject({ exp_month: 4, exp_year: 2031, checks: { cvc_check: null } });
  });

  it.each([
    ['us_bank_account', { routing_number: '110000000', account_number: '000123456789' }, { last4: '6789' }],
    ['sepa_debit', { iban: 'AT61 1904 3002 3457 3201' }, { last4: '3201', country: 'AT' }],
    ['bacs_debit', { sort_code: '108800', account_number: '00012345' }, { sort_code: '108800', last4: '2345' }],
    ['au_becs_debit', { bsb_number: '000000', account_number: '000123456' }, { bsb_number: '000000', last4: '3456' }],
    ['ideal', { bank: 'ing' }, { bank: 'ing', bic: 'INGBNL2A' }],
    ['link', {}, { email: 'jenny@example.com' }],
    ['klarna', {}, { dob: null }],
    ['cashapp', {}, { cashtag: null }],
    ['paypal', {}, { payer_email: null }],
    ['oxxo', {}, {}],
    ['twint', {}, {}],
  ] as const)('stores %s with its hash', async (type, sent, shown) => {
    const { stripe } = await testBench();
    const method = await stripe.paymentMethods.create({
      type,
      [type]: sent,
      billing_details: { name: 'Jenny', email: 'jenny@example.com' },
    } as Stripe.PaymentMethodCreateParams);
    expect(method.type).toBe(type);
    expect(method[type]).toMatchObject(shown);
    expect(await stripe.paymentMethods.retrieve(method.id)).toMatchObject({ [type]: shown });
  });
});

describe('GET /v1/payment_methods/:id', () => {
  it('mints a new payment method each time a test name is used', async () => {
    const { stripe } = await testBench();
    const first = await stripe.paymentMethods.retrieve('pm_card_visa');
    const second = await stripe.paymentMethods.retrieve('pm_card_visa');
    expect(first.id).toMatch(/^pm_1/);
    expect(second.id).not.toBe(first.id);
    // The clock stands at January 2026.
    expect(first.card).toMatchObject({ exp_month: 1, exp_year: 2027, checks: { cvc_check: 'unchecked' } });
    expect(await stripe.paymentMethods.retrieve(first.id)).toMatchObject({ id: first.id });
  });

  it('says what Stripe says of an unknown one', async () => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.paymentMethods.retrieve('abcd'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'payment_method',
      message: missing('abcd'),
    });
  });

  it('shows nothing of what is stored beside it', async () => {
    const { call } = await testBench();
    const { body } = await call('GET', '/v1/payment_methods/pm_card_createDispute');
    expect(Object.keys(body)).not.toContain('test_card');
    expect(JSON.stringify(body)).not.toContain('4000000000000259');
  });
});

describe('POST /v1/payment_methods/:id/attach', () => {
  it('puts the card on file, its checks done', async () => {
    const { stripe, customer } = await withCustomer();
    const method = await stripe.paymentMethods.create({ type: 'card', card: typedIn });
    const attached = await stripe.paymentMethods.attach(method.id, { customer: customer.id });
    expect(attached).toMatchObject({
      id: method.id,
      customer: customer.id,
      card: { checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' } },
    });
    const events = await stripe.events.list({ type: 'payment_method.attached' });
    expect(events.data.map((event) => event.data)).toEqual([{ object: attached }]);
  });

  it('declines as a charge would, with an empty param and nothing else', async () => {
    const { call, customer, stripe } = await withCustomer();
    const { status, body } = await call('POST', '/v1/payment_methods/pm_card_chargeDeclined/attach', {
      body: `customer=${customer.id}`,
    });
    expect(status).toBe(402);
    const { request_log_url: _log, ...error } = body.error;
    expect(error).toEqual({
      advice_code: 'try_again_later',
      code: 'card_declined',
      decline_code: 'generic_decline',
      doc_url: 'https://stripe.com/docs/error-codes/card-declined',
      message: 'Your card was declined.',
      network_decline_code: '01',
      param: '',
      type: 'card_error',
    });
    expect((await stripe.customers.listPaymentMethods(customer.id)).data).toEqual([]);
  });

  it('attaches cards that are only declined when charged', async () => {
    const { stripe, customer } = await withCustomer();
    const method = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customer.id });
    expect(method.customer).toBe(customer.id);
  });

  it('checks the security code only where one was sent', async () => {
    const { stripe, customer } = await withCustomer();
    const card = { number: '4000000000000127', exp_month: 12, exp_year: 2030 };
    const silent = await stripe.paymentMethods.create({ type: 'card', card });
    expect(await stripe.paymentMethods.attach(silent.id, { customer: customer.id })).toMatchObject({
      customer: customer.id,
    });
    const sent = await stripe.paymentMethods.create({ type: 'card', card: { ...card, cvc: '123' } });
    expect(await refusal(stripe.paymentMethods.attach(sent.id, { customer: customer.id }))).toMatchObject({
      code: 'incorrect_cvc',
    });
  });

  it('refuses a second time', async () => {
    const { stripe, customer } = await withCustomer();
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    const again = await refusal(stripe.paymentMethods.attach(method.id, { customer: customer.id }));
    expect(again.message).toBe('The payment method you provided has already been attached to a customer.');
    expect(again).toMatchObject({ statusCode: 400, code: undefined, param: undefined });
  });

  it('needs a customer that is there', async () => {
    const { stripe, call } = await testBench();
    const { status, body } = await call('POST', '/v1/payment_methods/pm_card_visa/attach', { body: '' });
    expect([status, body.error.code, body.error.param]).toEqual([400, 'parameter_missing', 'customer']);
    expect(await refusal(stripe.paymentMethods.attach('pm_card_visa', { customer: 'cus_x' }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'customer',
      message: "No such customer: 'cus_x'",
    });
  });
});

describe('POST /v1/payment_methods/:id/detach', () => {
  it('takes it off the customer for ever', async () => {
    const { stripe, customer } = await withCustomer();
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    expect(await stripe.paymentMethods.detach(id)).toMatchObject({ id, customer: null });
    const [event] = (await stripe.events.list({ type: 'payment_method.detached' })).data;
    expect(event?.data).toMatchObject({
      object: { id, customer: null },
      previous_attributes: { customer: customer.id },
    });
    expect((await refusal(stripe.paymentMethods.attach(id, { customer: customer.id }))).message).toBe(usedUp);
    expect((await stripe.customers.listPaymentMethods(customer.id)).data).toEqual([]);
  });

  it('refuses what is not attached', async () => {
    const { stripe } = await testBench();
    expect((await refusal(stripe.paymentMethods.detach('pm_card_visa'))).message).toBe(
      'The payment method you provided is not attached to a customer so detachment is impossible.',
    );
  });

  it('leaves the customer without a default', async () => {
    const { stripe, eventTypes } = await testBench();
    const customer = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    await stripe.paymentMethods.detach(String(customer.invoice_settings.default_payment_method));
    const now = await stripe.customers.retrieve(customer.id);
    expect(now).toMatchObject({ invoice_settings: { default_payment_method: null } });
    expect((await eventTypes()).slice(-2)).toEqual(['payment_method.detached', 'customer.updated']);
  });
});

describe('POST /v1/payment_methods/:id', () => {
  it('changes what may change and says what was', async () => {
    const { stripe, customer, eventTypes } = await withCustomer();
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    const updated = await stripe.paymentMethods.update(id, {
      allow_redisplay: 'limited',
      billing_details: { name: 'Jo', address: { city: 'Rome' } },
      card: { exp_month: 6, exp_year: 2031 },
      metadata: { a: '1' },
    });
    expect(updated).toMatchObject({
      allow_redisplay: 'limited',
      billing_details: { name: 'Jo', address: { city: 'Rome', line1: null } },
      card: { exp_month: 6, exp_year: 2031, last4: '4242' },
      metadata: { a: '1' },
    });
    const [event] = (await stripe.events.list({ type: 'payment_method.updated' })).data;
    expect(event?.data.previous_attributes).toEqual({
      allow_redisplay: 'unspecified',
      billing_details: { name: null, address: { city: null } },
      card: { exp_month: 1, exp_year: 2027 },
      metadata: { a: null },
    });
    const merged = await stripe.paymentMethods.update(id, {
      billing_details: { name: '', address: { line1: '1 Via Roma' } },
      metadata: { a: '', b: '2' },
    });
    expect(merged).toMatchObject({
      billing_details: { name: null, address: { city: 'Rome', line1: '1 Via Roma' } },
      card: { exp_month: 6, exp_year: 2031 },
    });
    expect(merged.metadata).toEqual({ b: '2' });
    await stripe.paymentMethods.update(id, { metadata: { b: '2' } });
    expect(await eventTypes()).toEqual([
      'customer.created',
      'payment_method.attached',
      'payment_method.updated',
      'payment_method.updated',
    ]);
  });

  it('needs a customer', async () => {
    const { stripe } = await testBench();
    const method = await stripe.paymentMethods.create({ type: 'card', card: typedIn });
    expect((await refusal(stripe.paymentMethods.update(method.id, { metadata: { a: '1' } }))).message).toBe(
      'You must save this PaymentMethod to a customer before you can update it.',
    );
  });

  it('refuses an expiry that has passed', async () => {
    const { stripe, customer } = await withCustomer();
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    expect(await refusal(stripe.paymentMethods.update(id, { card: { exp_year: 2020 } }))).toMatchObject({
      statusCode: 402,
      code: 'invalid_expiry_year',
    });
  });

  it('sets and clears the preferred network', async () => {
    const { stripe, customer } = await withCustomer();
    const { id } = await stripe.paymentMethods.attach('pm_card_visa_cartesBancaires', { customer: customer.id });
    const chosen = await stripe.paymentMethods.update(id, { card: { networks: { preferred: 'cartes_bancaires' } } });
    expect(chosen.card).toMatchObject({
      display_brand: 'cartes_bancaires',
      networks: { preferred: 'cartes_bancaires' },
    });
    const cleared = await stripe.paymentMethods.update(id, { card: { networks: { preferred: '' } } });
    expect(cleared.card).toMatchObject({ display_brand: 'visa', networks: { preferred: null } });
  });
});

describe('GET /v1/payment_methods', () => {
  it('lists those of a customer, newest first, by type', async () => {
    const { stripe, customer } = await withCustomer();
    const first = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    const second = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: customer.id });
    const bank = await stripe.paymentMethods.attach('pm_usBankAccount_success', { customer: customer.id });
    await stripe.paymentMethods.create({ type: 'card', card: typedIn });
    const ids = (page: { data: { id: string }[] }) => page.data.map(({ id }) => id);
    expect(ids(await stripe.paymentMethods.list({ customer: customer.id }))).toEqual([bank.id, second.id, first.id]);
    expect(ids(await stripe.paymentMethods.list({ customer: customer.id, type: 'card' }))).toEqual([
      second.id,
      first.id,
    ]);
    const nested = await stripe.customers.listPaymentMethods(customer.id, { type: 'card', limit: 1 });
    expect(nested).toMatchObject({ has_more: true, url: `/v1/customers/${customer.id}/payment_methods` });
    expect(ids(nested)).toEqual([second.id]);
    const rest = await stripe.customers.listPaymentMethods(customer.id, { type: 'card', starting_after: second.id });
    expect(ids(rest)).toEqual([first.id]);
  });

  it('refuses an unknown customer', async () => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.paymentMethods.list({ customer: 'cus_x' }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'customer',
    });
  });
});

describe('GET /v1/customers/:id/payment_methods/:id', () => {
  it('shows a payment method of this customer only', async () => {
    const { stripe, customer } = await withCustomer();
    const other = await stripe.customers.create();
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    expect((await stripe.customers.retrievePaymentMethod(customer.id, id)).id).toBe(id);
    expect(await refusal(stripe.customers.retrievePaymentMethod(other.id, id))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'payment_method',
      message: missing(id),
    });
  });
});

describe('POST /v1/payment_methods on a connected account', () => {
  async function connected() {
    const bench = await testBench();
    const account = await bench.stripe.accounts.create({ type: 'custom', country: 'US' });
    return { ...bench, theirs: bench.client({ stripeAccount: account.id }) };
  }

  it("copies the platform's payment method", async () => {
    const { stripe, theirs } = await connected();
    const customer = await stripe.customers.create({ payment_method: 'pm_card_createDispute' });
    const [original] = (await stripe.customers.listPaymentMethods(customer.id)).data;
    const sent = { customer: customer.id, payment_method: original?.id ?? '' };
    const copy = await theirs.paymentMethods.create(sent);
    expect(copy).toMatchObject({ customer: null, card: { last4: '0259', fingerprint: original?.card?.fingerprint } });
    expect(copy.id).not.toBe(original?.id);
    expect(await stripe.paymentMethods.retrieve(original?.id ?? '')).toMatchObject({ customer: customer.id });
    expect(await refusal(theirs.paymentMethods.create({ payment_method: original?.id ?? '' }))).toMatchObject({
      statusCode: 400,
      code: 'parameter_missing',
      param: 'customer',
    });
  });

  it('uses up one that is not attached', async () => {
    const { stripe, theirs } = await connected();
    const original = await stripe.paymentMethods.create({ type: 'card', card: typedIn });
    await theirs.paymentMethods.create({ payment_method: original.id });
    const { id: customer } = await stripe.customers.create();
    expect((await refusal(stripe.paymentMethods.attach(original.id, { customer }))).message).toBe(usedUp);
  });

  it("says so where the platform's id was meant for this account", async () => {
    const { stripe, theirs } = await connected();
    const original = await stripe.paymentMethods.create({ type: 'card', card: typedIn });
    const error = await refusal(theirs.customers.create({ payment_method: original.id }));
    expect(error.message).toBe(
      `No such PaymentMethod: '${original.id}'; OAuth key or Stripe-Account header was used but API request was provided with a platform-owned payment method ID. Please ensure that the provided payment method matches the specified account.`,
    );
  });
});
