import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { eventsOf } from './billed-customer.ts';
import { refusal, type TestBench, testBench } from './harness.ts';

type Address = Stripe.Tax.CalculationCreateParams.CustomerDetails.Address;

const start = Date.UTC(2026, 0, 1) / 1000;
const texas: Address = { country: 'US', state: 'TX', postal_code: '78701' };

async function registered({ stripe }: TestBench): Promise<void> {
  await stripe.tax.registrations.create({
    country: 'US',
    country_options: { us: { state: 'TX', type: 'state_sales_tax' } },
    active_from: 'now',
  });
  await stripe.tax.registrations.create({
    country: 'DE',
    country_options: { de: { type: 'standard' } },
    active_from: 'now',
  });
}

const calculate = (
  { stripe }: TestBench,
  address: Address,
  more: Partial<Stripe.Tax.CalculationCreateParams> = {},
  details: Partial<Stripe.Tax.CalculationCreateParams.CustomerDetails> = {},
) =>
  stripe.tax.calculations.create({
    currency: 'usd',
    line_items: [{ amount: 1000, reference: 'L1' }],
    customer_details: { address, address_source: 'shipping', ...details },
    ...more,
  });

describe('POST /v1/tax/calculations', () => {
  it('collects nothing where the account has not registered', async () => {
    const bench = await testBench();
    expect(await calculate(bench, texas)).toMatchObject({
      amount_total: 1000,
      tax_amount_exclusive: 0,
      tax_breakdown: [
        {
          amount: 0,
          taxability_reason: 'not_collecting',
          taxable_amount: 0,
          tax_rate_details: { country: 'US', percentage_decimal: '0.0', state: 'TX', tax_type: 'sales_tax' },
        },
      ],
    });
  });

  it('adds exclusive and finds inclusive tax, line by line and on shipping', async () => {
    const bench = await testBench();
    await registered(bench);
    const calculation = await calculate(bench, texas, {
      line_items: [
        { amount: 1499, reference: 'a' },
        { amount: 5999, reference: 'b', tax_behavior: 'inclusive', quantity: 2 },
      ],
      shipping_cost: { amount: 500 },
      expand: ['line_items'],
    });
    // 6.25 %: 94 of 1499, 353 in 5999, 31 of 500.
    expect(calculation).toMatchObject({
      amount_total: 1499 + 94 + 5999 + 500 + 31,
      tax_amount_exclusive: 125,
      tax_amount_inclusive: 353,
      expires_at: start + 90 * 86_400,
      shipping_cost: { amount: 500, amount_tax: 31, tax_behavior: 'exclusive', tax_code: 'txcd_92010001' },
      tax_breakdown: [
        { amount: 125, inclusive: false, taxable_amount: 1999, taxability_reason: 'standard_rated' },
        { amount: 353, inclusive: true, taxable_amount: 5646 },
      ],
    });
    expect(calculation.line_items?.data).toMatchObject([
      { reference: 'a', amount_tax: 94, tax_breakdown: [{ jurisdiction: { level: 'state', state: 'TX' } }] },
      { reference: 'b', amount_tax: 353, quantity: 2, tax_behavior: 'inclusive' },
    ]);
    const { data } = await bench.stripe.tax.calculations.listLineItems(String(calculation.id), { limit: 1 });
    expect(data).toMatchObject([{ reference: 'a', tax_code: 'txcd_10000000' }]);
    expect((await bench.stripe.tax.calculations.retrieve(String(calculation.id))).line_items).toBeUndefined();
  });

  it.each([
    ['a ZIP code alone', { country: 'US', postal_code: '78701' }, 63],
    ['a country alone', { country: 'DE' }, 190],
    ['a state without sales tax', { country: 'US', postal_code: '97712-4918' }, 0],
  ] as const)('knows the place by %s', async (_, address, tax) => {
    const bench = await testBench();
    await registered(bench);
    expect((await calculate(bench, address)).tax_amount_exclusive).toBe(tax);
  });

  it('refuses an address that says too little', async () => {
    const bench = await testBench();
    for (const address of [{ country: 'US', state: 'TX' }, { country: 'US', postal_code: '1' }, { country: 'CA' }])
      expect(await refusal(calculate(bench, address))).toMatchObject({
        statusCode: 400,
        code: 'customer_tax_location_invalid',
      });
    const { stripe } = bench;
    const nobody = stripe.tax.calculations.create({ currency: 'usd', line_items: [{ amount: 1 }] });
    expect((await refusal(nobody)).param).toBe('customer_details');
  });

  it('charges both taxes of a province for which the account registered', async () => {
    const bench = await testBench();
    const { registrations } = bench.stripe.tax;
    await registrations.create({ country: 'CA', country_options: { ca: { type: 'standard' } }, active_from: 'now' });
    const quebec = { country: 'CA', postal_code: 'H2X 1Y4' };
    const details = async () =>
      (await calculate(bench, quebec)).tax_breakdown.map((each) => [each.tax_rate_details.tax_type, each.amount]);
    expect(await details()).toEqual([
      ['gst', 50],
      ['qst', 0],
    ]);
    await registrations.create({
      country: 'CA',
      country_options: { ca: { type: 'province_standard', province_standard: { province: 'QC' } } },
      active_from: 'now',
    });
    expect(await details()).toEqual([
      ['gst', 50],
      ['qst', 100],
    ]);
  });

  it('says why a customer or a product is not taxed', async () => {
    const bench = await testBench();
    await registered(bench);
    const reason = async (...args: Parameters<typeof calculate>) =>
      (await calculate(...args)).tax_breakdown.map((each) => each.taxability_reason).join();
    expect(await reason(bench, texas, {}, { taxability_override: 'customer_exempt' })).toBe('customer_exempt');
    const vat = [{ type: 'eu_vat', value: 'DE123456789' }] as const;
    expect(await reason(bench, { country: 'DE' }, {}, { tax_ids: [...vat] })).toBe('reverse_charge');
    const nontaxable = { line_items: [{ amount: 1, tax_code: 'txcd_00000000' }] };
    expect(await reason(bench, texas, nontaxable)).toBe('product_exempt');
    expect(await reason(bench, { country: 'AQ' })).toBe('not_supported');
  });

  it('takes address, exemption and code from customer and product', async () => {
    const bench = await testBench();
    await registered(bench);
    const { stripe } = bench;
    const { id: customer } = await stripe.customers.create({ address: { country: 'DE' }, tax_exempt: 'none' });
    const { id: product } = await stripe.products.create({ name: 'Stamp', tax_code: 'txcd_00000000' });
    const calculation = await stripe.tax.calculations.create({
      currency: 'eur',
      customer,
      line_items: [{ amount: 1000 }, { amount: 500, product }],
    });
    expect(calculation).toMatchObject({
      customer,
      customer_details: { address: { country: 'DE' }, address_source: 'billing', taxability_override: 'none' },
      tax_amount_exclusive: 190,
      tax_breakdown: [{ taxability_reason: 'standard_rated' }, { taxability_reason: 'product_exempt' }],
    });
  });

  it('refuses references used twice, negative amounts and unknown codes', async () => {
    const bench = await testBench();
    const bad = async (line_items: Stripe.Tax.CalculationCreateParams.LineItem[]) =>
      (await refusal(calculate(bench, texas, { line_items }))).param;
    const twice = { amount: 1, reference: 'a' };
    expect(await bad([twice, twice])).toBe('line_items[1][reference]');
    expect(await bad([{ amount: -1 }])).toBe('line_items[0][amount]');
    expect(await bad([{ amount: 1, tax_code: 'books' }])).toBe('line_items[0][tax_code]');
    expect(await bad([{ amount: 1, quantity: 0 }])).toBe('line_items[0][quantity]');
    const far = calculate(bench, texas, { tax_date: start + 32 * 86_400 });
    expect((await refusal(far)).param).toBe('tax_date');
  });

  it('is gone after ninety days', async () => {
    const bench = await testBench();
    const { id } = await calculate(bench, texas);
    await bench.sandbox.advance('91d');
    expect((await refusal(bench.stripe.tax.calculations.retrieve(String(id)))).statusCode).toBe(404);
    const late = bench.stripe.tax.transactions.createFromCalculation({ calculation: String(id), reference: 'r' });
    expect((await refusal(late)).param).toBe('calculation');
  });
});

