import { describe, expect, it } from 'vitest';
import { draftOf, eventsOf, openInvoice, paidInvoice, payingCustomer, withoutCounter } from './billed-customer.ts';
import { refusal, testBench } from './harness.ts';

describe('POST /v1/invoices', () => {
  it('makes an empty draft that nobody advances', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const invoice = await bench.stripe.invoices.create({ customer });
    expect(invoice).toMatchObject({
      amount_due: 0,
      auto_advance: false,
      automatically_finalizes_at: null,
      billing_reason: 'manual',
      collection_method: 'charge_automatically',
      currency: 'usd',
      customer_email: 'ada@example.com',
      ending_balance: null,
      hosted_invoice_url: null,
      number: null,
      parent: null,
      status: 'draft',
    });
    expect(invoice.lines.data).toEqual([]);
    expect((await bench.eventTypes()).slice(-2)).toEqual(['customer.updated', 'invoice.created']);
  });

  it('pulls in what is pending, newest first', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    for (const amount of [100, 200, 300]) await bench.stripe.invoiceItems.create({ customer, amount, currency: 'usd' });
    const other = await bench.stripe.invoices.create({ customer });
    expect(other.lines.data).toEqual([]);
    const invoice = await bench.stripe.invoices.create({ customer, pending_invoice_items_behavior: 'include' });
    await bench.stripe.invoiceItems.create({ customer, invoice: invoice.id, amount: 400, currency: 'usd' });
    const lines = (await bench.stripe.invoices.retrieve(invoice.id)).lines.data;
    expect(lines.map(({ amount }) => amount)).toEqual([300, 200, 100, 400]);
    expect((await bench.stripe.invoiceItems.list({ pending: true })).data).toEqual([]);
  });

  it.each([
    [{ days_until_due: 3 }, 'days_until_due'],
    [{ collection_method: 'send_invoice' as const, days_until_due: 3, due_date: 2_000_000_000 }, 'days_until_due'],
    [{ transfer_data: { destination: 'acct_x' } }, 'transfer_data[destination]'],
    [{ default_payment_method: 'pm_card_visa' }, 'default_payment_method'],
    [{ discounts: [{ coupon: 'nope' }] }, 'discounts[0][coupon]'],
  ])('refuses %j', async (params, param) => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    expect(await refusal(bench.stripe.invoices.create({ customer, ...params }))).toMatchObject({ param });
  });
});

describe('discounts, taxes and shipping', () => {
  it('shows the discount of an item in the subtotal, as recorded', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const half = await bench.stripe.coupons.create({ percent_off: 50, duration: 'forever' });
    const { id: invoice } = await bench.stripe.invoices.create({ customer });
    const discounts = [{ coupon: half.id }];
    await bench.stripe.invoiceItems.create({ customer, invoice, amount: 1900, currency: 'usd', discounts });
    const shown = await bench.stripe.invoices.retrieve(invoice, { expand: ['total_discount_amounts.discount'] });
    expect(shown).toMatchObject({ subtotal: 950, total: 950, amount_due: 950 });
    expect(shown.total_discount_amounts).toMatchObject([
      { amount: 950, discount: { object: 'discount', source: { type: 'coupon', coupon: half.id } } },
    ]);
    expect(shown.lines.data[0]).toMatchObject({ amount: 1900, discount_amounts: [{ amount: 950 }] });
    expect((await bench.stripe.coupons.retrieve(half.id)).times_redeemed).toBe(1);
  });

  it('spreads an amount off over the lines and taxes what is left', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const coupon = await bench.stripe.coupons.create({ amount_off: 100, currency: 'usd' });
    const tax = await bench.stripe.taxRates.create({ display_name: 'Sales', percentage: 10, inclusive: false });
    const invoice = await draftOf(bench, customer, [100, 200, 300], {
      discounts: [{ coupon: coupon.id }],
      default_tax_rates: [tax.id],
    });
    expect(invoice.lines.data.map((line) => line.discount_amounts?.[0]?.amount)).toEqual([16, 33, 51]);
    expect(invoice.lines.data.map((line) => line.taxes?.[0]?.amount)).toEqual([8, 17, 25]);
    expect(invoice).toMatchObject({ subtotal: 600, total_excluding_tax: 500, total: 550, amount_due: 550 });
    expect(invoice.total_taxes).toEqual([
      {
        amount: 50,
        tax_behavior: 'exclusive',
        tax_rate_details: { tax_rate: tax.id },
        taxability_reason: 'not_available',
        taxable_amount: 500,
        type: 'tax_rate_details',
      },
    ]);
  });

  it('takes inclusive tax out of the price', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const vat = await bench.stripe.taxRates.create({ display_name: 'VAT', percentage: 19, inclusive: true });
    const invoice = await draftOf(bench, customer, [1000], { default_tax_rates: [vat.id] });
    expect(invoice).toMatchObject({
      subtotal: 1000,
      subtotal_excluding_tax: 840,
      total: 1000,
      total_excluding_tax: 840,
    });
  });

  it('adds shipping after the subtotal', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const shipping_rate_data = { display_name: 'Ground', fixed_amount: { amount: 500, currency: 'usd' } };
    const invoice = await draftOf(bench, customer, [1000], { shipping_cost: { shipping_rate_data } });
    expect(invoice).toMatchObject({ amount_shipping: 500, subtotal: 1000, total: 1500, amount_due: 1500 });
  });
});

