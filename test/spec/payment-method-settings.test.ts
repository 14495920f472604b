import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';

const on = { display_preference: { preference: 'on' as const } };
const off = { display_preference: { preference: 'off' as const } };

describe('payment method configurations', () => {
  it('begin with one that every account has', async () => {
    const { stripe } = await testBench();
    const { data } = await stripe.paymentMethodConfigurations.list();
    const [first] = data;
    expect(data).toHaveLength(1);
    expect(first).toMatchObject({ is_default: true, active: true, name: 'Default', parent: null });
    expect(first?.card).toEqual({
      available: true,
      display_preference: { overridable: null, preference: 'none', value: 'on' },
    });
    expect(first?.sepa_debit?.display_preference.value).toBe('off');
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    expect(intent.payment_method_configuration_details).toEqual({ id: first?.id, parent: null });
  });

  it('decide what an intent accepts, each type in its own currencies', async () => {
    const { stripe } = await testBench();
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'eur' });
    expect(intent.payment_method_types).toEqual(['card', 'link']);
    const id = String(intent.payment_method_configuration_details?.id);
    await stripe.paymentMethodConfigurations.update(id, { ideal: on, sepa_debit: on, link: off });
    const after = await stripe.paymentIntents.create({ amount: 2000, currency: 'eur' });
    expect(after.payment_method_types).toEqual(['card', 'sepa_debit', 'ideal']);
    const dollars = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    expect(dollars.payment_method_types).toEqual(['card', 'klarna', 'cashapp', 'amazon_pay']);
    const stays = await stripe.paymentIntents.create({
      amount: 2000,
      currency: 'eur',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    });
    expect(stays.payment_method_types).toEqual(['card', 'sepa_debit']);
  });

  it('are made for some intents only', async () => {
    const { stripe } = await testBench();
    const made = await stripe.paymentMethodConfigurations.create({
      name: 'Subscriptions',
      us_bank_account: on,
      klarna: off,
    });
    expect(made).toMatchObject({ name: 'Subscriptions', is_default: false, us_bank_account: { available: true } });
    const params = { amount: 2000, currency: 'usd' };
    const own = await stripe.paymentIntents.create({ ...params, payment_method_configuration: made.id });
    expect(own.payment_method_types).toEqual(['card', 'link', 'cashapp', 'amazon_pay', 'us_bank_account']);
    expect((await stripe.paymentIntents.create(params)).payment_method_types).toContain('klarna');
    const setUp = await stripe.setupIntents.create({ payment_method_configuration: made.id });
    expect(setUp.payment_method_types).toContain('us_bank_account');
    const error = await refusal(stripe.paymentIntents.create({ ...params, payment_method_configuration: 'pmc_x' }));
    expect(error).toMatchObject({ code: 'resource_missing', param: 'payment_method_configuration' });
    const { data } = await stripe.paymentMethodConfigurations.list();
    expect(data.map(({ name }) => name).sort()).toEqual(['Default', 'Subscriptions']);
  });
});

describe('payment method domains', () => {
  it('are registered once, and validated', async () => {
    const { stripe } = await testBench();
    const domain = await stripe.paymentMethodDomains.create({ domain_name: 'Shop.example.com' });
    expect(domain).toMatchObject({ domain_name: 'shop.example.com', enabled: true, apple_pay: { status: 'active' } });
    const again = await stripe.paymentMethodDomains.create({ domain_name: 'shop.example.com', enabled: false });
    expect(again).toMatchObject({ id: domain.id, enabled: false });
    expect(await stripe.paymentMethodDomains.validate(domain.id)).toEqual(again);
    const { data } = await stripe.paymentMethodDomains.list({ domain_name: 'shop.example.com' });
    expect(data.map(({ id }) => id)).toEqual([domain.id]);
  });

  it('tell why wallets do not show', async () => {
    const { stripe } = await testBench();
    const { id, google_pay } = await stripe.paymentMethodDomains.create({ domain_name: 'shop.test' });
    expect(google_pay.status).toBe('inactive');
    expect((await stripe.paymentMethodDomains.validate(id)).google_pay.status_details?.error_message).toContain(
      'could not reach shop.test',
    );
  });

  it.each(['https://shop.com', 'shop', 'shop.com/cart', 'shop.com:8080', '-x.com'])(
    'are not %s',
    async (domain_name) => {
      const { stripe } = await testBench();
      const error = await refusal(stripe.paymentMethodDomains.create({ domain_name }));
      expect(error).toMatchObject({ statusCode: 400, param: 'domain_name' });
    },
  );
});