describe('/v1/tax/registrations', () => {
  it('is scheduled, active and expired by its times', async () => {
    const bench = await testBench();
    const { registrations } = bench.stripe.tax;
    const { id, status } = await registrations.create({
      country: 'FR',
      country_options: { fr: { type: 'standard' } },
      active_from: start + 86_400,
    });
    expect(status).toBe('scheduled');
    await bench.sandbox.advance('1d');
    expect(await registrations.retrieve(id)).toMatchObject({
      status: 'active',
      country_options: { fr: { type: 'standard', standard: { place_of_supply_scheme: 'standard' } } },
    });
    expect((await refusal(registrations.update(id, { active_from: 'now' }))).param).toBe('active_from');
    expect((await registrations.list({ status: 'scheduled' })).data).toHaveLength(0);
    await registrations.update(id, { expires_at: start + 2 * 86_400 });
    await bench.sandbox.advance('1d');
    expect((await registrations.list({ status: 'expired' })).data).toMatchObject([{ id, status: 'expired' }]);
    expect((await registrations.list({ status: 'all' })).data).toHaveLength(1);
  });

  it('covers the whole union with one scheme', async () => {
    const bench = await testBench();
    await bench.stripe.tax.registrations.create({
      country: 'IE',
      country_options: { ie: { type: 'oss_non_union' } },
      active_from: 'now',
    });
    expect((await calculate(bench, { country: 'HU' })).tax_amount_exclusive).toBe(270);
  });

  it('refuses places twice, options of others and unknown states', async () => {
    const bench = await testBench();
    await registered(bench);
    const { registrations } = bench.stripe.tax;
    const us = (state: string) =>
      registrations.create({
        country: 'US',
        country_options: { us: { state, type: 'state_sales_tax' } },
        active_from: 'now',
      });
    expect((await refusal(us('TX'))).param).toBe('country_options');
    expect((await refusal(us('XX'))).param).toBe('country_options[us][state]');
    const other = registrations.create({
      country: 'FR',
      country_options: { de: { type: 'standard' } },
      active_from: 'now',
    });
    expect((await refusal(other)).param).toBe('country_options[de]');
  });
});

