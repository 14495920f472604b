/** The stories that every release of the stripe package tells, each in the words of its own version. */
import type Stripe from 'stripe';
import { expect } from 'vitest';
import type { SdkBench } from './sdk-bench.ts';

/** Files go to another host of Stripe's, unless one says otherwise. */
const local = { host: '127.0.0.1' } as Stripe.RequestOptions;
const returns = { return_url: 'https://shop.example.com/paid' };

/** Cards only: what that is called changed with 2026-09-30. */
export const cardsOnly = ({ isBefore }: SdkBench): object =>
  isBefore('2026-09-30') ? { payment_method_types: ['card'] } : { allowed_payment_method_types: ['card'] };

/** As an older release would read it. */
const read = (value: unknown): Record<string, unknown> => value as Record<string, unknown>;

export async function customerWithCard({ stripe }: SdkBench): Promise<string> {
  const { id } = await stripe.customers.create({
    name: 'Jenny Rosen',
    email: 'jenny@example.com',
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  await stripe.paymentMethods.list({ customer: id, type: 'card' });
  return id;
}

export async function tellDispute(bench: SdkBench): Promise<void> {
  const { stripe } = bench;
  const intent = await stripe.paymentIntents.create({
    amount: 5000,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_createDispute',
    ...cardsOnly(bench),
  });
  expect(intent.status).toBe('succeeded');
  const charge = await stripe.charges.retrieve(String(intent.latest_charge), { expand: ['balance_transaction'] });
  expect(charge.disputed).toBe(true);
  const { data } = await stripe.disputes.list({ payment_intent: intent.id });
  const id = data[0]?.id ?? '';
  const refund = stripe.refunds.create({ charge: charge.id });
  await expect(refund).rejects.toMatchObject({ type: 'StripeInvalidRequestError', code: 'charge_disputed' });
  const file = await stripe.files.create(
    {
      purpose: 'dispute_evidence',
      file: { data: Buffer.from('%PDF-1.4\n%%EOF'), name: 'receipt.pdf', type: 'application/pdf' },
    },
    local,
  );
  await stripe.fileLinks.create({ file: file.id });
  const evidence = { receipt: file.id, customer_name: 'Jenny Rosen' };
  expect((await stripe.disputes.update(id, { evidence, submit: false })).evidence_details.has_evidence).toBe(true);
  await stripe.disputes.update(id, { evidence: { uncategorized_text: 'losing_evidence' } });
  await bench.sandbox.advance('1m');
  expect((await stripe.disputes.retrieve(id, { expand: ['charge'] })).status).toBe('lost');
  await stripe.balanceTransactions.list({ limit: 3 });
  await stripe.balance.retrieve();
  const { data: told } = await stripe.events.list({ type: 'charge.dispute.closed' });
  await stripe.events.retrieve(told[0]?.id ?? '');
}

export async function tellQuote(bench: SdkBench): Promise<void> {
  const { stripe } = bench;
  const customer = await customerWithCard(bench);
  const product = await stripe.products.create({ name: 'Hosting' });
  const recurring = { interval: 'month' } as const;
  const price = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 2000, recurring });
  const once = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 5000 });
  const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'once' });
  const quote = await stripe.quotes.create({
    customer,
    line_items: [{ price: price.id, quantity: 2 }, { price: once.id }],
    discounts: [{ coupon: coupon.id }],
  });
  await stripe.quotes.listLineItems(quote.id);
  await stripe.quotes.listComputedUpfrontLineItems(quote.id);
  expect((await stripe.quotes.finalizeQuote(quote.id)).status).toBe('open');
  const accepted = await stripe.quotes.accept(quote.id);
  expect(accepted.status).toBe('accepted');
  const subscription = await stripe.subscriptions.retrieve(String(accepted.subscription), {
    expand: ['latest_invoice'],
  });
  const period = bench.isBefore('2025-03-31') ? read(subscription) : read(subscription.items.data[0]);
  expect(period.current_period_end).toBeGreaterThan(Number(period.current_period_start));
  const plain = await stripe.quotes.create({ customer, line_items: [{ price: once.id }] });
  expect((await stripe.quotes.cancel(plain.id)).status).toBe('canceled');
  await stripe.quotes.list({ customer });
  expect((await stripe.products.update(product.id, { active: false })).active).toBe(false);
}