describe('POST /v1/invoices/:id/finalize', () => {
  it('numbers the invoices of a customer and makes the payment ready', async () => {
    const bench = await testBench();
    const { id: customer, invoice_prefix: prefix } = await payingCustomer(bench);
    const draft = await draftOf(bench, customer, [2000]);
    const events = await eventsOf(bench, () => bench.stripe.invoices.finalizeInvoice(draft.id));
    expect(withoutCounter(events)).toEqual(['payment_intent.created', 'invoice.updated', 'invoice.finalized']);
    const invoice = await bench.stripe.invoices.retrieve(draft.id, { expand: ['payments'] });
    expect(invoice).toMatchObject({
      amount_due: 2000,
      amount_remaining: 2000,
      effective_at: invoice.created,
      ending_balance: 0,
      number: `${prefix}-0001`,
      rendering: { pdf: { page_size: 'letter' } },
      status: 'open',
      status_transitions: { finalized_at: invoice.created, paid_at: null },
    });
    expect(invoice.hosted_invoice_url).toMatch(/^https:\/\/api\.stripe\.com\/i\/acct_\w+\/test_\w+\?s=ap$/);
    const [payment] = invoice.payments?.data ?? [];
    expect(payment).toMatchObject({ amount_requested: 2000, amount_paid: null, is_default: true, status: 'open' });
    const intent = await bench.stripe.paymentIntents.retrieve(String(payment?.payment.payment_intent));
    expect(intent).toMatchObject({
      amount: 2000,
      customer,
      description: 'Payment for Invoice',
      capture_method: 'automatic',
    });
    expect((await openInvoice(bench, customer, [500])).number).toBe(`${prefix}-0002`);
  });

  it('refuses a second time', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const { id } = await openInvoice(bench, customer, [2000]);
    expect(await refusal(bench.stripe.invoices.finalizeInvoice(id))).toMatchObject({
      statusCode: 400,
      message: "This invoice is already finalized, you can't re-finalize a non-draft invoice.",
    });
    expect(await refusal(bench.stripe.invoices.del(id))).toMatchObject({
      message: 'You can only delete draft invoices.',
    });
    expect(await refusal(bench.stripe.invoices.update(id, { description: 'late' }))).toMatchObject({
      code: 'invoice_not_editable',
      param: 'description',
    });
    expect((await bench.stripe.invoices.update(id, { metadata: { a: 'b' } })).metadata).toEqual({ a: 'b' });
  });

  it('pays an invoice of nothing at once', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const { id } = await bench.stripe.invoices.create({ customer });
    const events = await eventsOf(bench, () => bench.stripe.invoices.finalizeInvoice(id));
    expect(withoutCounter(events)).toEqual(['invoice.finalized', 'invoice.paid', 'invoice.payment_succeeded']);
    expect((await bench.stripe.invoices.retrieve(id)).status).toBe('paid');
  });

  it('uses credit first, and gives it back when voided', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    await bench.stripe.customers.createBalanceTransaction(customer, { amount: -700, currency: 'usd' });
    const invoice = await openInvoice(bench, customer, [1000]);
    expect(invoice).toMatchObject({ total: 1000, starting_balance: -700, ending_balance: 0, amount_due: 300 });
    const [applied] = (await bench.stripe.customers.listBalanceTransactions(customer)).data;
    expect(applied).toMatchObject({ type: 'applied_to_invoice', amount: 700, ending_balance: 0, invoice: invoice.id });
    await bench.stripe.invoices.voidInvoice(invoice.id);
    const [returned] = (await bench.stripe.customers.listBalanceTransactions(customer)).data;
    expect(returned).toMatchObject({ type: 'unapplied_from_invoice', amount: -700, ending_balance: -700 });
  });

  it('keeps what is too small to be charged on the balance', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const invoice = await openInvoice(bench, customer, [49]);
    expect(invoice).toMatchObject({ status: 'paid', amount_due: 0, total: 49, ending_balance: 49 });
    expect(await openInvoice(bench, customer, [100])).toMatchObject({ amount_due: 149, starting_balance: 49 });
  });

  it('turns a negative total into credit', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const invoice = await openInvoice(bench, customer, [500, -800]);
    expect(invoice).toMatchObject({ status: 'paid', total: -300, amount_due: 0, ending_balance: -300 });
    expect(await bench.stripe.customers.retrieve(customer)).toMatchObject({ balance: -300 });
  });

  it('uses up coupons that work once', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const coupon = await bench.stripe.coupons.create({ percent_off: 25 });
    const draft = await draftOf(bench, customer, [1000], { discounts: [{ coupon: coupon.id }] });
    const events = await eventsOf(bench, () => bench.stripe.invoices.finalizeInvoice(draft.id));
    expect(events[0]).toBe('customer.discount.deleted');
    expect(await bench.stripe.invoices.retrieve(draft.id)).toMatchObject({ subtotal: 1000, total: 750 });
  });
});

