import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { draftOf, openInvoice, payingCustomer } from './billed-customer.ts';
import { refusal, type TestBench, testBench } from './harness.ts';
import { recurringPrice } from './quoted-customer.ts';
import { balanceOf, type Seller, seller, transactionsOf } from './sellers.ts';
import { subscribed, toldBy } from './subscribed-customer.ts';

const day = 86_400;

async function scene(): Promise<{ bench: TestBench; stripe: Stripe; shop: Seller; customer: string }> {
  const bench = await testBench();
  const shop = await seller(bench);
  const { id: customer } = await payingCustomer(bench);
  return { bench, stripe: bench.stripe, shop, customer };
}

/** What paid the invoice. */
async function chargeOf(stripe: Stripe, invoice: string): Promise<Stripe.Charge> {
  const { data } = await stripe.invoicePayments.list({
    invoice,
    expand: ['data.payment.payment_intent.latest_charge'],
  });
  const intent = data[0]?.payment.payment_intent as Stripe.PaymentIntent;
  return intent.latest_charge as Stripe.Charge;
}

describe('an invoice with transfer_data and an application fee', () => {
  it('is paid by a destination charge', async () => {
    const { bench, stripe, shop, customer } = await scene();
    const { id } = await openInvoice(bench, customer, [1000], {
      application_fee_amount: 70,
      on_behalf_of: shop.id,
      transfer_data: { destination: shop.id },
    });
    const told = await toldBy(bench, () => stripe.invoices.pay(id));
    expect(told.filter((type) => /^(charge|transfer|application_fee)/.test(type))).toEqual([
      'charge.succeeded',
      'transfer.created',
      'application_fee.created',
    ]);
    const charge = await chargeOf(stripe, id);
    expect(charge).toMatchObject({
      application_fee_amount: 70,
      on_behalf_of: shop.id,
      transfer_data: { amount: null, destination: shop.id },
    });
    expect(await transactionsOf(shop.stripe)).toEqual([['payment', 1000, 70]]);
    expect((await balanceOf(shop.stripe)).pending).toBe(930);
  });

  it('gives everything back when its charge is refunded with both flags', async () => {
    const { bench, stripe, shop, customer } = await scene();
    const { id } = await openInvoice(bench, customer, [1000], {
      application_fee_amount: 70,
      transfer_data: { destination: shop.id },
    });
    await stripe.invoices.pay(id);
    const charge = await chargeOf(stripe, id);
    await stripe.refunds.create({ charge: charge.id, refund_application_fee: true, reverse_transfer: true });
    expect((await balanceOf(shop.stripe)).pending).toBe(0);
    expect((await stripe.applicationFees.list()).data[0]?.amount_refunded).toBe(70);
  });

  it('transfers a part of it, and no more than what is left to pay', async () => {
    const { bench, stripe, shop, customer } = await scene();
    const { id } = await openInvoice(bench, customer, [1000], {
      transfer_data: { amount: 800, destination: shop.id },
    });
    await stripe.creditNotes.create({ invoice: id, amount: 400 });
    await stripe.invoices.pay(id);
    expect((await balanceOf(shop.stripe)).pending).toBe(600);
  });

  it('changes and loses its division as a draft', async () => {
    const { bench, stripe, shop, customer } = await scene();
    const { id } = await draftOf(bench, customer, [1000], { transfer_data: { destination: shop.id } });
    await stripe.invoices.update(id, { transfer_data: '' });
    await stripe.invoices.pay(id);
    expect((await balanceOf(shop.stripe)).pending).toBe(0);
  });

  it.each([
    ['a fee without anybody who pays it', { application_fee_amount: 70 }, 'application_fee_amount'],
    ['an unknown destination', { transfer_data: { destination: 'acct_nobody' } }, 'transfer_data[destination]'],
    ['an unknown account to act for', { on_behalf_of: 'acct_nobody' }, 'on_behalf_of'],
    ['an unknown issuer', { issuer: { type: 'account', account: 'acct_nobody' } }, 'issuer[account]'],
    ['an issuer without a name', { issuer: { type: 'account' } }, 'issuer[account]'],
  ] as const)('refuses %s', async (_, params, param) => {
    const { stripe, customer } = await scene();
    const error = await refusal(stripe.invoices.create({ customer, ...params }));
    expect(error).toMatchObject({ statusCode: 400, param });
    expect((await stripe.invoices.list()).data).toEqual([]);
  });

  it('takes either a fee or an amount to transfer', async () => {
    const { stripe, shop, customer } = await scene();
    const error = await refusal(
      stripe.invoices.create({
        customer,
        application_fee_amount: 70,
        transfer_data: { amount: 100, destination: shop.id },
      }),
    );
    expect(error.message).toContain('application_fee_amount');
  });

  it('keeps its division when it is revised', async () => {
    const { bench, stripe, shop, customer } = await scene();
    const { id } = await openInvoice(bench, customer, [1000], {
      application_fee_amount: 70,
      transfer_data: { destination: shop.id },
    });
    const revision = await stripe.invoices.create({ from_invoice: { action: 'revision', invoice: id } });
    await stripe.invoices.pay(revision.id);
    expect(await transactionsOf(shop.stripe)).toEqual([['payment', 1000, 70]]);
  });

  it('pays nobody who is gone', async () => {
    const { bench, stripe, shop, customer } = await scene();
    const { id } = await draftOf(bench, customer, [1000], {
      application_fee_amount: 70,
      on_behalf_of: shop.id,
      transfer_data: { destination: shop.id },
    });
    await stripe.accounts.del(shop.id);
    expect((await stripe.invoices.pay(id)).status).toBe('paid');
    expect((await stripe.transfers.list()).data).toEqual([]);
  });

  it('shows its issuer in a preview', async () => {
    const { stripe, customer, shop } = await scene();
    const issuer = { type: 'account', account: shop.id } as const;
    const preview = await stripe.invoices.createPreview({
      customer,
      invoice_items: [{ amount: 100, currency: 'usd' }],
      issuer,
      on_behalf_of: shop.id,
    });
    expect(preview).toMatchObject({ issuer, on_behalf_of: shop.id });
  });

  it('bears the name of the account that issues it', async () => {
    const { stripe, customer, shop } = await scene();
    await stripe.accounts.update(shop.id, { business_profile: { name: 'Shop of Grace' } });
    const issuer = { type: 'account', account: shop.id } as const;
    const invoice = await stripe.invoices.create({ customer, issuer });
    expect(invoice).toMatchObject({ account_name: 'Shop of Grace', issuer });
  });
});

