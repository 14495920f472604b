import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { openSession, plan, shirt } from '../spec/checkout.ts';
import { benchOnPort, shop } from './bench.ts';
import { closeBrowserAfterwards, openPage } from './browser.ts';
import { fillCard } from './card.ts';
import { contrasts } from './contrast.ts';

closeBrowserAfterwards();

const pages = {
  '/thanks': '<!doctype html><title>Shop</title><h1>Thanks</h1>',
  '/cart': '<!doctype html><title>Shop</title><h1>Your cart</h1>',
};

async function open(params: Stripe.Checkout.SessionCreateParams = {}) {
  const bench = await benchOnPort();
  const origin = await shop(pages);
  const session = await openSession(bench, {
    success_url: `${origin}/thanks?session={CHECKOUT_SESSION_ID}`,
    cancel_url: `${origin}/cart`,
    ...params,
  });
  return { ...bench, session, origin };
}

const paidIn = async ({ stripe, session }: Awaited<ReturnType<typeof open>>): Promise<Stripe.Checkout.Session> =>
  stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent', 'subscription'] });

describe('the page of a Checkout Session', () => {
  it('takes a test card and returns to the shop, without a script', async (context) => {
    const opened = await open();
    const page = await openPage(context, { javaScriptEnabled: false });
    const heard: string[] = [];
    page.on('console', (message) => heard.push(message.text()));
    await page.goto(opened.session.url ?? '');
    await page.getByLabel('Email').fill('ada@example.com');
    await fillCard(page);
    await page.getByRole('button', { name: 'Pay $30.00' }).click();
    await page.getByRole('heading', { name: 'Thanks' }).waitFor();
    expect(new URL(page.url()).searchParams.get('session')).toBe(opened.session.id);
    expect(await paidIn(opened)).toMatchObject({
      customer_details: { email: 'ada@example.com', name: 'Ada Lovelace', address: { postal_code: '94103' } },
      payment_status: 'paid',
      status: 'complete',
    });
    expect(heard).toEqual([]);
    await page.goBack();
    await page.getByRole('heading', { name: 'Thanks for your payment' }).waitFor();
  });

  it('says why a card was declined, keeps what was typed, and takes another', async (context) => {
    const opened = await open();
    const page = await openPage(context);
    await page.goto(opened.session.url ?? '');
    await page.getByLabel('Email').fill('ada@example.com');
    await fillCard(page, '4000000000000002');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Your card was declined.').waitFor();
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.getByLabel('Email').inputValue()).toBe('ada@example.com');
    expect(await page.getByLabel('Card number').inputValue()).toBe('');
    await fillCard(page);
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.getByRole('heading', { name: 'Thanks' }).waitFor();
    expect((await paidIn(opened)).status).toBe('complete');
  });

  it('leads to the challenge of the bank and back', async (context) => {
    const opened = await open();
    const page = await openPage(context);
    await page.goto(opened.session.url ?? '');
    await page.getByLabel('Email').fill('ada@example.com');
    await fillCard(page, '4000002760003184');
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.getByRole('button', { name: 'Fail authentication' }).click();
    await page.getByRole('alert').waitFor();
    expect((await paidIn(opened)).status).toBe('open');
    await fillCard(page, '4000002760003184');
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.getByRole('button', { name: 'Complete authentication' }).click();
    await page.getByRole('heading', { name: 'Thanks' }).waitFor();
    expect(await paidIn(opened)).toMatchObject({ status: 'complete', payment_status: 'paid' });
  });

  it('leads back to the shop, and leaves the session open', async (context) => {
    const opened = await open();
    const page = await openPage(context);
    await page.goto(opened.session.url ?? '');
    await page.getByRole('link', { name: 'Back to Emulated platform' }).click();
    await page.getByRole('heading', { name: 'Your cart' }).waitFor();
    expect((await paidIn(opened)).status).toBe('open');
  });

  it('begins a subscription, after the challenge of the bank', async (context) => {
    const opened = await open({
      mode: 'subscription',
      line_items: [plan],
    });
    const page = await openPage(context);
    await page.goto(opened.session.url ?? '');
    await page.getByText('$9.00 per month').waitFor();
    await page.getByLabel('Email').fill('ada@example.com');
    await fillCard(page, '4000002760003184');
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByRole('button', { name: 'Complete authentication' }).click();
    await page.getByRole('heading', { name: 'Thanks' }).waitFor();
    expect(await paidIn(opened)).toMatchObject({ payment_status: 'paid', subscription: { status: 'active' } });
  });

  it('offers more, asks for names and tax ids, and taxes by the address', async (context) => {
    const bench = await benchOnPort();
    const { stripe } = bench;
    await stripe.tax.registrations.create({
      active_from: 'now',
      country: 'US',
      country_options: { us: { state: 'CA', type: 'state_sales_tax' } },
    });
    const socks = await stripe.prices.create({ currency: 'usd', unit_amount: 400, product_data: { name: 'Socks' } });
    const origin = await shop(pages);
    const session = await openSession(bench, {
      automatic_tax: { enabled: true },
      customer_creation: 'always',
      name_collection: { business: { enabled: true } },
      optional_items: [{ price: socks.id, quantity: 1, adjustable_quantity: { enabled: true, maximum: 3 } }],
      saved_payment_method_options: { payment_method_save: 'enabled' },
      success_url: `${origin}/thanks`,
      tax_id_collection: { enabled: true },
    });
    const page = await openPage(context);
    await page.goto(session.url ?? '');
    await page.getByLabel('Add Socks').fill('2');
    await page.getByRole('button', { name: 'Update total' }).click();
    await page.getByText('by your address').waitFor();
    await page.getByLabel('Email').fill('ada@example.com');
    await fillCard(page);
    await page.getByLabel('Business name').fill('Lovelace Ltd');
    await page.getByLabel(/^Tax ID/).fill('DE123456789');
    await page.getByLabel('Save payment details').check();
    await page.getByRole('button', { name: 'Pay $38.00 plus tax' }).click();
    await page.getByRole('heading', { name: 'Thanks' }).waitFor();
    const { amount_total, customer, customer_details } = await stripe.checkout.sessions.retrieve(session.id);
    expect(amount_total).toBe(3800 + 276);
    expect(customer_details).toMatchObject({ business_name: 'Lovelace Ltd', tax_ids: [{ value: 'DE123456789' }] });
    const { data } = await stripe.paymentMethods.list({ customer: String(customer) });
    expect(data).toMatchObject([{ allow_redisplay: 'always' }]);
  });

  it('asks what the merchant asks, and counts anew what the customer chooses', async (context) => {
    const bench = await benchOnPort();
    const { stripe } = bench;
    const coupon = await stripe.coupons.create({ percent_off: 50, duration: 'once' });
    await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id }, code: 'HALF' });
    const origin = await shop(pages);
    const session = await openSession(bench, {
      success_url: `${origin}/thanks`,
      line_items: [{ ...shirt(), adjustable_quantity: { enabled: true, minimum: 1, maximum: 9 } }],
      allow_promotion_codes: true,
      consent_collection: { terms_of_service: 'required' },
      custom_fields: [
        { key: 'engraving', label: { custom: 'Engraving', type: 'custom' }, type: 'text' },
        {
          key: 'size',
          label: { custom: 'Size', type: 'custom' },
          type: 'dropdown',
          dropdown: {
            options: [
              { label: 'Small', value: 's' },
              { label: 'Large', value: 'l' },
            ],
          },
        },
      ],
      phone_number_collection: { enabled: true },
      shipping_address_collection: { allowed_countries: ['DE', 'FR'] },
      shipping_options: [
        { shipping_rate_data: { display_name: 'Ground', fixed_amount: { amount: 500, currency: 'usd' } } },
        { shipping_rate_data: { display_name: 'Air', fixed_amount: { amount: 1500, currency: 'usd' } } },
      ],
    });
    const page = await openPage(context, { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
    await page.goto(session.url ?? '');
    await page.getByLabel('Quantity of Shirt').fill('4');
    await page.getByLabel('Air').check();
    await page.getByLabel('Promotion code').fill('half');
    await page.getByRole('button', { name: 'Update total' }).click();
    await page.getByRole('button', { name: 'Pay $45.00' }).waitFor();
    expect((await contrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    await page.getByLabel('Email').fill('ada@example.com');
    await page.getByLabel('Phone').fill('+491234');
    const shipping = page.getByRole('group', { name: 'Shipping address' });
    await shipping.getByLabel('Full name').fill('Ada');
    await shipping.getByLabel('Country').selectOption('France');
    await shipping.getByLabel('Street address').fill('1 Rue');
    await shipping.getByLabel('City').fill('Paris');
    await fillCard(page);
    await page.getByLabel('Engraving').fill('For Bob');
    await page.getByLabel('Size').selectOption('Large');
    await page.getByLabel('I agree').check();
    await page.getByRole('button', { name: 'Pay $45.00' }).click();
    await page.getByRole('heading', { name: 'Thanks' }).waitFor();
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      amount_subtotal: 6000,
      amount_total: 4500,
      collected_information: { shipping_details: { name: 'Ada', address: { city: 'Paris', country: 'FR' } } },
      consent: { terms_of_service: 'accepted' },
      custom_fields: [
        { key: 'engraving', text: { value: 'For Bob' } },
        { key: 'size', dropdown: { value: 'l' } },
      ],
      customer_details: { phone: '+491234' },
      total_details: { amount_discount: 3000, amount_shipping: 1500 },
    });
  });
});

