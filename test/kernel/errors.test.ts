import { describe, expect, it } from 'vitest';
import { errors, StripeError } from '../../src/server/kernel/errors.ts';

const rows: [string, StripeError, number, Record<string, unknown>][] = [
  [
    'one unknown parameter',
    errors.parameterUnknown(['wat']),
    400,
    { code: 'parameter_unknown', param: 'wat', message: 'Received unknown parameter: wat' },
  ],
  [
    'several unknown parameters',
    errors.parameterUnknown(['amount', 'currency']),
    400,
    { code: 'parameter_unknown', param: 'amount', message: 'Received unknown parameters: amount, currency' },
  ],
  [
    'a missing parameter',
    errors.parameterMissing('items[0][price]'),
    400,
    { code: 'parameter_missing', param: 'items[0][price]', message: 'Missing required param: items[0][price].' },
  ],
  [
    'a bad integer',
    errors.integer('limit', 'abc'),
    400,
    { code: 'parameter_invalid_integer', param: 'limit', message: 'Invalid integer: abc' },
  ],
  [
    'a small integer',
    errors.tooSmall('amount', 1),
    400,
    {
      code: 'parameter_invalid_integer',
      param: 'amount',
      message: 'This value must be greater than or equal to 1.',
    },
  ],
  [
    'a choice of three',
    errors.choice('reason', 'reason', ['a', 'b', 'c']),
    400,
    { param: 'reason', message: 'Invalid reason: must be one of a, b, or c' },
  ],
  [
    'a choice of two',
    errors.choice('reason', 'reason', ['a', 'b']),
    400,
    { param: 'reason', message: 'Invalid reason: must be one of a or b' },
  ],
  [
    'an empty value',
    errors.empty('name'),
    400,
    {
      code: 'parameter_invalid_empty',
      param: 'name',
      message:
        "You passed an empty string for 'name'. We assume empty values are an attempt to unset a parameter; however 'name' cannot be unset. You should remove 'name' from your request or supply a non-empty value.",
    },
  ],
  [
    'exclusive parameters',
    errors.exclusive(['charge', 'payment_intent']),
    400,
    {
      code: 'parameters_exclusive',
      param: 'charge',
      message: 'You may only specify one of these parameters: charge, payment_intent.',
    },
  ],
  [
    'an unknown id in the path',
    errors.missing('charge', 'ch_1', 'id', 'path'),
    404,
    { code: 'resource_missing', param: 'id', message: "No such charge: 'ch_1'" },
  ],
  [
    'an unknown id in a parameter',
    errors.missing('customer', 'x', 'customer', 'parameter'),
    400,
    { code: 'resource_missing', param: 'customer', message: "No such customer: 'x'" },
  ],
  [
    'an unknown route',
    errors.unrecognizedUrl('GET', '/v1/x'),
    404,
    {
      message:
        'Unrecognized request URL (GET: /v1/x). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.',
    },
  ],
  [
    'a route with a slash too many',
    errors.unrecognizedUrl('GET', '/v1/customers/'),
    404,
    {
      message:
        'Unrecognized request URL (GET: /v1/customers/). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code. Please see https://stripe.com/docs or we can help at https://support.stripe.com/.',
    },
  ],
  ['a bad key', errors.unauthorized('Invalid API Key'), 401, { message: 'Invalid API Key' }],
];

describe('errors', () => {
  it.each(rows)('%s', (_, error, status, details) => {
    expect(error).toBeInstanceOf(StripeError);
    expect(error.status).toBe(status);
    const { doc_url: page, ...body } = error.toBody().error;
    expect(body).toEqual({ type: 'invalid_request_error', ...details });
    const code = details.code as string | undefined;
    expect(page).toBe(code && `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`);
  });

  it('tell a declined card as a card error', () => {
    const error = errors.card({
      message: 'Your card was declined.',
      code: 'card_declined',
      decline_code: 'generic_decline',
    });
    expect([error.status, error.details.type]).toEqual([402, 'card_error']);
  });

  it('tell a defect as an API error', () => {
    expect(errors.unexpected('oops').toBody()).toEqual({ error: { message: 'oops', type: 'api_error' } });
  });
});

describe('toBody', () => {
  it('has its keys in alphabetical order and leaves out what is not there', () => {
    const error = new StripeError(402, {
      type: 'card_error',
      message: 'no',
      param: undefined,
      code: 'card_declined',
      charge: 'ch_1',
      advice_code: null,
    });
    expect(Object.entries(error.toBody('https://log').error)).toEqual([
      ['charge', 'ch_1'],
      ['code', 'card_declined'],
      ['doc_url', 'https://stripe.com/docs/error-codes/card-declined'],
      ['message', 'no'],
      ['request_log_url', 'https://log'],
      ['type', 'card_error'],
    ]);
  });

  it('shows what with() adds, and leaves the error itself alone', () => {
    const error = errors.invalid('no', 'amount');
    const more = error.with({ payment_intent: { id: 'pi_1' } });
    expect(more.toBody().error).toEqual({
      message: 'no',
      param: 'amount',
      payment_intent: { id: 'pi_1' },
      type: 'invalid_request_error',
    });
    expect(error.toBody().error).not.toHaveProperty('payment_intent');
    expect(more.status).toBe(error.status);
  });
});