describe('an invoice of a connected account', () => {
  it('pays the fee of the platform from its direct charge', async () => {
    const bench = await testBench();
    const shop = await seller(bench);
    const own = { ...bench, stripe: shop.stripe };
    const { id: customer } = await payingCustomer(own);
    const { id, application } = await openInvoice(own, customer, [1000], { application_fee_amount: 70 });
    expect(application).toMatch(/^ca_/);
    await shop.stripe.invoices.pay(id);
    const [fee] = (await bench.stripe.applicationFees.list()).data;
    expect(fee).toMatchObject({ account: shop.id, amount: 70 });
    expect(await transactionsOf(bench.stripe)).toEqual([['application_fee', 70, 0]]);
  });
});

describe('a subscription with transfer_data', () => {
  it('divides every invoice by its percentages', async () => {
    const bench = await testBench();
    const shop = await seller(bench);
    const { stripe } = bench;
    const { subscription } = await subscribed(bench, {
      application_fee_percent: 12.5,
      on_behalf_of: shop.id,
      transfer_data: { destination: shop.id },
    });
    expect(subscription).toMatchObject({
      application_fee_percent: 12.5,
      on_behalf_of: shop.id,
      transfer_data: { amount_percent: null, destination: shop.id },
    });
    expect(await transactionsOf(shop.stripe)).toEqual([['payment', 1000, 125]]);
    await bench.sandbox.advance(32 * day);
    expect((await transactionsOf(shop.stripe)).filter(([type]) => type === 'payment')).toHaveLength(2);
    await stripe.subscriptions.update(subscription.id, { application_fee_percent: '', transfer_data: '' });
    await bench.sandbox.advance(32 * day);
    expect((await transactionsOf(shop.stripe)).filter(([type]) => type === 'payment')).toHaveLength(2);
  });

  it('transfers only its percentage of what the customer pays', async () => {
    const bench = await testBench();
    const shop = await seller(bench);
    const customer = await payingCustomer(bench);
    await bench.stripe.customers.createBalanceTransaction(customer.id, { amount: -200, currency: 'usd' });
    const price = await recurringPrice(bench, 1000);
    await bench.stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      transfer_data: { amount_percent: 33.33, destination: shop.id },
    });
    // Of 800, which is what the balance has left to be collected.
    expect(await transactionsOf(shop.stripe)).toEqual([['payment', 267, 0]]);
  });

  it('goes on without an account that is gone', async () => {
    const bench = await testBench();
    const shop = await seller(bench);
    const { subscription } = await subscribed(bench, {
      invoice_settings: { issuer: { type: 'account', account: shop.id } },
      on_behalf_of: shop.id,
      transfer_data: { destination: shop.id },
    });
    await bench.stripe.accounts.del(shop.id);
    await bench.sandbox.advance('31d2h');
    const { data } = await bench.stripe.invoices.list({ subscription: subscription.id });
    expect(data.map(({ issuer, status }) => [issuer.type, status])).toEqual([
      ['self', 'paid'],
      ['account', 'paid'],
    ]);
    expect((await bench.stripe.transfers.list()).data).toHaveLength(1);
  });

  it('gives way to the fee that a draft of it names', async () => {
    const bench = await testBench();
    const shop = await seller(bench);
    const { stripe } = bench;
    const { subscription } = await subscribed(bench, {
      application_fee_percent: 10,
      transfer_data: { destination: shop.id },
    });
    await bench.sandbox.advance(31 * day);
    const [draft] = (await stripe.invoices.list({ subscription: subscription.id, status: 'draft' })).data;
    await stripe.invoices.update(draft?.id ?? '', { application_fee_amount: 7 });
    await bench.sandbox.advance(7200);
    expect((await stripe.applicationFees.list()).data.map(({ amount }) => amount)).toEqual([7, 100]);
  });

  it.each([
    ['more than all', { application_fee_percent: 101 }, 'application_fee_percent'],
    ['three decimals', { application_fee_percent: 1.125 }, 'application_fee_percent'],
    ['a fee that nobody pays', { application_fee_percent: 10 }, 'application_fee_percent'],
    ['an unknown account', { transfer_data: { destination: 'acct_no' } }, 'transfer_data[destination]'],
  ] as const)('refuses %s', async (_, params, param) => {
    const bench = await testBench();
    const customer = await payingCustomer(bench);
    const price = await recurringPrice(bench, 1000);
    const items = [{ price: price.id }];
    const error = await refusal(bench.stripe.subscriptions.create({ customer: customer.id, items, ...params }));
    expect(error).toMatchObject({ statusCode: 400, param });
    expect((await bench.stripe.subscriptions.list()).data).toEqual([]);
  });

  it('is issued by, and taxed for, the account that it names', async () => {
    const bench = await testBench();
    const shop = await seller(bench);
    const { stripe } = bench;
    const account = { type: 'account', account: shop.id } as const;
    await shop.stripe.tax.settings.update({
      defaults: { tax_behavior: 'exclusive' },
      head_office: { address: { country: 'DE', city: 'Berlin', line1: 'Torstr. 1', postal_code: '10119' } },
    });
    await shop.stripe.tax.registrations.create({
      active_from: 'now',
      country: 'DE',
      country_options: { de: { type: 'standard', standard: { place_of_supply_scheme: 'standard' } } },
    });
    const customer = await payingCustomer(bench);
    await stripe.customers.update(customer.id, {
      address: { country: 'DE', line1: 'A', city: 'B', postal_code: '10115' },
    });
    const price = await recurringPrice(bench, 1000);
    const { latest_invoice } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      automatic_tax: { enabled: true, liability: account },
      invoice_settings: { issuer: account },
      expand: ['latest_invoice'],
    });
    expect(latest_invoice).toMatchObject({
      automatic_tax: { enabled: true, liability: account, status: 'complete' },
      issuer: account,
      total: 1190,
    });
  });
});