describe('the PaymentIntent of a finalized invoice', () => {
  it('names the invoice', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const { id } = await openInvoice(bench, customer, [2000]);
    const { payments } = await bench.stripe.invoices.retrieve(id, { expand: ['payments'] });
    const intent = await bench.stripe.paymentIntents.retrieve(String(payments?.data[0]?.payment.payment_intent));
    expect(intent.payment_details).toEqual({ customer_reference: null, order_reference: id });
  });
});

describe('POST /v1/invoices/:id/pay', () => {
  it('charges the default card', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const { id } = await openInvoice(bench, customer, [2000]);
    const events = await eventsOf(bench, () => bench.stripe.invoices.pay(id));
    expect(events).toEqual([
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
    ]);
    expect(await bench.stripe.invoices.retrieve(id)).toMatchObject({
      amount_paid: 2000,
      amount_remaining: 0,
      attempt_count: 1,
      attempted: true,
      status: 'paid',
    });
    const [charge] = (await bench.stripe.charges.list({ customer })).data;
    expect(charge).toMatchObject({ amount: 2000, description: 'Payment for Invoice', paid: true });
    expect(await refusal(bench.stripe.invoices.pay(id))).toMatchObject({ message: 'Invoice is already paid' });
  });

  it('tells of the payment itself a little later, and of no request', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const invoice = await paidInvoice(bench, customer, [2000]);
    expect(await eventsOf(bench, () => bench.sandbox.advance('15s'))).toEqual(['invoice_payment.paid']);
    const [event] = (await bench.stripe.events.list({ type: 'invoice_payment.paid' })).data;
    expect(event).toMatchObject({
      request: { id: null },
      data: { object: { invoice: invoice.id, amount_paid: 2000 } },
    });
  });

  it('counts an attempt that fails and leaves the invoice open', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench, 'pm_card_chargeCustomerFail');
    const { id } = await openInvoice(bench, customer, [2000]);
    const events = await eventsOf(bench, async () => {
      expect(await refusal(bench.stripe.invoices.pay(id))).toMatchObject({
        statusCode: 402,
        code: 'card_declined',
        type: 'StripeCardError',
      });
    });
    expect(events).toEqual([
      'charge.failed',
      'payment_intent.payment_failed',
      'invoice.updated',
      'invoice.payment_failed',
    ]);
    expect(await bench.stripe.invoices.retrieve(id)).toMatchObject({
      status: 'open',
      attempt_count: 1,
      attempted: true,
    });
    const good = await bench.stripe.paymentMethods.attach('pm_card_visa', { customer });
    const paid = await bench.stripe.invoices.pay(id, { payment_method: good.id });
    expect(paid).toMatchObject({ status: 'paid', attempt_count: 1 });
  });

  it('asks for the challenge of a card that wants one', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench, 'pm_card_authenticationRequired');
    const { id } = await openInvoice(bench, customer, [2000]);
    const events = await eventsOf(bench, async () => {
      expect(await refusal(bench.stripe.invoices.pay(id))).toMatchObject({
        statusCode: 402,
        code: 'invoice_payment_intent_requires_action',
      });
    });
    expect(events).toEqual([
      'payment_intent.requires_action',
      'invoice.updated',
      'invoice.payment_action_required',
      'invoice.payment_failed',
    ]);
  });

  it('takes money from elsewhere and cancels its own payment', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const { id } = await openInvoice(bench, customer, [2000]);
    const events = await eventsOf(bench, () => bench.stripe.invoices.pay(id, { paid_out_of_band: true }));
    expect(events).toEqual(['invoice.updated', 'invoice.paid', 'payment_intent.canceled']);
    expect(await bench.stripe.invoices.retrieve(id)).toMatchObject({
      amount_paid: 2000,
      attempt_count: 0,
      attempted: false,
      status: 'paid',
    });
    expect((await bench.stripe.invoicePayments.list({ invoice: id, status: 'canceled' })).data).toHaveLength(1);
  });

  it('tells that a draft was finalized after all the rest', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const { id } = await draftOf(bench, customer, [2000]);
    const events = await eventsOf(bench, () => bench.stripe.invoices.pay(id));
    expect(withoutCounter(events)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
      'invoice.finalized',
    ]);
    const paid = await bench.stripe.invoices.retrieve(id, { expand: ['payments'] });
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 2000, attempt_count: 1, auto_advance: false });
    expect(paid.number).toMatch(/-0001$/);
    expect(paid.payments?.data).toMatchObject([{ status: 'paid', amount_paid: 2000, is_default: true }]);
    const [updated] = (await bench.stripe.events.list({ type: 'invoice.updated' })).data;
    expect(updated?.data.previous_attributes).toMatchObject({ status: 'draft', number: null, amount_paid: 0 });
  });

  it('leaves a draft open whose card is declined, and tries again where it is to', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench, 'pm_card_chargeCustomerFail');
    const { id } = await draftOf(bench, customer, [2000], { auto_advance: true });
    const events = await eventsOf(bench, async () => {
      expect(await refusal(bench.stripe.invoices.pay(id))).toMatchObject({ statusCode: 402, code: 'card_declined' });
    });
    expect(withoutCounter(events)).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
      'invoice.updated',
      'invoice.payment_failed',
      'invoice.finalized',
    ]);
    const open = await bench.stripe.invoices.retrieve(id);
    expect(open).toMatchObject({ status: 'open', attempt_count: 1, attempted: true, auto_advance: true });
    expect(open.next_payment_attempt).toBeGreaterThan(open.created);
  });

  it('asks for the challenge of a card on a draft too, and is paid with it', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench, 'pm_card_authenticationRequired');
    const { id } = await draftOf(bench, customer, [2000]);
    expect(await refusal(bench.stripe.invoices.pay(id))).toMatchObject({
      code: 'invoice_payment_intent_requires_action',
    });
    const [payment] = (await bench.stripe.invoicePayments.list({ invoice: id })).data;
    await bench.sandbox.act(String(payment?.payment.payment_intent), 'authenticate');
    expect((await bench.stripe.invoices.retrieve(id)).status).toBe('paid');
  });

  it('finalizes a draft first, and needs something to charge', async () => {
    const bench = await testBench();
    const { id: customer } = await bench.stripe.customers.create({});
    const { id } = await draftOf(bench, customer, [2000]);
    const error = await refusal(bench.stripe.invoices.pay(id));
    expect(error).toMatchObject({ statusCode: 400, code: 'resource_missing' });
    expect((await bench.stripe.invoices.retrieve(id)).status).toBe('draft');
    expect((await bench.stripe.invoices.pay(id, { paid_out_of_band: true })).status).toBe('paid');
  });
});

