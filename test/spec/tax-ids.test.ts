import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';

describe('POST /v1/customers/:id/tax_ids', () => {
  it('asks the authorities of Europe and Australia, which answer a little later', async () => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const { id } = await stripe.customers.create({});
    const vat = await stripe.customers.createTaxId(id, { type: 'eu_vat', value: 'DE123456789' });
    expect(vat).toMatchObject({
      country: 'DE',
      customer: id,
      owner: { type: 'customer', customer: id },
      verification: { status: 'pending', verified_name: null },
    });
    expect(vat).not.toHaveProperty('inquiry');
    const refused = await stripe.customers.createTaxId(id, { type: 'gb_vat', value: '111111111' });
    const waiting = await stripe.customers.createTaxId(id, { type: 'eu_vat', value: 'FR222222222' });
    await sandbox.advance('1m');
    const status = async (taxId: string) => (await stripe.customers.retrieveTaxId(id, taxId)).verification?.status;
    expect(await status(vat.id)).toBe('verified');
    expect(await status(refused.id)).toBe('unverified');
    expect(await status(waiting.id)).toBe('pending');
    await sandbox.act(waiting.id, 'verify');
    expect(await status(waiting.id)).toBe('verified');
    await stripe.customers.deleteTaxId(id, vat.id);
    const created = Array.from({ length: 3 }, () => 'customer.tax_id.created');
    const updated = Array.from({ length: 3 }, () => 'customer.tax_id.updated');
    expect((await bench.eventTypes()).slice(1)).toEqual([...created, ...updated, 'customer.tax_id.deleted']);
  });

  it('knows the country of a number and cannot ask the others', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.customers.create({});
    expect(await stripe.customers.createTaxId(id, { type: 'us_ein', value: '12-3456789' })).toMatchObject({
      country: 'US',
      verification: { status: 'unavailable' },
    });
    expect((await stripe.customers.createTaxId(id, { type: 'eu_vat', value: 'EL123456789' })).country).toBe('GR');
    expect((await stripe.customers.createTaxId(id, { type: 'eu_vat', value: '000000000' })).country).toBeNull();
  });

  it.each([
    ['eu_vat', 'US123456789'],
    ['eu_vat', '12345'],
    ['gb_vat', 'GB12'],
    ['au_abn', '123'],
  ] as const)('refuses %s %s', async (type, value) => {
    const { stripe } = await testBench();
    const { id } = await stripe.customers.create({});
    expect(await refusal(stripe.customers.createTaxId(id, { type, value }))).toMatchObject({
      code: 'tax_id_invalid',
      param: 'value',
      message: `Invalid value for ${type}.`,
    });
    const tax_id_data = [{ type, value }];
    expect((await refusal(stripe.customers.create({ tax_id_data }))).param).toBe('tax_id_data[0][value]');
  });
});

describe('POST /v1/tax_ids', () => {
  it('keeps those of the account itself, of which no customer hears', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const own = await stripe.taxIds.create({ type: 'eu_vat', value: 'IE1234567FA' });
    expect(own).toMatchObject({ customer: null, owner: { type: 'self' }, country: 'IE' });
    expect((await stripe.taxIds.list()).data).toHaveLength(1);
    expect(await bench.eventTypes()).toEqual([]);
  });
});
