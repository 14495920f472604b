import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, type TestBench, testBench } from './harness.ts';
import { metered } from './metered-customer.ts';
import { toldBy } from './subscribed-customer.ts';

type Params = Partial<Stripe.Billing.CreditGrantCreateParams>;

const usd = (value: number) => ({ type: 'monetary', monetary: { currency: 'usd', value } }) as const;
const forMetered = { scope: { price_type: 'metered' } } as const;

const grantOf = ({ stripe }: TestBench, customer: string, value: number, params: Params = {}) =>
  stripe.billing.creditGrants.create({ customer, amount: usd(value), applicability_config: forMetered, ...params });

/** What the customer can spend on anything metered, by currency. */
async function balanceOf({ stripe }: TestBench, customer: string): Promise<number | undefined> {
  const { balances } = await stripe.billing.creditBalanceSummaries.retrieve({
    customer,
    filter: { type: 'applicability_scope', applicability_scope: { price_type: 'metered' } },
  });
  return balances[0]?.available_balance.monetary?.value;
}

/** Type and value of every movement, oldest first. */
async function movementsOf({ stripe }: TestBench, customer: string): Promise<[string, number | undefined][]> {
  const { data } = await stripe.billing.creditBalanceTransactions.list({ customer, limit: 100 });
  return data
    .map(({ credit, debit }): [string, number | undefined] => {
      const side = credit ?? debit;
      return [String(side?.type), side?.amount.monetary?.value];
    })
    .reverse();
}

/** A customer who has used 100 pieces for 0.02 each, with these grants of credits. */
async function scene(grants: readonly [value: number, params?: Params][] = []) {
  const bench = await testBench();
  const user = await metered(bench);
  const made: Stripe.Billing.CreditGrant[] = [];
  for (const [value, params] of grants) made.push(await grantOf(bench, user.customer, value, params));
  await user.use(100);
  return { bench, user, made, stripe: bench.stripe };
}

describe('POST /v1/billing/credit_grants', () => {
  it('makes a grant and its first transaction', async () => {
    const bench = await testBench();
    const { customer } = await metered(bench);
    const { now } = await bench.sandbox.clock();
    let grant: Stripe.Billing.CreditGrant | undefined;
    const told = await toldBy(bench, async () => {
      grant = await grantOf(bench, customer, 500, { name: 'Welcome', metadata: { from: 'sales' } });
    });
    expect(told).toEqual(['billing.credit_grant.created', 'billing.credit_balance_transaction.created']);
    expect(grant).toMatchObject({
      amount: usd(500),
      applicability_config: forMetered,
      category: 'paid',
      customer,
      effective_at: now,
      expires_at: null,
      metadata: { from: 'sales' },
      name: 'Welcome',
      priority: 50,
      voided_at: null,
    });
    expect(await movementsOf(bench, customer)).toEqual([['credits_granted', 500]]);
    expect(await balanceOf(bench, customer)).toBe(500);
  });

  it('waits for the day on which it takes effect', async () => {
    const bench = await testBench();
    const { customer } = await metered(bench);
    const { now } = await bench.sandbox.clock();
    await grantOf(bench, customer, 500, { effective_at: now + 86_400 });
    expect(await balanceOf(bench, customer)).toBeUndefined();
    await bench.sandbox.advance('1d');
    expect(await balanceOf(bench, customer)).toBe(500);
    expect(await movementsOf(bench, customer)).toEqual([['credits_granted', 500]]);
  });

  it.each([
    ['nothing', { amount: usd(0) }, 'amount[monetary][value]'],
    ['no money', { amount: { type: 'monetary' } }, 'amount[monetary]'],
    [
      'an unknown price',
      { applicability_config: { scope: { prices: [{ id: 'price_x' }] } } },
      'applicability_config[scope][prices][0][id]',
    ],
    ['a priority beyond 100', { priority: 101 }, 'priority'],
    ['an end in the past', { expires_at: 1_000_000_000 }, 'expires_at'],
    ['nobody', { customer: undefined }, 'customer'],
  ] as [string, Params, string][])('refuses %s', async (_, params, param) => {
    const bench = await testBench();
    const { customer } = await metered(bench);
    const error = await refusal(grantOf(bench, customer, 500, params));
    expect(error).toMatchObject({ statusCode: 400, param });
    expect((await bench.stripe.billing.creditGrants.list()).data).toEqual([]);
  });

  it('is for prices with a meter only', async () => {
    const bench = await testBench();
    const { customer } = await metered(bench);
    const plain = await bench.stripe.prices.create({ currency: 'usd', unit_amount: 1, product_data: { name: 'x' } });
    const applicability_config = { scope: { prices: [{ id: plain.id }] } };
    const error = await refusal(grantOf(bench, customer, 500, { applicability_config }));
    expect(error.param).toBe('applicability_config[scope][prices][0][id]');
  });
});