describe('the other ends of an invoice', () => {
  it('voids it', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const { id } = await openInvoice(bench, customer, [2000]);
    const events = await eventsOf(bench, () => bench.stripe.invoices.voidInvoice(id));
    expect(events).toEqual(['invoice.updated', 'invoice.voided', 'payment_intent.canceled']);
    expect(await bench.stripe.invoices.retrieve(id)).toMatchObject({
      status: 'void',
      amount_due: 2000,
      amount_remaining: 2000,
    });
    for (const call of ['pay', 'voidInvoice', 'markUncollectible', 'finalizeInvoice'] as const)
      expect((await refusal(bench.stripe.invoices[call](id))).statusCode).toBe(400);
  });

  it('gives it up, and may be paid after all', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const { id } = await openInvoice(bench, customer, [2000]);
    const events = await eventsOf(bench, () => bench.stripe.invoices.markUncollectible(id));
    expect(events).toEqual(['invoice.updated', 'invoice.marked_uncollectible']);
    expect((await bench.stripe.invoices.pay(id)).status).toBe('paid');
  });

  it('deletes a draft with its items', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const { id } = await draftOf(bench, customer, [2000, 1]);
    const events = await eventsOf(bench, () => bench.stripe.invoices.del(id));
    expect(events).toEqual(['invoice.deleted', 'invoiceitem.deleted', 'invoiceitem.deleted']);
    expect((await bench.stripe.invoiceItems.list()).data).toEqual([]);
  });

  it('sends only what is to be sent, to somebody', async () => {
    const bench = await testBench();
    const { id: customer } = await bench.stripe.customers.create({});
    const automatic = await draftOf(bench, customer, [2000]);
    expect((await refusal(bench.stripe.invoices.sendInvoice(automatic.id))).message).toContain("set to 'send_invoice'");
    const terms = { collection_method: 'send_invoice', days_until_due: 7 } as const;
    const { id, due_date, created } = await draftOf(bench, customer, [2000], terms);
    expect(due_date).toBe(created + 7 * 86_400);
    expect((await refusal(bench.stripe.invoices.sendInvoice(id))).message).toMatch(/^Missing email\./);
    await bench.stripe.customers.update(customer, { email: 'ada@example.com' });
    await bench.stripe.invoices.update(id, { description: 'with an address now' });
    const events = await eventsOf(bench, () => bench.stripe.invoices.sendInvoice(id));
    expect(events.slice(-2)).toEqual(['invoice.finalized', 'invoice.sent']);
    expect((await bench.stripe.invoices.retrieve(id)).status).toBe('open');
  });
});