describe('a schedule with transfer_data', () => {
  it('hands what it says to its subscription, the phase before the defaults', async () => {
    const { bench, stripe, shop, customer } = await scene();
    const price = await recurringPrice(bench, 1000);
    const schedule = await stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      default_settings: { application_fee_percent: 10, transfer_data: { destination: shop.id } },
      phases: [
        { items: [{ price: price.id }], duration: { interval: 'month' } },
        { items: [{ price: price.id }], duration: { interval: 'month' }, application_fee_percent: 20 },
      ],
    });
    expect(schedule.default_settings).toMatchObject({
      application_fee_percent: 10,
      transfer_data: { amount_percent: null, destination: shop.id },
    });
    const id = String(schedule.subscription);
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ application_fee_percent: 10 });
    await bench.sandbox.advance(31 * day + 7200);
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      application_fee_percent: 20,
      transfer_data: { destination: shop.id },
    });
    const kept = (await stripe.applicationFees.list()).data.map(({ amount }) => amount);
    expect(kept).toEqual([200, 100]);
  });
});

describe('a quote with transfer_data', () => {
  it('divides the invoice that it leads to', async () => {
    const { stripe, shop, customer } = await scene();
    const price = await stripe.prices.create({ currency: 'usd', unit_amount: 5000, product_data: { name: 'Work' } });
    const quote = await stripe.quotes.create({
      customer,
      line_items: [{ price: price.id }],
      application_fee_amount: 500,
      on_behalf_of: shop.id,
      transfer_data: { destination: shop.id },
      invoice_settings: { issuer: { type: 'account', account: shop.id } },
    });
    expect(quote).toMatchObject({
      application_fee_amount: 500,
      on_behalf_of: shop.id,
      transfer_data: { amount: null, amount_percent: null, destination: shop.id },
    });
    await stripe.quotes.finalizeQuote(quote.id);
    const { invoice } = await stripe.quotes.accept(quote.id);
    const paid = await stripe.invoices.pay(String(invoice));
    expect(paid.issuer).toEqual({ type: 'account', account: shop.id });
    expect(await transactionsOf(shop.stripe)).toEqual([['payment', 5000, 500]]);
  });

  it.each(['now', 'later'])('divides what the subscription that it leads to %s collects', async (when) => {
    const { bench, stripe, shop, customer } = await scene();
    const price = await recurringPrice(bench, 1000);
    const { now } = await bench.sandbox.clock();
    const quote = await stripe.quotes.create({
      customer,
      line_items: [{ price: price.id }],
      application_fee_percent: 5,
      transfer_data: { destination: shop.id },
      ...(when === 'later' && { subscription_data: { effective_date: now + day } }),
    });
    await stripe.quotes.finalizeQuote(quote.id);
    await stripe.quotes.accept(quote.id);
    await bench.sandbox.advance(day + 7200);
    expect(await transactionsOf(shop.stripe)).toEqual([['payment', 1000, 50]]);
  });

  it.each([
    ['a fee in money for what recurs', true, { application_fee_amount: 5 }, 'application_fee_amount'],
    ['an amount of what recurs', true, { transfer_data: { amount: 5 } }, 'transfer_data[amount]'],
    ['a percentage of what does not', false, { application_fee_percent: 5 }, 'application_fee_percent'],
    ['a part of what does not', false, { transfer_data: { amount_percent: 5 } }, 'transfer_data[amount_percent]'],
  ] as const)('refuses %s', async (_, recurs, sent, param) => {
    const { bench, stripe, shop, customer } = await scene();
    const price = recurs
      ? await recurringPrice(bench, 1000)
      : await stripe.prices.create({ currency: 'usd', unit_amount: 5000, product_data: { name: 'Work' } });
    const transfer_data = { destination: shop.id, ...('transfer_data' in sent && sent.transfer_data) };
    const error = await refusal(
      stripe.quotes.create({ customer, line_items: [{ price: price.id }], ...sent, transfer_data }),
    );
    expect(error).toMatchObject({ statusCode: 400, param });
  });
});

