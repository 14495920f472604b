import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';

const card = { number: '4242424242424242', exp_month: '5', exp_year: '2030', cvc: '123' };

describe('POST /v1/tokens', () => {
  it('makes a token of a card with a card of its own', async () => {
    const { stripe } = await testBench();
    const token = await stripe.tokens.create({ card: { ...card, name: 'Jo', address_line1: '1 Main Street' } });
    expect(JSON.parse(JSON.stringify(token))).toEqual({
      id: expect.stringMatching(/^tok_1\w{23}$/),
      object: 'token',
      card: {
        id: expect.stringMatching(/^card_1\w{23}$/),
        object: 'card',
        address_city: null,
        address_country: null,
        address_line1: '1 Main Street',
        address_line1_check: 'unchecked',
        address_line2: null,
        address_state: null,
        address_zip: null,
        address_zip_check: null,
        brand: 'Visa',
        country: 'US',
        cvc_check: 'unchecked',
        dynamic_last4: null,
        exp_month: 5,
        exp_year: 2030,
        fingerprint: expect.stringMatching(/^\w{16}$/),
        funding: 'credit',
        last4: '4242',
        metadata: {},
        name: 'Jo',
        networks: { preferred: null },
        regulated_status: 'unregulated',
        tokenization_method: null,
      },
      client_ip: '127.0.0.1',
      created: 1767225600,
      livemode: false,
      type: 'card',
      used: false,
    });
    expect(await stripe.tokens.retrieve(token.id)).toMatchObject({ id: token.id, used: false });
  });

  it.each([
    ['378282246310005', 'American Express'],
    ['5555555555554444', 'MasterCard'],
    ['3056930009020004', 'Diners Club'],
    ['6200000000000005', 'UnionPay'],
    ['5062210000000009', 'Unknown'],
  ])('spells the brand of %s %s', async (number, brand) => {
    const { stripe } = await testBench();
    const token = await stripe.tokens.create({ card: { number, exp_month: '5', exp_year: '2030' } });
    expect(token.card?.brand).toBe(brand);
  });

  it('refuses cards as everywhere else', async () => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.tokens.create({ card: { ...card, number: '4242424242424241' } }))).toMatchObject({
      statusCode: 402,
      code: 'incorrect_number',
    });
    for (const exp_month of ['13', '1e0', 'May']) {
      expect(await refusal(stripe.tokens.create({ card: { ...card, exp_month } }))).toMatchObject({
        code: 'invalid_expiry_month',
      });
    }
  });

  it('stores bank accounts, personal data, persons and accounts', async () => {
    const { stripe } = await testBench();
    const bank = await stripe.tokens.create({
      bank_account: { country: 'US', currency: 'usd', routing_number: '110000000', account_number: '000123456789' },
    });
    expect(bank).toMatchObject({
      type: 'bank_account',
      bank_account: { object: 'bank_account', last4: '6789', routing_number: '110000000', status: 'new' },
    });
    expect((await stripe.tokens.create({ pii: { id_number: '000000000' } })).type).toBe('pii');
    expect((await stripe.tokens.create({ person: { first_name: 'Jo' } })).type).toBe('person');
    expect((await stripe.tokens.create({ account: { business_type: 'individual' } })).type).toBe('account');
    expect((await stripe.tokens.create({ cvc_update: { cvc: '123' } })).type).toBe('cvc_update');
  });

  it('wants exactly one thing to stand for', async () => {
    const { stripe } = await testBench();
    expect((await refusal(stripe.tokens.create({}))).statusCode).toBe(400);
    expect(await refusal(stripe.tokens.create({ card, pii: { id_number: '1' } }))).toMatchObject({
      statusCode: 400,
      code: 'parameters_exclusive',
    });
  });
});

describe('using a token', () => {
  it('works once', async () => {
    const { stripe } = await testBench();
    const { id: token } = await stripe.tokens.create({ card });
    await stripe.paymentMethods.create({ type: 'card', card: { token } });
    expect(await stripe.tokens.retrieve(token)).toMatchObject({ used: true });
    expect(await refusal(stripe.paymentMethods.create({ type: 'card', card: { token } }))).toMatchObject({
      statusCode: 400,
      code: 'token_already_used',
      message: `You cannot use a Stripe token more than once: ${token}.`,
    });
  });

  it('leaves it unused where the use was refused', async () => {
    const { stripe } = await testBench();
    const { id: source } = await stripe.tokens.create({ card: { ...card, number: '4000000000000002' } });
    const first = await refusal(stripe.customers.create({ source }));
    expect(first).toMatchObject({ statusCode: 402, code: 'card_declined', param: '' });
    expect(await stripe.tokens.retrieve(source)).toMatchObject({ used: false });
  });

  it('works for ever with the names of test cards', async () => {
    const { stripe } = await testBench();
    const ids = new Set<string>();
    for (let use = 0; use < 3; use++)
      ids.add((await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } })).id);
    expect(ids.size).toBe(3);
  });

  it('refuses a token that stands for no card where a card is needed', async () => {
    const { stripe } = await testBench();
    const { id: token } = await stripe.tokens.create({ pii: { id_number: '1' } });
    expect(await refusal(stripe.paymentMethods.create({ type: 'card', card: { token } }))).toMatchObject({
      statusCode: 400,
      param: 'card[token]',
    });
  });

  it('says of unknown names which part is wrong', async () => {
    const { stripe } = await testBench();
    const message = async (token: string) =>
      (await refusal(stripe.paymentMethods.create({ type: 'card', card: { token } }))).message;
    expect(await message('tok_card_createDispute')).toBe("There is a part of the token that is not valid: 'card'.");
    expect(await message('tok_nothing')).toBe("No such token: 'tok_nothing'");
    expect(await message('visa')).toBe("No such token: 'visa'");
  });
});

describe('POST /v1/tokens on a connected account', () => {
  it("stands for the card of a platform's customer", async () => {
    const { stripe, client } = await testBench();
    const account = await stripe.accounts.create({ type: 'custom', country: 'US' });
    const theirs = client({ stripeAccount: account.id });
    const customer = await stripe.customers.create({ source: 'tok_amex' });
    const token = await theirs.tokens.create({ customer: customer.id });
    expect(token).toMatchObject({ type: 'card', card: { brand: 'American Express', last4: '0005' } });
    const copy = await theirs.customers.create({ source: token.id });
    expect(copy.default_source).toBe(token.card?.id);
    expect(token.card?.id).not.toBe(customer.default_source);
    const wrong = theirs.tokens.create({ customer: customer.id, card: 'card_x' });
    expect(await refusal(wrong)).toMatchObject({ statusCode: 404, code: 'missing' });
  });
});

describe('GET /v1/tokens/:id', () => {
  it('answers a test name with a token like any other', async () => {
    const { stripe } = await testBench();
    const token = await stripe.tokens.retrieve('tok_mastercard');
    expect(token).toMatchObject({ type: 'card', used: false, card: { brand: 'MasterCard', last4: '4444' } });
    expect(token.id).toMatch(/^tok_1/);
  });

  it('is 404 for an unknown one', async () => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.tokens.retrieve('tok_nothing'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'token',
      message: "No such token: 'tok_nothing'",
    });
  });
});