async function couponed(bench: SdkBench, customer: string): Promise<Stripe.Subscription> {
  const { stripe } = bench;
  const recurring = { interval: 'month' } as const;
  const product_data = { name: 'Gold' };
  const { id: price } = await stripe.prices.create({ currency: 'usd', unit_amount: 1500, recurring, product_data });
  const { id: coupon } = await stripe.coupons.create({ percent_off: 20, duration: 'forever' });
  const code = bench.isBefore('2025-09-30') ? { coupon } : { promotion: { type: 'coupon', coupon } };
  const promotion = await stripe.promotionCodes.create({ code: 'SPRING', ...code } as Stripe.PromotionCodeCreateParams);
  const discount = bench.isBefore('2025-03-31')
    ? { promotion_code: promotion.id }
    : { discounts: [{ promotion_code: promotion.id }] };
  return stripe.subscriptions.create({ customer, items: [{ price }], ...discount });
}

/** The invoice that would come next, in the call of the version. */
async function upcoming({ stripe, isBefore }: SdkBench, customer: string, subscription: string): Promise<void> {
  if (!isBefore('2025-03-31')) {
    await stripe.invoices.createPreview({ customer, subscription });
    return;
  }
  const invoices = stripe.invoices as unknown as { retrieveUpcoming?(params: object): Promise<Stripe.Invoice> };
  // A newer release that speaks an older version has no such call.
  if (invoices.retrieveUpcoming === undefined) return;
  expect(await invoices.retrieveUpcoming({ customer, subscription })).toMatchObject({
    object: 'invoice',
    subscription,
  });
}

export async function tellInvoice(bench: SdkBench): Promise<void> {
  const { stripe, isBefore } = bench;
  const customer = await customerWithCard(bench);
  const isPlain = isBefore('2025-03-31');
  const rate = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false });
  const draft = await stripe.invoices.create({ customer });
  const item = { customer, invoice: draft.id, currency: 'usd', tax_rates: [rate.id] };
  await stripe.invoiceItems.create({ ...item, amount: 1000, description: 'Work' });
  const { id } = await stripe.invoices.finalizeInvoice(draft.id);
  const paid = await stripe.invoices.pay(id);
  expect(paid).toMatchObject({ status: 'paid', total: 1200, ...(isPlain && { paid: true, tax: 200 }) });
  const expand = isPlain ? ['charge', 'payment_intent'] : ['payments.data.payment.payment_intent'];
  const shown = read(await stripe.invoices.retrieve(id, { expand }));
  if (isPlain) expect(shown).toMatchObject({ charge: { paid: true, invoice: id }, payment_intent: { invoice: id } });
  else expect(shown).toMatchObject({ payments: { data: [{ status: 'paid' }] } });
  await stripe.invoiceItems.list({ invoice: id });
  const note = await stripe.creditNotes.create({ invoice: id, amount: 600, refund_amount: 600 });
  if (isPlain) expect(read(note).refund).toMatch(/^re_/);
  else expect(read(note).refunds).toMatchObject([{ amount_refunded: 600 }]);
  await stripe.creditNotes.listLineItems(note.id);

  const open = await stripe.invoices.create({ customer, collection_method: 'send_invoice', days_until_due: 7 });
  await stripe.invoiceItems.create({ customer, invoice: open.id, currency: 'usd', amount: 300 });
  await stripe.invoices.finalizeInvoice(open.id);
  expect((await stripe.invoices.voidInvoice(open.id)).status).toBe('void');

  const subscription = await couponed(bench, customer);
  const [line] = (await stripe.invoices.retrieve(String(subscription.latest_invoice))).lines.data;
  if (isPlain)
    expect(line).toMatchObject({ type: 'subscription', subscription: subscription.id, price: { currency: 'usd' } });
  else expect(line).toMatchObject({ parent: { subscription_item_details: { subscription: subscription.id } } });
  await upcoming(bench, customer, subscription.id);
  await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
  await stripe.customers.retrieve(customer);
  expect((await stripe.subscriptions.cancel(subscription.id)).status).toBe('canceled');
  await stripe.invoices.list({ customer });
}

