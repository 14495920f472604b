import { describe, expect, it } from 'vitest';
import { testBench } from '../spec/harness.ts';

type Row = [string, string, string, Record<string, unknown>];

const unknown = (message: string, param: string) => ({ code: 'parameter_unknown', message, param });
const emptyText = (param: string): string =>
  `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`;

const rows: Row[] = [
  ['an unknown parameter', '/v1/customers', 'wat=1', unknown('Received unknown parameter: wat', 'wat')],
  [
    'several unknown parameters',
    '/v1/customers',
    'amount=1&currency=usd',
    unknown('Received unknown parameters: amount, currency', 'amount'),
  ],
  [
    'an unknown key in a hash',
    '/v1/customers',
    'invoice_settings[nope]=1',
    unknown('Received unknown parameter: invoice_settings[nope]', 'invoice_settings[nope]'),
  ],
  [
    'an unknown key in a hash in an array',
    '/v1/customers',
    'invoice_settings[custom_fields][0][nope]=1',
    unknown(
      'Received unknown parameter: invoice_settings[custom_fields][0][nope]',
      'invoice_settings[custom_fields][0][nope]',
    ),
  ],
  [
    'a missing parameter',
    '/v1/payment_intents',
    'amount=1000',
    { code: 'parameter_missing', message: 'Missing required param: currency.', param: 'currency' },
  ],
  [
    'a missing parameter in an array',
    '/v1/webhook_endpoints',
    'url=https://example.com',
    { code: 'parameter_missing', message: 'Missing required param: enabled_events.', param: 'enabled_events' },
  ],
  [
    'text for an integer',
    '/v1/payment_intents',
    'amount=abc&currency=usd',
    { code: 'parameter_invalid_integer', message: 'Invalid integer: abc', param: 'amount' },
  ],
  [
    'a decimal for an integer',
    '/v1/payment_intents',
    'amount=10.5&currency=usd',
    { code: 'parameter_invalid_integer', message: 'Invalid integer: 10.5', param: 'amount' },
  ],
  [
    'nothing for an integer',
    '/v1/payment_intents',
    'amount=&currency=usd',
    { code: 'parameter_invalid_integer', message: 'Invalid integer: ', param: 'amount' },
  ],
  [
    'a value that is none of the choices',
    '/v1/payment_intents',
    'amount=1000&currency=usd&capture_method=later',
    {
      message: 'Invalid capture_method: must be one of automatic, automatic_async, or manual',
      param: 'capture_method',
    },
  ],
  [
    'a hash for a string',
    '/v1/customers',
    'name[0]=wrong&name[a]=b',
    { message: 'Invalid string: {"0":"wrong","a":"b"}', param: 'name' },
  ],
  [
    'an array for a string',
    '/v1/customers',
    'name[]=wrong',
    { message: 'Invalid string: {"0":"wrong"}', param: 'name' },
  ],
  [
    'a string for a hash',
    '/v1/customers',
    'invoice_settings=x',
    { message: 'Invalid object', param: 'invoice_settings' },
  ],
  [
    'a string for an array',
    '/v1/webhook_endpoints',
    'url=https://example.com&enabled_events=x',
    { message: 'Invalid array', param: 'enabled_events' },
  ],
  [
    'an empty string where nothing can be unset',
    '/v1/payment_intents',
    'amount=1000&currency=usd&customer=',
    { code: 'parameter_invalid_empty', message: emptyText('customer'), param: 'customer' },
  ],
  [
    'text for a boolean',
    '/v1/payment_intents',
    'amount=1000&currency=usd&confirm=x',
    { message: 'Invalid boolean: x', param: 'confirm' },
  ],
  [
    'a string that is too long',
    '/v1/customers',
    `description=${'x'.repeat(5001)}`,
    {
      message: expect.stringMatching(/^Invalid string: x{10}\.\.\.x{10}; must be at most \d+ characters$/),
      param: 'description',
    },
  ],
  [
    'a metadata key that is too long',
    '/v1/customers',
    `metadata[${'k'.repeat(41)}]=v`,
    {
      message: expect.stringMatching(/^Metadata keys can have up to 40 characters/),
      param: expect.stringMatching(/^metadata/),
    },
  ],
  [
    'a metadata value that is too long',
    '/v1/customers',
    `metadata[k]=${'v'.repeat(501)}`,
    {
      message: expect.stringMatching(/^Metadata values can have up to 500 characters/),
      param: expect.stringMatching(/^metadata/),
    },
  ],
  [
    'too many metadata keys',
    '/v1/customers',
    Array.from({ length: 51 }, (_, at) => `metadata[k${at}]=v`).join('&'),
    { message: expect.stringMatching(/^Metadata can have up to 50 keys/), param: 'metadata' },
  ],
];