describe('a Checkout Session and a payment link in subscription mode', () => {
  it('hand their shares to the subscription', async () => {
    const { bench, stripe, shop } = await scene();
    const price = await recurringPrice(bench, 1000);
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price: price.id, quantity: 1 }],
      success_url: 'https://shop.example/thanks',
      subscription_data: { application_fee_percent: 10, transfer_data: { destination: shop.id } },
    });
    await bench.sandbox.act(session.id, 'complete');
    const link = await stripe.paymentLinks.create({
      line_items: [{ price: price.id, quantity: 1 }],
      application_fee_percent: 20,
      on_behalf_of: shop.id,
      transfer_data: { destination: shop.id },
    });
    expect(link).toMatchObject({ application_fee_percent: 20, transfer_data: { amount: null, destination: shop.id } });
    const visit = await bench.emulator.fetch(link.url, { redirect: 'manual' });
    const opened = /cs_test_\w+/.exec(visit.headers.get('location') ?? '')?.[0] ?? '';
    await bench.sandbox.act(opened, 'complete');
    expect(await transactionsOf(shop.stripe)).toEqual([
      ['payment', 1000, 100],
      ['payment', 1000, 200],
    ]);
  });

  it('refuses at once what the subscription would refuse', async () => {
    const { bench, stripe } = await scene();
    const price = await recurringPrice(bench, 1000);
    const error = await refusal(
      stripe.checkout.sessions.create({
        mode: 'subscription',
        line_items: [{ price: price.id, quantity: 1 }],
        success_url: 'https://shop.example/thanks',
        subscription_data: { transfer_data: { destination: 'acct_nobody' } },
      }),
    );
    expect(error.param).toBe('subscription_data[transfer_data][destination]');
  });
});
