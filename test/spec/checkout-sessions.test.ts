import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { eventsOf } from './billed-customer.ts';
import { openSession, shirt, success_url } from './checkout.ts';
import { refusal, testBench } from './harness.ts';
import { seller } from './sellers.ts';

describe('POST /v1/checkout/sessions', () => {
  it('opens a session with its amounts, its page and a day to live', async () => {
    const bench = await testBench();
    const session = await openSession(bench);
    expect(session).toMatchObject({
      amount_subtotal: 3000,
      amount_total: 3000,
      currency: 'usd',
      customer: null,
      customer_creation: 'if_required',
      customer_details: null,
      payment_intent: null,
      payment_method_collection: 'if_required',
      payment_status: 'unpaid',
      status: 'open',
      success_url,
      total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
      ui_mode: 'hosted_page',
    });
    expect(session.id).toMatch(/^cs_test_a1\w{56}$/);
    expect(session.expires_at - session.created).toBe(86_400);
    expect(new URL(session.url ?? '').pathname).toBe(`/c/pay/${session.id}`);
    expect(await bench.eventTypes()).not.toContain('checkout.session.created');
  });

  it('lists the lines in the order in which they were sent', async () => {
    const bench = await testBench();
    const { id } = await openSession(bench, { line_items: [shirt(1500, 2), shirt(700, 1, 'Cap')] });
    const { data } = await bench.stripe.checkout.sessions.listLineItems(id);
    expect(data.map(({ description, quantity, amount_total }) => [description, quantity, amount_total])).toEqual([
      ['Shirt', 2, 3000],
      ['Cap', 1, 700],
    ]);
    const expanded = await bench.stripe.checkout.sessions.retrieve(id, { expand: ['line_items'] });
    expect(expanded.line_items?.data.map((line) => line.id)).toEqual(data.map((line) => line.id));
  });

  it('adds discounts, taxes and the first way of shipping', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'once' });
    const vat = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false });
    const session = await openSession(bench, {
      line_items: [{ ...shirt(), tax_rates: [vat.id] }],
      discounts: [{ coupon: coupon.id }],
      shipping_options: [
        { shipping_rate_data: { display_name: 'Ground', fixed_amount: { amount: 500, currency: 'usd' } } },
        { shipping_rate_data: { display_name: 'Air', fixed_amount: { amount: 1500, currency: 'usd' } } },
      ],
      expand: ['total_details.breakdown'],
    });
    expect(session).toMatchObject({
      amount_subtotal: 3000,
      amount_total: 2700 + 540 + 500,
      discounts: [{ coupon: coupon.id, promotion_code: null }],
      shipping_cost: { amount_total: 500, shipping_rate: session.shipping_options[0]?.shipping_rate },
      shipping_options: [{ shipping_amount: 500 }, { shipping_amount: 1500 }],
      total_details: {
        amount_discount: 300,
        amount_shipping: 500,
        amount_tax: 540,
        breakdown: { discounts: [{ amount: 300 }], taxes: [{ amount: 540, rate: { id: vat.id } }] },
      },
    });
    expect((await stripe.coupons.retrieve(coupon.id)).times_redeemed).toBe(0);
  });

  it('knows the address for mail of a customer, or the one it is told', async () => {
    const bench = await testBench();
    const customer = await bench.stripe.customers.create({ email: 'ada@example.com' });
    const known = await openSession(bench, { customer: customer.id });
    expect(known).toMatchObject({ customer: customer.id, customer_creation: null, customer_email: null });
    expect(known.customer_details).toMatchObject({ email: 'ada@example.com', tax_exempt: 'none', tax_ids: null });
    const told = await openSession(bench, { customer_email: 'bob@example.com' });
    expect(told).toMatchObject({ customer_email: 'bob@example.com', customer_details: { email: 'bob@example.com' } });
  });

  it('gives embedded pages a client secret instead of an address', async () => {
    const bench = await testBench();
    const { id, client_secret, url, return_url } = await bench.stripe.checkout.sessions.create({
      mode: 'payment',
      ui_mode: 'embedded_page',
      line_items: [shirt()],
      return_url: 'https://shop.example/back?session={CHECKOUT_SESSION_ID}',
    });
    expect(client_secret?.startsWith(`${id}_secret_`)).toBe(true);
    expect({ url, return_url }).toEqual({
      url: null,
      return_url: 'https://shop.example/back?session={CHECKOUT_SESSION_ID}',
    });
  });

  it('keeps the fields of the merchant, without values', async () => {
    const bench = await testBench();
    const { custom_fields } = await openSession(bench, {
      custom_fields: [
        { key: 'engraving', label: { custom: 'Engraving', type: 'custom' }, type: 'text', optional: true },
        {
          key: 'size',
          label: { custom: 'Size', type: 'custom' },
          type: 'dropdown',
          dropdown: {
            options: [
              { label: 'Small', value: 's' },
              { label: 'Large', value: 'l' },
            ],
            default_value: 'l',
          },
        },
      ],
    });
    expect(custom_fields).toEqual([
      {
        key: 'engraving',
        label: { custom: 'Engraving', type: 'custom' },
        optional: true,
        text: { default_value: null, maximum_length: null, minimum_length: null, value: null },
        type: 'text',
      },
      {
        dropdown: {
          default_value: 'l',
          options: [
            { label: 'Small', value: 's' },
            { label: 'Large', value: 'l' },
          ],
          value: null,
        },
        key: 'size',
        label: { custom: 'Size', type: 'custom' },
        optional: false,
        type: 'dropdown',
      },
    ]);
  });

  const recurring = {
    price_data: {
      currency: 'usd',
      unit_amount: 900,
      product_data: { name: 'Plan' },
      recurring: { interval: 'month' as const },
    },
    quantity: 1,
  };
  const noAmount = shirt(0, 1);

  it.each<
    [string, Stripe.Checkout.SessionCreateParams, { message?: string; param?: string | undefined; code?: string }]
  >([
    ['a missing mode', { mode: undefined as never }, { param: 'mode', code: 'parameter_missing' }],
    ['a missing success_url', { success_url: undefined as never }, { param: 'success_url', code: 'parameter_missing' }],
    [
      'an address that is none',
      { success_url: 'thanks' },
      { message: 'Not a valid URL', param: 'success_url', code: 'url_invalid' },
    ],
    ['missing lines', { line_items: [] }, { param: 'line_items' }],
    [
      'a line without a quantity',
      { line_items: [{ price_data: shirt().price_data as never }] },
      { message: 'Quantity is required. Add `quantity` to `line_items[0]`' },
    ],
    [
      'a recurring price in payment mode',
      { line_items: [recurring] },
      {
        message:
          'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
        param: 'line_items[0][price]',
      },
    ],
    [
      'no recurring price in subscription mode',
      { mode: 'subscription' },
      { message: 'You must provide at least one recurring price in `subscription` mode when using prices.' },
    ],
    [
      'what another mode takes',
      { subscription_data: { description: 'x' } },
      { message: 'You can not pass `subscription_data` in `payment` mode.' },
    ],
    [
      'a customer to be made in subscription mode',
      { mode: 'subscription', line_items: [recurring], customer_creation: 'always' },
      { message: '`customer_creation` can only be used in `payment` mode.' },
    ],
    [
      'codes beside discounts',
      { allow_promotion_codes: true, discounts: [{ coupon: 'x' }] },
      { message: 'You may only specify one of these parameters: allow_promotion_codes, discounts.' },
    ],
    [
      'an unknown coupon',
      { discounts: [{ coupon: 'x' }] },
      { param: 'discounts[0][coupon]', code: 'resource_missing' },
    ],
    [
      'an end too soon',
      { expires_at: 1_767_225_600 + 60 },
      { message: 'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.' },
    ],
    [
      'an end too late',
      { expires_at: 1_767_225_600 + 90_000 },
      { message: 'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.' },
    ],
    [
      'less than a card is charged for',
      { line_items: [shirt(10, 1)] },
      {
        message: "The Checkout Session's total amount due must add up to at least $0.50 usd",
        code: 'amount_too_small',
      },
    ],
    [
      'nothing to pay',
      { line_items: [noAmount] },
      { message: "The Checkout Session's total amount due cannot be zero in `payment` mode" },
    ],
    [
      'a fee for nobody',
      { payment_intent_data: { application_fee_amount: 100, transfer_data: { destination: 'acct_nobody' } } },
      { param: 'payment_intent_data[transfer_data][destination]' },
    ],
    [
      'two fields of one key',
      {
        custom_fields: [
          { key: 'a', label: { custom: 'A', type: 'custom' }, type: 'text' },
          { key: 'a', label: { custom: 'B', type: 'custom' }, type: 'text' },
        ],
      },
      { param: 'custom_fields[1][key]' },
    ],
  ])('refuses %s', async (_, params, error) => {
    const bench = await testBench();
    const events = await bench.eventTypes();
    expect(await refusal(openSession(bench, params))).toMatchObject({ type: 'StripeInvalidRequestError', ...error });
    expect((await bench.stripe.checkout.sessions.list()).data).toEqual([]);
    expect(await bench.eventTypes()).toEqual(events);
  });
});