describe('auto_advance', () => {
  it('finalizes after an hour and charges', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const { id, created, automatically_finalizes_at } = await draftOf(bench, customer, [2000], { auto_advance: true });
    expect(automatically_finalizes_at).toBe(created + 3600);
    await bench.sandbox.advance('59m');
    expect((await bench.stripe.invoices.retrieve(id)).status).toBe('draft');
    const events = await eventsOf(bench, () => bench.sandbox.advance('1m'));
    expect(withoutCounter(events)).toEqual([
      'payment_intent.created',
      'invoice.updated',
      'invoice.finalized',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
    ]);
  });

  it('tries again after three, five and seven days', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench, 'pm_card_chargeCustomerFail');
    const { id } = await draftOf(bench, customer, [2000], { auto_advance: true });
    const attempts: number[] = [];
    for (const wait of ['1h', '3d', '5d', '7d', '30d']) {
      await bench.sandbox.advance(wait);
      attempts.push((await bench.stripe.invoices.retrieve(id)).attempt_count);
    }
    expect(attempts).toEqual([1, 2, 3, 4, 4]);
    expect(await bench.stripe.invoices.retrieve(id)).toMatchObject({ status: 'open', next_payment_attempt: null });
  });
});

describe('lines of a draft', () => {
  it('are added, changed and removed many at a time', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const { id } = await draftOf(bench, customer, []);
    const pending = await stripe.invoiceItems.create({ customer, amount: 50, currency: 'usd' });
    const more = await stripe.invoices.addLines(id, {
      lines: [{ amount: 100, description: 'one' }, { amount: 200, discountable: false }, { invoice_item: pending.id }],
      invoice_metadata: { made: 'at once' },
    });
    expect(more).toMatchObject({ amount_due: 350, metadata: { made: 'at once' } });
    const [one, two, three] = more.lines.data.map((line) => line.id);
    expect(more.lines.data.map(({ amount }) => amount)).toEqual([100, 200, 50]);
    const changed = await stripe.invoices.updateLines(id, { lines: [{ id: String(one), amount: 10 }] });
    expect(changed.lines.data.map(({ amount }) => amount)).toEqual([10, 200, 50]);
    const line = await stripe.invoices.updateLineItem(id, String(two), { quantity: 3, description: 'thrice' });
    expect(line).toMatchObject({ amount: 600, quantity: 3, description: 'thrice' });
    const fewer = await stripe.invoices.removeLines(id, {
      lines: [
        { id: String(one), behavior: 'delete' },
        { id: String(three), behavior: 'unassign' },
      ],
    });
    expect(fewer.amount_due).toBe(600);
    expect((await stripe.invoiceItems.list({ pending: true })).data.map((item) => item.id)).toEqual([pending.id]);
    expect((await stripe.invoices.listLineItems(id)).data).toHaveLength(1);
  });

  it('are those of another invoice no more than of none', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const [mine, other] = [await draftOf(bench, customer, [100]), await draftOf(bench, customer, [100])];
    const lines = [{ id: String(other.lines.data[0]?.id), amount: 1 }];
    expect(await refusal(bench.stripe.invoices.updateLines(mine.id, { lines }))).toMatchObject({
      param: 'lines[0][id]',
    });
  });
});

