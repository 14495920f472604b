/** Errors of requests that older versions send, or that name no version: about the parameters as they were sent. */
import { describe, expect, it } from 'vitest';
import { errors } from '../../src/server/kernel/errors.ts';
import { type ParamHash, type Params, type ParamValue, paramName } from '../../src/server/kernel/params.ts';
import { asSent, upgradeParams, versionChanges } from '../../src/server/versions/index.ts';
import { testBench } from '../spec/harness.ts';
import { at, line } from './at-version.ts';

const acacia = '2025-02-24.acacia';

describe.each(['2022-11-15', undefined])('at %s', (version) => {
  it.each([
    ['/v1/promotion_codes', 'coupon=nope', 'coupon', "No such coupon: 'nope'"],
    ['/v1/promotion_codes', 'coupon=', 'coupon', "You passed an empty string for 'coupon'."],
    ['/v1/invoiceitems', 'customer=CUS&price=nope', 'price', "No such price: 'nope'"],
    ['/v1/invoiceitems', 'customer=CUS&currency=usd&unit_amount=x', 'unit_amount', 'Invalid'],
    ['/v1/subscriptions', 'customer=CUS&items[0][price]=PRICE&coupon=nope', 'coupon', "No such coupon: 'nope'"],
    [
      '/v1/subscriptions',
      'customer=CUS&items[0][price]=PRICE&promotion_code=nope',
      'promotion_code',
      'No such promotion',
    ],
    [
      '/v1/subscription_schedules',
      'customer=CUS&start_date=now&phases[0][items][0][price]=PRICE&phases[0][coupon]=nope',
      'phases[0][coupon]',
      "No such coupon: 'nope'",
    ],
    [
      '/v1/invoices/create_preview',
      'customer=CUS&coupon=nope&subscription_details[items][0][price]=PRICE',
      'coupon',
      "No such coupon: 'nope'",
    ],
    [
      '/v1/checkout/sessions',
      `mode=payment&success_url=https://example.com&shipping_rates[0]=nope&${line}`,
      'shipping_rates[0]',
      "No such shipping_rate: 'nope'",
    ],
    [
      '/v1/checkout/sessions',
      `mode=subscription&success_url=https://example.com&subscription_data[coupon]=nope&${line}&line_items[0][price_data][recurring][interval]=month`,
      'subscription_data[coupon]',
      "No such coupon: 'nope'",
    ],
    [
      '/v1/payment_intents',
      'amount=500&currency=usd&payment_method_types[0]=nope',
      'payment_method_types[0]',
      'payment_method_types[0]',
    ],
    [
      '/v1/invoices',
      'customer=CUS&rendering_options[amount_tax_display]=nope',
      'rendering_options[amount_tax_display]',
      'Invalid rendering_options[amount_tax_display]: must be one of',
    ],
    ['/v1/products', 'name=x&features[0][nope]=x', 'features[0][nope]', 'features[0][nope]'],
  ])('%s with %s is refused for %s', async (path, body, param, message) => {
    const ask = await at(version);
    const customer = await ask('/v1/customers', '');
    const price = await ask(
      '/v1/prices',
      'currency=usd&unit_amount=700&product_data[name]=x&recurring[interval]=month',
    );
    const sent = body.replace('CUS', customer.id).replace('PRICE', price.id);
    const { error } = await ask(path, sent);
    expect(error).toMatchObject({ type: 'invalid_request_error', param });
    expect(error.message).toContain(message);
  });
});

it('what a newer name was sent under is what is named, in every version', async () => {
  for (const version of ['2024-06-20', undefined]) {
    const ask = await at(version);
    const customer = await ask('/v1/customers', '');
    const price = await ask(
      '/v1/prices',
      'currency=usd&unit_amount=700&product_data[name]=x&recurring[interval]=month',
    );
    const subscription = `customer=${customer.id}&items[0][price]=${price.id}`;
    const discounted = await ask('/v1/subscriptions', `${subscription}&discounts[0][coupon]=nope`);
    expect(discounted.error.param).toBe('discounts[0][coupon]');
    const code = await ask('/v1/promotion_codes', 'promotion[type]=coupon&promotion[coupon]=nope');
    expect(code.error.param).toBe('promotion[coupon]');
  }
});

