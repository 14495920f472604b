import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';

describe('POST /v1/tax_rates', () => {
  it('makes a rate whose percentage stays', async () => {
    const { stripe, call, eventTypes } = await testBench();
    const rate = await stripe.taxRates.create({ display_name: 'VAT', percentage: 19, inclusive: true, country: 'DE' });
    expect(rate).toMatchObject({ active: true, country: 'DE', inclusive: true, percentage: 19, jurisdiction: null });
    const { body } = await call('POST', `/v1/tax_rates/${rate.id}`, { body: 'percentage=20' });
    expect(body.error.message).toBe('Received unknown parameter: percentage');
    expect((await stripe.taxRates.update(rate.id, { active: false })).active).toBe(false);
    expect(await eventTypes()).toEqual(['tax_rate.created', 'tax_rate.updated']);
  });

  it.each([-1, 101, 8.87512])('refuses %s percent', async (percentage) => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.taxRates.create({ display_name: 'VAT', percentage, inclusive: false }))).toMatchObject({
      param: 'percentage',
    });
  });
});