export async function tellConnect(bench: SdkBench): Promise<void> {
  const { stripe, sandbox } = bench;
  const seller = await stripe.accounts.create({
    type: 'custom',
    country: 'US',
    business_type: 'individual',
    capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
    external_account: {
      object: 'bank_account',
      country: 'US',
      currency: 'usd',
      routing_number: '110000000',
      account_number: '000123456789',
    },
    settings: { payouts: { schedule: { interval: 'manual' } } },
  });
  await stripe.accounts.update(seller.id, {
    business_profile: { mcc: '5734', url: 'https://seller.example.com' },
    tos_acceptance: { date: 1_700_000_000, ip: '203.0.113.7' },
    individual: {
      first_name: 'Jenny',
      last_name: 'Rosen',
      email: 'seller@example.com',
      phone: '+12025550143',
      dob: { day: 1, month: 1, year: 1901 },
      address: { line1: 'address_full_match', city: 'Portland', state: 'OR', postal_code: '97205', country: 'US' },
      ssn_last_4: '0000',
      id_number: '000000000',
    },
  });
  await sandbox.advance('1m');
  const enabled = await stripe.accounts.retrieve(seller.id);
  expect([enabled.charges_enabled, enabled.payouts_enabled, enabled.requirements?.currently_due]).toEqual([
    true,
    true,
    [],
  ]);
  await stripe.accounts.listCapabilities(seller.id);
  await stripe.accounts.listPersons(seller.id);
  await stripe.accounts.listExternalAccounts(seller.id);
  const { refresh_url, return_url } = { refresh_url: 'https://a.example.com', return_url: 'https://b.example.com' };
  await stripe.accountLinks.create({ account: seller.id, type: 'account_onboarding', refresh_url, return_url });

  const pay = (payment_method: string, more: object): Promise<Stripe.PaymentIntent> =>
    stripe.paymentIntents.create({
      amount: 9000,
      currency: 'usd',
      confirm: true,
      payment_method,
      ...cardsOnly(bench),
      ...more,
    });
  const split = { application_fee_amount: 900, transfer_data: { destination: seller.id } };
  const paid = await pay('pm_card_bypassPending', split);
  const charge = await stripe.charges.retrieve(String(paid.latest_charge), { expand: ['transfer', 'application_fee'] });
  expect(charge).toMatchObject({ application_fee: { amount: 900 }, transfer: { destination: seller.id } });
  await stripe.refunds.create({
    payment_intent: paid.id,
    amount: 1000,
    refund_application_fee: true,
    reverse_transfer: true,
  });
  await pay('pm_card_bypassPending', {});
  const transfer = await stripe.transfers.create({ amount: 3000, currency: 'usd', destination: seller.id });
  await stripe.transfers.createReversal(transfer.id, { amount: 500 });
  await stripe.transfers.list({ destination: seller.id });
  await stripe.applicationFees.list({ limit: 3 });

  const asSeller = { stripeAccount: seller.id };
  const payout = await stripe.payouts.create({ amount: 1500, currency: 'usd' }, asSeller);
  await sandbox.advance('8d');
  expect((await stripe.payouts.retrieve(payout.id, {}, asSeller)).status).toBe('paid');
  await stripe.balance.retrieve({}, asSeller);
  await stripe.customers.create({ name: 'Of the seller' }, asSeller);
  expect((await stripe.accounts.del((await stripe.accounts.create({ type: 'express' })).id)).deleted).toBe(true);
}

export async function tellSetup(bench: SdkBench): Promise<void> {
  const { stripe } = bench;
  const { id: customer } = await stripe.customers.create({ name: 'Ann' });
  const intent = await stripe.setupIntents.create({
    customer,
    confirm: true,
    payment_method: 'pm_card_visa',
    ...cardsOnly(bench),
  });
  expect(intent.status).toBe('succeeded');
  await stripe.setupAttempts.list({ setup_intent: intent.id });
  await stripe.mandates.retrieve(String(intent.mandate ?? '')).catch(() => undefined);
  const line = { quantity: 1, price_data: { currency: 'usd', unit_amount: 700, product_data: { name: 'Book' } } };
  await stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [line],
    success_url: returns.return_url,
    ...cardsOnly(bench),
  });
  const intents = stripe.paymentIntents;
  const held = await intents.create({ amount: 900, currency: 'usd', capture_method: 'manual', ...cardsOnly(bench) });
  await intents.confirm(held.id, { payment_method: 'pm_card_visa' });
  expect((await intents.capture(held.id, { amount_to_capture: 500 })).amount_received).toBe(500);
  await expect(
    intents.create({
      amount: 100,
      currency: 'usd',
      confirm: true,
      payment_method: 'pm_card_chargeDeclined',
      ...cardsOnly(bench),
    }),
  ).rejects.toMatchObject({ type: 'StripeCardError', payment_intent: { status: 'requires_payment_method' } });
}