describe('/v1/tax/settings', () => {
  it('has a head office in the US from the start', async () => {
    const { stripe } = await testBench();
    expect(await stripe.tax.settings.retrieve()).toMatchObject({
      status: 'active',
      status_details: { active: {} },
      defaults: { provider: 'stripe', tax_behavior: null, tax_code: null },
      head_office: { address: { country: 'US', state: 'CA' } },
    });
  });

  it('changes in part, and tells so', async () => {
    const bench = await testBench();
    const { settings } = bench.stripe.tax;
    const types = await eventsOf(bench, async () => {
      await settings.update({ defaults: { tax_behavior: 'inclusive', tax_code: 'txcd_10103001' } });
      await settings.update({ head_office: { address: { country: 'DE', city: 'Berlin' } } });
    });
    expect(types).toEqual(['tax.settings.updated', 'tax.settings.updated']);
    expect(await settings.retrieve()).toMatchObject({
      defaults: { tax_behavior: 'inclusive', tax_code: 'txcd_10103001' },
      head_office: { address: { country: 'DE', city: 'Berlin' } },
    });
    expect((await refusal(settings.update({ defaults: { tax_code: 'x' } }))).param).toBe('defaults[tax_code]');
  });

  it('is pending for a seller until the head office is known', async () => {
    const bench = await testBench();
    const { id } = await bench.stripe.accounts.create({ type: 'custom', country: 'US' });
    const seller = bench.client({ stripeAccount: id });
    expect(await seller.tax.settings.retrieve()).toMatchObject({
      status: 'pending',
      status_details: { pending: { missing_fields: ['head_office'] } },
    });
    const early = seller.tax.calculations.create({
      currency: 'usd',
      line_items: [{ amount: 1 }],
      customer_details: { address: texas },
    });
    expect((await refusal(early)).code).toBe('stripe_tax_inactive');
    const active = await seller.tax.settings.update({ head_office: { address: { country: 'US', state: 'NY' } } });
    expect(active.status).toBe('active');
  });
});

describe('GET /v1/tax_codes', () => {
  it('lists the codes of the table, page by page', async () => {
    const { stripe } = await testBench();
    const [first] = (await stripe.taxCodes.list({ limit: 1 })).data;
    const all = await stripe.taxCodes.list({ limit: 5 }).autoPagingToArray({ limit: 100 });
    expect(all[0]).toEqual(first);
    expect(all.length).toBeGreaterThan(10);
    expect((await stripe.taxCodes.retrieve('txcd_10103001')).name).toContain('SaaS');
    expect((await refusal(stripe.taxCodes.retrieve('txcd_1'))).statusCode).toBe(404);
  });
});