describe('POST /v1/invoices/create_preview', () => {
  it('computes without storing', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const coupon = await bench.stripe.coupons.create({ percent_off: 10 });
    await bench.stripe.invoiceItems.create({ customer, amount: 1000, currency: 'usd' });
    const events = await eventsOf(bench, async () => {
      const preview = await bench.stripe.invoices.createPreview({
        customer,
        discounts: [{ coupon: coupon.id }],
        invoice_items: [{ amount: 500, description: 'more' }],
      });
      expect(preview).toMatchObject({ subtotal: 1500, total: 1350, amount_due: 1350, status: 'draft' });
      expect(preview.id).toMatch(/^upcoming_in_/);
      expect(preview.lines.data.map(({ amount }) => amount)).toEqual([1000, 500]);
    });
    expect(events).toEqual([]);
    expect((await bench.stripe.invoices.list()).data).toEqual([]);
    expect((await bench.stripe.invoiceItems.list()).data).toHaveLength(1);
    expect((await bench.stripe.products.list()).data).toHaveLength(1);
    expect((await bench.stripe.coupons.retrieve(coupon.id)).times_redeemed).toBe(0);
  });

  it('is of something: a customer alone is not enough', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const message =
      'You must provide at least one of: `subscription`, `schedule`, `subscription_details.items`, `schedule_details.phases`, `invoice_items`.';
    const details = { proration_behavior: 'none' as const };
    for (const params of [{ customer }, { customer, subscription_details: details }, {}])
      expect(await refusal(bench.stripe.invoices.createPreview(params))).toMatchObject({ statusCode: 400, message });
  });
});

describe('POST /v1/invoices/:id/attach_payment', () => {
  it('lets a PaymentIntent of one’s own pay', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const invoice = await openInvoice(bench, customer, [2000]);
    const intent = await stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      customer,
      confirm: true,
      payment_method: 'pm_card_visa',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    });
    const events = await eventsOf(bench, () =>
      stripe.invoices.attachPayment(invoice.id, { payment_intent: intent.id }),
    );
    expect(events).toEqual(['invoice.updated', 'invoice.paid', 'invoice.payment_succeeded', 'payment_intent.canceled']);
    const [paid] = (await stripe.invoicePayments.list({ invoice: invoice.id, status: 'paid' })).data;
    expect(paid).toMatchObject({ is_default: false, payment: { payment_intent: intent.id } });
    const note = await stripe.creditNotes.create({ invoice: invoice.id, amount: 500, refund_amount: 500 });
    expect(note.refunds).toHaveLength(1);
  });
});

describe('GET /v1/invoices', () => {
  it('filters by customer, status and due date', async () => {
    const bench = await testBench();
    const [ada, bob] = [await payingCustomer(bench), await payingCustomer(bench)];
    const open = await openInvoice(bench, ada.id, [500]);
    const sent = await draftOf(bench, bob.id, [500], { collection_method: 'send_invoice', days_until_due: 1 });
    const ids = async (params: object): Promise<string[]> =>
      (await bench.stripe.invoices.list(params)).data.map(({ id }) => id);
    expect(await ids({ customer: ada.id })).toEqual([open.id]);
    expect(await ids({ status: 'draft' })).toEqual([sent.id]);
    expect(await ids({ due_date: { gt: 0 } })).toEqual([sent.id]);
    expect(await ids({ collection_method: 'send_invoice' })).toEqual([sent.id]);
  });
});