describe('an invoice for usage', () => {
  it('is paid from credits before the card is charged', async () => {
    const { bench, user, stripe } = await scene([[150]]);
    await bench.sandbox.advance('31d2h');
    const invoice = await user.latest();
    const [transaction] = (await stripe.billing.creditBalanceTransactions.list({ customer: user.customer })).data;
    const credit = {
      amount: 150,
      credit_balance_transaction: transaction?.id,
      type: 'credit_balance_transaction',
    };
    expect(invoice).toMatchObject({
      amount_paid: 50,
      status: 'paid',
      subtotal: 200,
      total: 50,
      total_discount_amounts: [],
      total_pretax_credit_amounts: [credit],
    });
    const [line] = invoice.lines.data;
    expect(line).toMatchObject({ amount: 200, discount_amounts: [], pretax_credit_amounts: [credit] });
    expect(transaction).toMatchObject({
      debit: { amount: usd(150), credits_applied: { invoice: invoice.id, invoice_line_item: line?.id } },
      type: 'debit',
    });
    expect(await balanceOf(bench, user.customer)).toBe(0);
  });

  it('charges nothing where credits pay for all of it', async () => {
    const { bench, user } = await scene([[1000]]);
    await bench.sandbox.advance('31d2h');
    expect(await user.latest()).toMatchObject({ amount_due: 0, status: 'paid', total: 0 });
    expect(await balanceOf(bench, user.customer)).toBe(800);
  });

  it('stays as it is while it is a draft', async () => {
    const { bench, user } = await scene([[150]]);
    await bench.sandbox.advance('31d');
    expect(await user.latest()).toMatchObject({ status: 'draft', total: 200 });
    expect(await balanceOf(bench, user.customer)).toBe(150);
  });

  it('is discounted before, and taxed after', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const rate = await stripe.taxRates.create({ display_name: 'VAT', inclusive: false, percentage: 10 });
    const coupon = await stripe.coupons.create({ duration: 'forever', percent_off: 50 });
    const user = await metered(
      bench,
      { unit_amount: 2 },
      { default_tax_rates: [rate.id], discounts: [{ coupon: coupon.id }] },
    );
    await grantOf(bench, user.customer, 40);
    await user.use(100);
    await bench.sandbox.advance('31d2h');
    // 200, less half, less 40, and ten percent of these 60.
    expect(await user.latest()).toMatchObject({
      subtotal: 200,
      total: 66,
      total_excluding_tax: 60,
      total_taxes: [{ amount: 6, taxable_amount: 60 }],
      total_discount_amounts: [{ amount: 100 }],
    });
  });

  it('leaves alone what is no usage, another currency, and what belongs to other prices', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const user = await metered(bench);
    const other = await stripe.prices.create({
      currency: 'usd',
      unit_amount: 1,
      product_data: { name: 'Other' },
      recurring: {
        interval: 'month',
        usage_type: 'metered',
        meter: (await stripe.billing.meters.list()).data[0]?.id ?? '',
      },
    });
    await grantOf(bench, user.customer, 500, {
      amount: { type: 'monetary', monetary: { currency: 'eur', value: 500 } },
    });
    await grantOf(bench, user.customer, 500, { applicability_config: { scope: { prices: [{ id: other.id }] } } });
    await stripe.invoiceItems.create({ customer: user.customer, amount: 300, currency: 'usd' });
    await user.use(100);
    await bench.sandbox.advance('31d2h');
    expect(await user.latest()).toMatchObject({ total: 500, total_pretax_credit_amounts: [] });
  });

  it('takes grants by priority, then by what ends first, then what was promised before what was paid', async () => {
    const bench = await testBench();
    const user = await metered(bench);
    const { now } = await bench.sandbox.clock();
    const later = now + 90 * 86_400;
    const wishes: Params[] = [
      { name: 'paid', expires_at: later },
      { name: 'promotional', category: 'promotional', expires_at: later },
      { name: 'soon', expires_at: later - 86_400 },
      { name: 'urgent', priority: 1 },
      { name: 'lasting' },
    ];
    const names = new Map<string, string | null>();
    for (const wish of wishes) {
      const { id, name } = await grantOf(bench, user.customer, 30, wish);
      names.set(id, name);
    }
    await user.use(100);
    await bench.sandbox.advance('31d2h');
    const { data } = await bench.stripe.billing.creditBalanceTransactions.list({ customer: user.customer });
    const used = data.filter(({ debit }) => debit?.type === 'credits_applied').reverse();
    expect(used.map(({ credit_grant }) => names.get(String(credit_grant)))).toEqual([
      'urgent',
      'soon',
      'promotional',
      'paid',
      'lasting',
    ]);
  });

  it('gives the credits back when it is voided', async () => {
    const { bench, user, stripe } = await scene([[150]]);
    await stripe.subscriptions.update(user.subscription.id, { collection_method: 'send_invoice', days_until_due: 30 });
    await bench.sandbox.advance('31d2h');
    const { id } = await user.latest();
    await stripe.invoices.voidInvoice(id);
    expect(await movementsOf(bench, user.customer)).toEqual([
      ['credits_granted', 150],
      ['credits_applied', 150],
      ['credits_application_invoice_voided', 150],
    ]);
    expect(await balanceOf(bench, user.customer)).toBe(150);
  });

  it('gives nothing back that has expired meanwhile', async () => {
    const { bench, user, stripe, made } = await scene([[150]]);
    await stripe.subscriptions.update(user.subscription.id, { collection_method: 'send_invoice', days_until_due: 30 });
    await bench.sandbox.advance('31d2h');
    await stripe.billing.creditGrants.expire(made[0]?.id ?? '');
    await stripe.invoices.voidInvoice((await user.latest()).id);
    expect((await movementsOf(bench, user.customer)).slice(-2)).toEqual([
      ['credits_application_invoice_voided', 150],
      ['credits_expired', 150],
    ]);
    expect(await balanceOf(bench, user.customer)).toBeUndefined();
  });

  it('can be credited by what the customer paid of it', async () => {
    const { bench, user, stripe } = await scene([[150]]);
    await bench.sandbox.advance('31d2h');
    const invoice = await user.latest();
    const line = invoice.lines.data[0]?.id ?? '';
    const note = await stripe.creditNotes.create({
      invoice: invoice.id,
      lines: [{ type: 'invoice_line_item', invoice_line_item: line, amount: 200 }],
      refund_amount: 50,
    });
    expect(note).toMatchObject({
      discount_amount: 0,
      pretax_credit_amounts: [{ amount: 150, type: 'credit_balance_transaction' }],
      subtotal: 200,
      total: 50,
    });
  });
});