describe('other ways to pay', () => {
  it('goes to the page of a lender, and from there to the shop', async (context) => {
    const opened = await open();
    const page = await openPage(context);
    await page.goto(opened.session.url ?? '');
    await page.getByRole('link', { name: 'Klarna' }).click();
    await page.getByLabel('Email').fill('ada@example.com');
    await page.getByLabel('Full name').fill('Ada');
    await page.getByRole('button', { name: 'Pay $30.00' }).click();
    await page.getByRole('button', { name: /^Authorize/ }).click();
    await page.getByRole('heading', { name: 'Thanks' }).waitFor();
    expect(await paidIn(opened)).toMatchObject({ payment_status: 'paid', status: 'complete' });
  });

  it('debits a bank account later', async (context) => {
    const opened = await open({
      allowed_payment_method_types: ['sepa_debit'],
      line_items: [
        { price_data: { currency: 'eur', unit_amount: 1500, product_data: { name: 'Shirt' } }, quantity: 2 },
      ],
    });
    const page = await openPage(context);
    await page.goto(opened.session.url ?? '');
    await page.getByLabel('Email').fill('ada@example.com');
    await page.getByLabel('IBAN').fill('DE89370400440532013000');
    await page.getByLabel('Full name').fill('Ada');
    await page.getByRole('button', { name: 'Pay €30.00' }).click();
    await page.getByRole('heading', { name: 'Thanks' }).waitFor();
    expect(await paidIn(opened)).toMatchObject({ payment_status: 'unpaid', status: 'complete' });
    await opened.sandbox.advance('14d');
    expect((await paidIn(opened)).payment_status).toBe('paid');
  });
});

describe('the page of a payment link', () => {
  it('opens a session and thanks where nobody waits', async (context) => {
    const { stripe } = await benchOnPort();
    const price = await stripe.prices.create({ currency: 'usd', unit_amount: 1500, product_data: { name: 'Shirt' } });
    const { url } = await stripe.paymentLinks.create({
      line_items: [{ price: price.id, quantity: 1 }],
      after_completion: { type: 'hosted_confirmation', hosted_confirmation: { custom_message: 'See you soon' } },
    });
    const page = await openPage(context);
    await page.goto(url);
    await page.getByLabel('Email').fill('ada@example.com');
    await fillCard(page);
    await page.getByRole('button', { name: 'Pay $15.00' }).click();
    await page.getByText('See you soon').waitFor();
    const [session] = (await stripe.checkout.sessions.list()).data;
    expect(session?.payment_status).toBe('paid');
  });
});