it('what is missing is named as the version names it', async () => {
  const missing = async (version?: string) => (await (await at(version))('/v1/promotion_codes', 'code=X')).error;
  expect(await missing('2024-06-20')).toMatchObject({ param: 'coupon', message: 'Missing required param: coupon.' });
  expect(await missing()).toMatchObject({ param: 'promotion' });
});

it.each([
  ['/v1/subscriptions', 'coupon=a&promotion_code=b', 'coupon, promotion_code'],
  ['/v1/subscriptions/sub_1', 'coupon=a&discounts[0][coupon]=b', 'coupon, discounts'],
  ['/v1/invoices/create_preview', 'promotion_code=a&discounts[0][coupon]=b', 'promotion_code, discounts'],
  [
    '/v1/subscription_schedules',
    'phases[0][items][0][price]=p&phases[0][coupon]=a&phases[0][discounts][0][coupon]=b',
    'phases[0][coupon], phases[0][discounts]',
  ],
])('%s takes one discount: %s', async (path, body, names) => {
  for (const version of [acacia, undefined]) {
    const { error } = await (await at(version))(path, body);
    const message = `You may only specify one of these parameters: ${names}.`;
    expect(error).toMatchObject({ code: 'parameters_exclusive', param: names.split(', ')[0], message });
  }
});

it('an empty coupon stands beside the discounts that take its place', () => {
  const discounts = [{ coupon: 'b' }];
  expect(upgradeParams('subscriptions.update', { coupon: '', discounts }, acacia)).toEqual({ discounts });
});

it('upcoming invoices name the parameters of their own', async () => {
  const ask = await at(acacia);
  const customer = await ask('/v1/customers', '');
  const upcoming = async (query: string) =>
    (await ask(`/v1/invoices/upcoming?customer=${customer.id}&${query}`)).error.param;
  expect(await upcoming('subscription_items[0][price]=nope')).toBe('subscription_items[0][price]');
  expect(await upcoming('coupon=nope&invoice_items[0][amount]=5&invoice_items[0][currency]=usd')).toBe('coupon');
});

it('the answer that an idempotency key keeps names it too', async () => {
  const { call } = await testBench();
  const headers = { 'stripe-version': acacia, 'idempotency-key': 'k' };
  const ask = async () => (await call('POST', '/v1/promotion_codes', { headers, body: 'coupon=nope' })).body.error;
  expect(await ask()).toMatchObject({ param: 'coupon' });
  expect(await ask()).toMatchObject({ param: 'coupon' });
});

/** A value that stands at a path such as `phases[].coupon`. */
function sentAt(path: string): Params {
  const [step = '', ...rest] = path.split('.');
  const name = step.replaceAll('[]', '');
  const inner: ParamValue = rest.length === 0 ? 'x' : sentAt(rest.join('.'));
  return { [name]: step.endsWith('[]') ? [inner] : inner };
}

function namesIn(value: ParamValue, path: readonly PropertyKey[] = []): string[] {
  if (typeof value !== 'object' || value === null) return [paramName(path)];
  return Object.entries(value as ParamHash).flatMap(([name, inner]) => namesIn(inner, [...path, name]));
}

/** Where the value of some stands. */
const inside: Readonly<Record<string, string>> = {
  rendering_options: 'rendering_options.amount_tax_display',
  shipping_rates: 'shipping_rates[]',
};
/** Every parameter that a change takes. */
const taken = versionChanges.flatMap((change) =>
  Object.entries(change.takes ?? {}).flatMap(([operation, paths]) =>
    paths.map((path) => ({ change, operation, path: inside[path] ?? path })),
  ),
);
/** Their values are not put anywhere: consent is not asked for now, and without a threshold a filter filters nothing. */
const dropped = ['customer_consent_collected', 'filter'];

it.each(taken.filter(({ path }) => !dropped.includes(path)))(
  '$operation: whatever $path becomes leads back to it',
  ({ operation, path }) => {
    const sent = sentAt(path);
    const [name = ''] = namesIn(sent);
    const before = new Set(namesIn(upgradeParams(operation, {}, '2022-11-15')));
    const upgraded = namesIn(upgradeParams(operation, sent, '2022-11-15')).filter((each) => !before.has(each));
    const back = upgraded.map(
      (param) => asSent(errors.invalid('', param), operation, sent, '2022-11-15').details.param ?? '',
    );
    expect(back).toContain(name);
  },
);