describe('a customer who pays', () => {
  it('completes the session, in the order of events of Stripe', async () => {
    const bench = await testBench();
    const { id } = await openSession(bench, {
      client_reference_id: 'cart-7',
      metadata: { cart: '7' },
      payment_intent_data: { description: 'Cart 7', metadata: { order: '7' } },
    });
    expect(await eventsOf(bench, () => bench.sandbox.act(id, 'complete'))).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
    ]);
    const session = await bench.stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
    expect(session).toMatchObject({
      client_reference_id: 'cart-7',
      customer: null,
      customer_details: { email: 'jenny.rosen@example.com', name: 'Jenny Rosen', tax_exempt: 'none', tax_ids: [] },
      metadata: { cart: '7' },
      payment_status: 'paid',
      status: 'complete',
      url: null,
      payment_intent: { amount: 3000, description: 'Cart 7', metadata: { order: '7' }, status: 'succeeded' },
    });
    const { data } = await bench.stripe.events.list({ type: 'checkout.session.completed' });
    expect(data[0]?.data.object).toMatchObject({ id, payment_status: 'paid', status: 'complete' });
    expect(
      (
        await bench.stripe.checkout.sessions.list({
          payment_intent: (session.payment_intent as Stripe.PaymentIntent).id,
        })
      ).data,
    ).toHaveLength(1);
  });

  it('becomes a customer first, where the session makes one', async () => {
    const bench = await testBench();
    const { id } = await openSession(bench, {
      customer_creation: 'always',
      phone_number_collection: { enabled: true },
      shipping_address_collection: { allowed_countries: ['DE', 'FR'] },
      payment_intent_data: { setup_future_usage: 'off_session' },
    });
    const types = await eventsOf(bench, () =>
      bench.sandbox.act(id, 'complete', { email: 'ada@example.com', name: 'Ada' }),
    );
    expect(types).toEqual([
      'customer.created',
      'payment_intent.created',
      'payment_method.attached',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
    ]);
    const session = await bench.stripe.checkout.sessions.retrieve(id, { expand: ['customer', 'payment_intent'] });
    expect(session.customer).toMatchObject({
      email: 'ada@example.com',
      name: 'Ada',
      phone: '+15555550100',
      shipping: { name: 'Ada', address: { country: 'DE' } },
    });
    expect(session.collected_information?.shipping_details).toMatchObject({ name: 'Ada', address: { country: 'DE' } });
    expect(session.payment_intent).toMatchObject({ shipping: { name: 'Ada', address: { country: 'DE' } } });
  });

  it('may be declined, and try again with the same intent', async () => {
    const bench = await testBench();
    const { id } = await openSession(bench);
    expect(
      await eventsOf(bench, () => bench.sandbox.act(id, 'complete', { payment_method: 'pm_card_chargeDeclined' })),
    ).toEqual(['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed']);
    const open = await bench.stripe.checkout.sessions.retrieve(id);
    expect(open).toMatchObject({ status: 'open', payment_status: 'unpaid' });
    await bench.sandbox.act(id, 'complete');
    const complete = await bench.stripe.checkout.sessions.retrieve(id);
    expect(complete).toMatchObject({ status: 'complete', payment_intent: open.payment_intent });
    expect((await bench.stripe.charges.list()).data.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
  });

  it('completes it by passing the challenge of the bank', async () => {
    const bench = await testBench();
    const { id } = await openSession(bench);
    await bench.sandbox.act(id, 'complete', { payment_method: 'pm_card_authenticationRequired' });
    const open = await bench.stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
    const intent = open.payment_intent as Stripe.PaymentIntent;
    expect([open.status, intent.status]).toEqual(['open', 'requires_action']);
    await bench.sandbox.act(intent.id, 'authenticate');
    expect(await bench.stripe.checkout.sessions.retrieve(id)).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
    });
  });

  it('uses a promotion code, which counts once it is paid', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const coupon = await stripe.coupons.create({ amount_off: 1000, currency: 'usd', duration: 'once' });
    const code = await stripe.promotionCodes.create({
      promotion: { type: 'coupon', coupon: coupon.id },
      code: 'TENOFF',
    });
    const { id } = await openSession(bench, { allow_promotion_codes: true });
    await bench.sandbox.act(id, 'complete', { promotion_code: 'tenoff' });
    const session = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
    expect(session).toMatchObject({
      amount_subtotal: 3000,
      amount_total: 2000,
      discounts: [{ coupon: null, promotion_code: code.id }],
      payment_intent: { amount: 2000 },
    });
    expect((await stripe.promotionCodes.retrieve(code.id)).times_redeemed).toBe(1);
  });

  it('pays nothing for an order that is free', async () => {
    const bench = await testBench();
    const coupon = await bench.stripe.coupons.create({ percent_off: 100, duration: 'once' });
    const { id } = await openSession(bench, { discounts: [{ coupon: coupon.id }] });
    await bench.sandbox.act(id, 'complete');
    expect(await bench.stripe.checkout.sessions.retrieve(id)).toMatchObject({
      amount_total: 0,
      payment_intent: null,
      payment_status: 'no_payment_required',
      status: 'complete',
    });
  });

  it('owes the money until a hold is captured', async () => {
    const bench = await testBench();
    const { id } = await openSession(bench, { payment_intent_data: { capture_method: 'manual' } });
    await bench.sandbox.act(id, 'complete');
    const held = await bench.stripe.checkout.sessions.retrieve(id);
    expect(held).toMatchObject({ payment_status: 'unpaid', status: 'complete' });
    await bench.stripe.paymentIntents.capture(String(held.payment_intent));
    expect((await bench.stripe.checkout.sessions.retrieve(id)).payment_status).toBe('paid');
  });

  it('shares the payment as the session says', async () => {
    const bench = await testBench();
    const { id: destination } = await seller(bench);
    const { id } = await openSession(bench, {
      payment_intent_data: { application_fee_amount: 300, transfer_data: { destination } },
    });
    await bench.sandbox.act(id, 'complete');
    const [transfer] = (await bench.stripe.transfers.list()).data;
    expect(transfer).toMatchObject({ amount: 3000, destination });
  });

  it('gets an invoice that is paid already, where the session makes one', async () => {
    const bench = await testBench();
    const coupon = await bench.stripe.coupons.create({ percent_off: 10, duration: 'once' });
    const vat = await bench.stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false });
    const { id } = await openSession(bench, {
      discounts: [{ coupon: coupon.id }],
      invoice_creation: { enabled: true, invoice_data: { description: 'Thank you', metadata: { cart: '7' } } },
      line_items: [{ ...shirt(), tax_rates: [vat.id] }],
      shipping_options: [
        { shipping_rate_data: { display_name: 'Ground', fixed_amount: { amount: 500, currency: 'usd' } } },
      ],
    });
    const types = await eventsOf(bench, () => bench.sandbox.act(id, 'complete'));
    expect(types.slice(types.indexOf('checkout.session.completed'))).toEqual([
      'checkout.session.completed',
      'customer.updated',
      'invoice.created',
      'customer.discount.deleted',
      'invoice.finalized',
      'invoice.sent',
      'invoice.paid',
      'invoice.payment_succeeded',
    ]);
    const session = await bench.stripe.checkout.sessions.retrieve(id, { expand: ['invoice'] });
    expect(session.amount_total).toBe(2700 + 540 + 500);
    expect(session.invoice).toMatchObject({
      amount_paid: session.amount_total,
      description: 'Thank you',
      metadata: { cart: '7' },
      status: 'paid',
      lines: { data: [{ amount: 3000, description: 'Shirt', quantity: 2 }] },
    });
    const { data } = await bench.stripe.invoicePayments.list({ invoice: (session.invoice as Stripe.Invoice).id });
    expect(data[0]?.payment).toMatchObject({ payment_intent: session.payment_intent });
  });

  it('answers questions of the merchant', async () => {
    const bench = await testBench();
    const { id } = await openSession(bench, {
      consent_collection: { terms_of_service: 'required', promotions: 'auto' },
      custom_fields: [{ key: 'engraving', label: { custom: 'Engraving', type: 'custom' }, type: 'text' }],
    });
    await bench.sandbox.act(id, 'complete', { custom_fields: { engraving: 'For Bob' }, accept_promotions: true });
    expect(await bench.stripe.checkout.sessions.retrieve(id)).toMatchObject({
      consent: { promotions: 'opt_in', terms_of_service: 'accepted' },
      custom_fields: [{ key: 'engraving', text: { value: 'For Bob' } }],
    });
  });

  it('finds the session over afterwards', async () => {
    const bench = await testBench();
    const { id } = await openSession(bench);
    await bench.sandbox.act(id, 'complete');
    await expect(bench.sandbox.act(id, 'complete')).rejects.toThrow('can be completed');
    expect((await refusal(bench.stripe.checkout.sessions.expire(id))).message).toBe(
      'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of `complete`.',
    );
  });
});

