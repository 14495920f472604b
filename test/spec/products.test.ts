import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';

describe('POST /v1/products', () => {
  it('makes a product with Stripe’s defaults', async () => {
    const { stripe, eventTypes } = await testBench();
    const product = await stripe.products.create({ name: 'Gold', metadata: { plan: 'a' } });
    expect(product).toMatchObject({
      object: 'product',
      active: true,
      default_price: null,
      description: null,
      images: [],
      metadata: { plan: 'a' },
      name: 'Gold',
      type: 'service',
      updated: product.created,
    });
    expect(product.id).toMatch(/^prod_\w{14}$/);
    expect(await eventTypes()).toEqual(['product.created']);
  });

  it('makes the default price along with it', async () => {
    const { stripe, eventTypes } = await testBench();
    const product = await stripe.products.create({
      name: 'Gold',
      default_price_data: { currency: 'usd', unit_amount: 1500, recurring: { interval: 'month' } },
      expand: ['default_price'],
    });
    expect(product.default_price).toMatchObject({ product: product.id, unit_amount: 1500, type: 'recurring' });
    expect(await eventTypes()).toEqual(['product.created', 'plan.created', 'price.created']);
  });

  it('refuses an id that is taken', async () => {
    const { stripe } = await testBench();
    await stripe.products.create({ id: 'gold', name: 'Gold' });
    const error = await refusal(stripe.products.create({ id: 'gold', name: 'Gold' }));
    expect(error).toMatchObject({
      statusCode: 400,
      code: 'resource_already_exists',
      message: 'Product already exists.',
    });
  });
});

describe('POST /v1/products/:id', () => {
  it('takes only its own active prices as the default', async () => {
    const { stripe, sandbox } = await testBench();
    const [gold, lead] = [
      await stripe.products.create({ name: 'Gold' }),
      await stripe.products.create({ name: 'Lead' }),
    ];
    const price = await stripe.prices.create({ product: lead.id, currency: 'usd', unit_amount: 5 });
    expect(await refusal(stripe.products.update(gold.id, { default_price: price.id }))).toMatchObject({
      param: 'default_price',
      message: `The price specified (\`${price.id}\`) does not belong to the product \`${gold.id}\`.`,
    });
    await sandbox.advance('1h');
    const changed = await stripe.products.update(lead.id, { default_price: price.id, description: 'Heavy', url: '' });
    expect(changed).toMatchObject({ default_price: price.id, description: 'Heavy', url: null });
    expect(changed.updated).toBe(changed.created + 3600);
    expect(await refusal(stripe.prices.update(price.id, { active: false }))).toMatchObject({ param: 'active' });
  });
});

describe('DELETE /v1/products/:id', () => {
  it('deletes a product without prices and no other', async () => {
    const { stripe, eventTypes } = await testBench();
    const product = await stripe.products.create({ name: 'Gold' });
    expect(await stripe.products.del(product.id)).toEqual({ id: product.id, object: 'product', deleted: true });
    expect(await refusal(stripe.products.retrieve(product.id))).toMatchObject({ statusCode: 404 });
    expect((await eventTypes()).at(-1)).toBe('product.deleted');

    const sold = await stripe.products.create({ name: 'Silver' });
    await stripe.prices.create({ product: sold.id, currency: 'usd', unit_amount: 5 });
    expect(await refusal(stripe.products.del(sold.id))).toMatchObject({
      message: 'This product cannot be deleted because it has one or more user-created prices.',
    });
  });
});