describe('a grant that ends', () => {
  it('expires by the clock with what is left of it', async () => {
    const { bench, user } = await scene();
    const { now } = await bench.sandbox.clock();
    await grantOf(bench, user.customer, 500, { expires_at: now + 86_400 });
    const told = await toldBy(bench, () => bench.sandbox.advance('1d'));
    expect(told).toEqual(['billing.credit_balance_transaction.created']);
    expect(await movementsOf(bench, user.customer)).toEqual([
      ['credits_granted', 500],
      ['credits_expired', 500],
    ]);
  });

  it('expires by hand, once', async () => {
    const { bench, user, made, stripe } = await scene([[500]]);
    const { now } = await bench.sandbox.clock();
    const id = made[0]?.id ?? '';
    expect(await stripe.billing.creditGrants.expire(id)).toMatchObject({ expires_at: now, voided_at: null });
    expect(await balanceOf(bench, user.customer)).toBeUndefined();
    const error = await refusal(stripe.billing.creditGrants.expire(id));
    expect(error).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError' });
  });

  it('is voided only while nobody has used it', async () => {
    const { bench, user, made, stripe } = await scene([[500], [100]]);
    const [used, unused] = made.map(({ id }) => id);
    await bench.sandbox.advance('31d2h');
    const error = await refusal(stripe.billing.creditGrants.voidGrant(used ?? ''));
    expect(error.statusCode).toBe(400);
    const told = await toldBy(bench, () => stripe.billing.creditGrants.voidGrant(unused ?? ''));
    expect(told).toEqual(['billing.credit_grant.updated', 'billing.credit_balance_transaction.created']);
    expect((await movementsOf(bench, user.customer)).at(-1)).toEqual(['credits_voided', 100]);
    expect(await balanceOf(bench, user.customer)).toBe(300);
  });

  it('lasts longer, or for ever, when it is told to', async () => {
    const { bench, user, stripe } = await scene();
    const { now } = await bench.sandbox.clock();
    const { id } = await grantOf(bench, user.customer, 500, { expires_at: now + 86_400 });
    await stripe.billing.creditGrants.update(id, { expires_at: '', metadata: { kept: 'yes' } });
    await bench.sandbox.advance('2d');
    expect(await balanceOf(bench, user.customer)).toBe(500);
    await stripe.billing.creditGrants.expire(id);
    expect((await refusal(stripe.billing.creditGrants.update(id, { expires_at: '' }))).statusCode).toBe(400);
  });
});

describe('GET /v1/billing/credit_balance_summary', () => {
  it('sums one grant, or those that pay for a price', async () => {
    const bench = await testBench();
    const { customer, price } = await metered(bench);
    const { id } = await grantOf(bench, customer, 100);
    await grantOf(bench, customer, 30, { applicability_config: { scope: { prices: [{ id: price }] } } });
    const sum = async (filter: Stripe.Billing.CreditBalanceSummaryRetrieveParams.Filter) =>
      (await bench.stripe.billing.creditBalanceSummaries.retrieve({ customer, filter })).balances[0]?.ledger_balance;
    expect(await sum({ type: 'credit_grant', credit_grant: id })).toEqual(usd(100));
    expect(await sum({ type: 'applicability_scope', applicability_scope: { prices: [{ id: price }] } })).toEqual(
      usd(130),
    );
    expect(await balanceOf(bench, customer)).toBe(100);
  });
});