describe('a session that nobody completes', () => {
  it('expires after a day', async () => {
    const bench = await testBench();
    const { id } = await openSession(bench);
    expect(await eventsOf(bench, () => bench.sandbox.advance('24h'))).toEqual(['checkout.session.expired']);
    expect(await bench.stripe.checkout.sessions.retrieve(id)).toMatchObject({
      payment_status: 'unpaid',
      status: 'expired',
      url: null,
    });
    await expect(bench.sandbox.act(id, 'complete')).rejects.toThrow('status of `expired`');
  });

  it('expires by request, and takes its unpaid intent along', async () => {
    const bench = await testBench();
    const { id } = await openSession(bench);
    await bench.sandbox.act(id, 'complete', { payment_method: 'pm_card_chargeDeclined' });
    const expired = await bench.stripe.checkout.sessions.expire(id, { expand: ['payment_intent'] });
    expect(expired).toMatchObject({ status: 'expired', payment_intent: { status: 'canceled' } });
  });
});

describe('a session in setup mode', () => {
  it('has a SetupIntent from the start, and leaves a payment method with the customer', async () => {
    const bench = await testBench();
    const customer = await bench.stripe.customers.create({ email: 'ada@example.com' });
    const session = await bench.stripe.checkout.sessions.create({
      mode: 'setup',
      currency: 'usd',
      customer: customer.id,
      success_url,
      setup_intent_data: { metadata: { why: 'later' } },
    });
    expect(session).toMatchObject({
      amount_total: null,
      discounts: null,
      payment_method_collection: 'always',
      payment_status: 'no_payment_required',
      total_details: null,
    });
    expect(session.id).toMatch(/^cs_test_c1/);
    expect((await bench.eventTypes()).at(-1)).toBe('setup_intent.created');
    expect(await eventsOf(bench, () => bench.sandbox.act(session.id, 'complete'))).toEqual([
      'payment_method.attached',
      'setup_intent.succeeded',
      'checkout.session.completed',
    ]);
    const complete = await bench.stripe.checkout.sessions.retrieve(session.id, { expand: ['setup_intent'] });
    expect(complete).toMatchObject({
      status: 'complete',
      setup_intent: { metadata: { why: 'later' }, status: 'succeeded' },
    });
    expect((await bench.stripe.customers.listPaymentMethods(customer.id)).data).toHaveLength(1);
  });

  it('cancels it when it expires', async () => {
    const bench = await testBench();
    const session = await bench.stripe.checkout.sessions.create({ mode: 'setup', currency: 'usd', success_url });
    expect(await eventsOf(bench, () => bench.stripe.checkout.sessions.expire(session.id))).toEqual([
      'checkout.session.expired',
      'setup_intent.canceled',
    ]);
  });
});

