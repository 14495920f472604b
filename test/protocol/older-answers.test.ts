/** Whole stories at older versions: each answer is checked against the description of its version. */
import { describe, expect, it } from 'vitest';
import { testBench } from '../spec/harness.ts';

const versions = [
  '2022-11-15',
  '2023-10-16',
  '2024-06-20',
  '2025-02-24.acacia',
  '2025-08-27.basil',
  '2026-02-25.clover',
];

async function at(version: string) {
  const { call, sandbox } = await testBench();
  const ask = async (method: string, path: string, body?: string) => {
    const answer = await call(method, path, {
      headers: { 'stripe-version': version },
      ...(body !== undefined && { body }),
    });
    expect([path, answer.status, answer.body.error?.message]).toEqual([path, 200, undefined]);
    return answer.body;
  };
  return {
    sandbox,
    get: (path: string) => ask('GET', path),
    post: (path: string, body = '') => ask('POST', path, body),
  };
}

const visa = 'payment_method=pm_card_visa';

async function payer(post: Awaited<ReturnType<typeof at>>['post']) {
  const customer = await post('/v1/customers', 'name=Jenny Rosen&email=jenny@example.com');
  const method = await post('/v1/payment_methods/pm_card_visa/attach', `customer=${customer.id}`);
  await post(`/v1/customers/${customer.id}`, `invoice_settings[default_payment_method]=${method.id}`);
  return customer;
}

describe.each(versions)('at %s', (version) => {
  it('payments, refunds, disputes and transfers keep to the description', async () => {
    const { post, get, sandbox } = await at(version);
    const intent = await post(
      '/v1/payment_intents',
      `amount=2000&currency=usd&confirm=true&${visa}&payment_method_types[]=card`,
    );
    await get(`/v1/payment_intents/${intent.id}?expand[]=latest_charge.balance_transaction`);
    await get('/v1/payment_intents');
    await get(`/v1/charges/${intent.latest_charge}?expand[]=refunds`);
    await post('/v1/refunds', `payment_intent=${intent.id}&amount=500`);
    await post(
      '/v1/payment_intents',
      'amount=700&currency=usd&confirm=true&payment_method=pm_card_createDispute&payment_method_types[]=card',
    );
    await sandbox.advance('1h');
    const { data } = await get('/v1/disputes');
    await post(`/v1/disputes/${data[0].id}`, 'evidence[product_description]=Shoes&submit=false');
    await get(`/v1/disputes/${data[0].id}?expand[]=charge&expand[]=payment_intent`);
    await get('/v1/balance_transactions?expand[]=data.source');
    await get('/v1/events?limit=100');
    await get('/v1/balance');
    const setup = await post('/v1/setup_intents', `confirm=true&${visa}&payment_method_types[]=card`);
    await get(`/v1/setup_attempts?setup_intent=${setup.id}`);
  });

  it('subscriptions, invoices and credit notes keep to the description', async () => {
    const { post, get, sandbox } = await at(version);
    const customer = await payer(post);
    const product = await post('/v1/products', 'name=Gold');
    const price = await post(
      '/v1/prices',
      `product=${product.id}&currency=usd&unit_amount=1500&recurring[interval]=month`,
    );
    const coupon = await post('/v1/coupons', 'percent_off=10&duration=forever');
    await post(
      '/v1/promotion_codes',
      version < '2025-09' ? `coupon=${coupon.id}` : `promotion[type]=coupon&promotion[coupon]=${coupon.id}`,
    );
    const subscription = await post(
      '/v1/subscriptions',
      `customer=${customer.id}&items[0][price]=${price.id}&discounts[0][coupon]=${coupon.id}`,
    );
    await get(`/v1/subscriptions/${subscription.id}?expand[]=latest_invoice&expand[]=discounts&expand[]=customer`);
    await get('/v1/subscriptions?expand[]=data.latest_invoice');
    const invoice = await get(
      `/v1/invoices/${subscription.latest_invoice}?expand[]=subscription&expand[]=customer`.replace(
        version < '2025-03' ? '' : 'expand[]=subscription&',
        '',
      ),
    );
    await get(`/v1/invoices/${invoice.id}/lines`);
    await post('/v1/credit_notes', `invoice=${invoice.id}&amount=300&refund_amount=300`);
    const rate = await post('/v1/tax_rates', 'display_name=VAT&percentage=20&inclusive=false');
    const draft = await post('/v1/invoices', `customer=${customer.id}&collection_method=send_invoice&days_until_due=7`);
    const item = await post(
      '/v1/invoiceitems',
      `customer=${customer.id}&invoice=${draft.id}&amount=1000&currency=usd&tax_rates[0]=${rate.id}`,
    );
    await get(`/v1/invoiceitems/${item.id}`);
    await post(`/v1/invoices/${draft.id}/finalize`);
    await post(`/v1/invoices/${draft.id}/pay`, 'paid_out_of_band=true');
    await post('/v1/invoices/create_preview', `subscription=${subscription.id}`);
    await post(
      '/v1/subscription_schedules',
      `customer=${customer.id}&start_date=now&phases[0][items][0][price]=${price.id}&phases[0][end_date]=${invoice.created + 86400 * 40}`,
    );
    await get('/v1/subscription_schedules');
    await sandbox.advance('40d');
    await get('/v1/invoices?expand[]=data.customer');
    await get('/v1/events?limit=100');
  });

  it('checkout, quotes and accounts keep to the description', async () => {
    const { post, get } = await at(version);
    const customer = await payer(post);
    const lines =
      'line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount]=500&line_items[0][price_data][product_data][name]=x&line_items[0][quantity]=1';
    const session = await post(
      '/v1/checkout/sessions',
      `mode=payment&success_url=https://example.com&customer=${customer.id}&${lines}`,
    );
    await get(`/v1/checkout/sessions/${session.id}?expand[]=line_items`);
    await post('/v1/payment_links', lines.replaceAll(/price_data/g, 'price_data'));
    const price = await post('/v1/prices', 'currency=usd&unit_amount=500&product_data[name]=x');
    const quote = await post('/v1/quotes', `customer=${customer.id}&line_items[0][price]=${price.id}`);
    await post(`/v1/quotes/${quote.id}/finalize`);
    const accepted = await post(`/v1/quotes/${quote.id}/accept`);
    await get(`/v1/invoices/${accepted.invoice}`);
    const account = await post('/v1/accounts', 'type=custom&country=US&capabilities[transfers][requested]=true');
    await get(`/v1/accounts/${account.id}`);
    await get('/v1/events?limit=100');
  });
});