describe('a parameter', () => {
  it.each(rows)('%s is refused', async (_, path, body, expected) => {
    const { call } = await testBench();
    const answer = await call('POST', path, { body });
    expect(answer.status).toBe(400);
    const { code, message, param, type, request_log_url: log, doc_url: page } = answer.body.error;
    expect({ code, message, param }).toEqual({ code: undefined, ...expected });
    expect(type).toBe('invalid_request_error');
    expect(log).toMatch(/^https:\/\/dashboard\.stripe\.com\/acct_\w+\/test\/workbench\/logs\?object=req_\w{14}$/);
    expect(page).toBe(code && `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`);
    expect(answer.headers.get('stripe-should-retry')).toBeNull();
  });

  it('that is unknown is told before one that is missing, and that before one that is wrong', async () => {
    const { call } = await testBench();
    const refuse = async (body: string) => (await call('POST', '/v1/payment_intents', { body })).body.error.message;
    expect(await refuse('amount=abc&wat=1')).toBe('Received unknown parameter: wat');
    expect(await refuse('amount=abc')).toBe('Missing required param: currency.');
    expect(await refuse('amount=abc&currency=usd')).toBe('Invalid integer: abc');
  });

  it('in the path of a refused request does not matter yet', async () => {
    const { call } = await testBench();
    const answer = await call('POST', '/v1/customers/cus_nope', { body: 'wat=1' });
    expect(answer.body.error.code).toBe('parameter_unknown');
  });

  it('of a GET is checked as well', async () => {
    const { call } = await testBench();
    expect((await call('GET', '/v1/customers?wat=1')).body.error).toMatchObject({ param: 'wat' });
    expect((await call('GET', '/v1/customers?limit=abc')).body.error).toMatchObject({
      code: 'parameter_invalid_integer',
      message: 'Invalid integer: abc',
      param: 'limit',
    });
  });
});

describe('an id that nobody has', () => {
  it.each([
    ['/v1/customers/cus_x', 'customer', 'id'],
    ['/v1/charges/ch_x', 'charge', 'id'],
    ['/v1/balance_transactions/txn_x', 'balance transaction', 'id'],
    ['/v1/payment_intents/pi_x', 'payment_intent', 'intent'],
    ['/v1/setup_intents/seti_x', 'setup_?intent', 'intent'],
    ['/v1/disputes/du_x', 'dispute', 'dispute'],
    ['/v1/refunds/re_x', 'refund', 'refund'],
    ['/v1/payouts/po_x', 'payout', 'payout'],
    ['/v1/payment_methods/pm_x', 'PaymentMethod', 'payment_method'],
    ['/v1/subscriptions/sub_x', 'subscription', 'id'],
  ])('in the path %s is a 404', async (path, noun, param) => {
    const { call } = await testBench();
    const { status, body } = await call('GET', path);
    expect(status).toBe(404);
    const id = path.slice(path.lastIndexOf('/') + 1);
    expect(body.error).toMatchObject({ code: 'resource_missing', param, type: 'invalid_request_error' });
    expect(body.error.message).toMatch(new RegExp(`^No such ${noun}: '${id}'`, 'i'));
  });

  it.each([
    ['/v1/payment_intents', 'amount=1000&currency=usd&customer=cus_x', 'customer', "No such customer: 'cus_x'"],
    ['/v1/subscriptions', 'customer=cus_x', 'customer', "No such customer: 'cus_x'"],
    ['/v1/billing_portal/sessions', 'customer=cus_x', 'customer', "No such customer: 'cus_x'"],
    [
      '/v1/payment_intents',
      'amount=1000&currency=usd&transfer_data[destination]=acct_x',
      'transfer_data[destination]',
      "No such destination: 'acct_x'",
    ],
    ['/v1/subscriptions', 'customer=$customer&items[0][price]=price_x', 'items[0][price]', "No such price: 'price_x'"],
  ])('in a parameter of %s is a 400', async (path, body, param, message) => {
    const { call, stripe } = await testBench();
    const { id } = await stripe.customers.create();
    const answer = await call('POST', path, { body: body.replace('$customer', id) });
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ code: 'resource_missing', param, message });
  });
});

describe('a path that nobody knows', () => {
  const hint =
    'If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code.';
  const end = 'Please see https://stripe.com/docs or we can help at https://support.stripe.com/.';

  it.each([
    ['GET', '/v1/nowhere', `Unrecognized request URL (GET: /v1/nowhere). ${end}`],
    ['PUT', '/v1/customers', `Unrecognized request URL (PUT: /v1/customers). ${end}`],
    ['POST', '/v1/events', `Unrecognized request URL (POST: /v1/events). ${end}`],
    ['GET', '/v1/customers/', `Unrecognized request URL (GET: /v1/customers/). ${hint} ${end}`],
    ['DELETE', '/v1/customers/', `Unrecognized request URL (DELETE: /v1/customers/). ${hint} ${end}`],
    ['GET', '/v1/customers/cus_1/nowhere?a=b', `Unrecognized request URL (GET: /v1/customers/cus_1/nowhere). ${end}`],
  ])('%s %s', async (method, path, message) => {
    const { call } = await testBench();
    const { status, body } = await call(method, path);
    expect(status).toBe(404);
    expect(body.error).toMatchObject({ type: 'invalid_request_error', message });
    expect(body.error).not.toHaveProperty('code');
    expect(body.error).not.toHaveProperty('param');
  });

  it.each(['/v2/core/events', '/v1', '/charges', '/v1beta/charges'])(
    '%s outside the API of this version',
    async (path) => {
      const { call } = await testBench();
      const { status, body } = await call('GET', path);
      expect(status).toBe(404);
      expect(body.error.message).toContain(`Unrecognized request URL (GET: ${path})`);
    },
  );
});