describe('POST /v1/checkout/sessions/:id', () => {
  it('changes metadata, lines and shipping while it is open', async () => {
    const bench = await testBench();
    const { id } = await openSession(bench, { metadata: { a: '1', b: '2' } });
    const [line] = (await bench.stripe.checkout.sessions.listLineItems(id)).data;
    const updated = await bench.stripe.checkout.sessions.update(id, {
      metadata: { a: '', c: '3' },
      line_items: [{ id: String(line?.id), quantity: 3 }, shirt(200, 1, 'Pin')],
      shipping_options: [
        { shipping_rate_data: { display_name: 'Ground', fixed_amount: { amount: 500, currency: 'usd' } } },
      ],
    });
    expect(updated).toMatchObject({
      amount_subtotal: 4700,
      amount_total: 5200,
      metadata: { b: '2', c: '3' },
      shipping_cost: { amount_total: 500 },
    });
    const { data } = await bench.stripe.checkout.sessions.listLineItems(id);
    expect(data.map((each) => [each.description, each.quantity])).toEqual([
      ['Shirt', 3],
      ['Pin', 1],
    ]);
    expect(data[0]?.id).toBe(line?.id);
  });

  it('changes only the metadata of a session that is over', async () => {
    const bench = await testBench();
    const { id } = await openSession(bench);
    await bench.sandbox.act(id, 'complete');
    expect((await bench.stripe.checkout.sessions.update(id, { metadata: { sent: 'yes' } })).metadata).toEqual({
      sent: 'yes',
    });
    const error = await refusal(bench.stripe.checkout.sessions.update(id, { shipping_options: '' }));
    expect(error).toMatchObject({ param: 'shipping_options' });
  });
});

describe('GET /v1/checkout/sessions', () => {
  it('filters by status and customer', async () => {
    const bench = await testBench();
    const customer = await bench.stripe.customers.create({});
    const first = await openSession(bench, { customer: customer.id });
    const second = await openSession(bench);
    await bench.stripe.checkout.sessions.expire(second.id);
    const ids = async (params: Stripe.Checkout.SessionListParams): Promise<string[]> =>
      (await bench.stripe.checkout.sessions.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([second.id, first.id]);
    expect(await ids({ status: 'expired' })).toEqual([second.id]);
    expect(await ids({ customer: customer.id })).toEqual([first.id]);
  });
});
