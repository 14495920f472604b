import { describe, expect, it } from 'vitest';
import { payingCustomer } from '../spec/billed-customer.ts';
import { benchOnPort, shop } from './bench.ts';
import { closeBrowserAfterwards, openPage } from './browser.ts';
import { fillCard } from './card.ts';
import { contrasts } from './contrast.ts';

closeBrowserAfterwards();

async function subscribed() {
  const bench = await benchOnPort();
  const { stripe } = bench;
  const { id: customer } = await payingCustomer(bench);
  const price = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 900,
    recurring: { interval: 'month' },
    product_data: { name: 'Gold' },
  });
  const { id: subscription } = await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
  const origin = await shop({ '/account': '<!doctype html><title>Shop</title><h1>Your account</h1>' });
  const { url } = await stripe.billingPortal.sessions.create({ customer, return_url: `${origin}/account` });
  return { ...bench, customer, subscription, url, origin };
}

describe('the billing portal in a browser', () => {
  it('cancels a subscription and takes it back, by keyboard and without a script', async (context) => {
    const { stripe, subscription, url } = await subscribed();
    const page = await openPage(context, { javaScriptEnabled: false });
    await page.goto(url);
    await page.getByText('$9.00 per month').waitFor();
    await page.getByRole('link', { name: 'Cancel subscription' }).press('Enter');
    await page.getByLabel('Why do you cancel?').selectOption("It's too expensive");
    await page.getByRole('button', { name: 'Cancel subscription' }).press('Enter');
    await page.getByText('Ends on').waitFor();
    expect((await stripe.subscriptions.retrieve(subscription)).cancel_at).toBeGreaterThan(0);
    await page.getByRole('link', { name: "Don't cancel subscription" }).click();
    await page.getByRole('button', { name: "Don't cancel subscription" }).click();
    await page.getByText('Renews on').waitFor();
    expect((await stripe.subscriptions.retrieve(subscription)).cancel_at).toBeNull();
    await page.getByRole('link', { name: /^Return to/ }).click();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
  });

  it('pauses a subscription for a while and resumes it', async (context) => {
    const { customer, stripe, subscription } = await subscribed();
    const configuration = await stripe.billingPortal.configurations.create({
      features: { subscription_pause: { enabled: true } },
    });
    const { url } = await stripe.billingPortal.sessions.create({ configuration: configuration.id, customer });
    const page = await openPage(context, { javaScriptEnabled: false });
    await page.goto(url);
    await page.getByRole('link', { name: 'Pause subscription' }).click();
    await page.getByLabel('1 month').check();
    await page.getByRole('button', { name: 'Pause subscription' }).click();
    await page.getByText('Paused until').waitFor();
    expect((await stripe.subscriptions.retrieve(subscription)).pause_collection?.behavior).toBe('void');
    await page.getByRole('link', { name: 'Resume subscription' }).click();
    await page.getByRole('button', { name: 'Resume subscription' }).click();
    await page.getByText('Renews on').waitFor();
    expect((await stripe.subscriptions.retrieve(subscription)).pause_collection).toBeNull();
  });

  it('adds a card that must be authenticated', async (context) => {
    const { stripe, customer, url } = await subscribed();
    const page = await openPage(context, { colorScheme: 'dark' });
    await page.goto(url);
    expect((await contrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    await page.getByRole('link', { name: 'Add payment method' }).click();
    await fillCard(page, '4000002760003184');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('button', { name: 'Complete authentication' }).click();
    await page.getByText('Visa ending in 3184').waitFor();
    const found = await stripe.customers.retrieve(customer, { expand: ['invoice_settings.default_payment_method'] });
    expect(found).toMatchObject({ invoice_settings: { default_payment_method: { card: { last4: '3184' } } } });
  });

  it('lists invoices, which lead to their page', async (context) => {
    const { url } = await subscribed();
    const page = await openPage(context);
    await page.goto(url);
    await page.getByRole('link', { name: 'January 1, 2026' }).click();
    await page.getByRole('heading', { name: /^Invoice from/ }).waitFor();
  });
});
