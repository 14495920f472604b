/** What the generic engine makes of relations: lists in objects, objects in parameters, filters, settings, verbs. */
import { describe, expect, it } from 'vitest';
import { isFilter } from '../../src/server/engine/generic/filters.ts';
import { defineResource } from '../../src/server/kernel/resource.ts';
import type { StoredObject } from '../../src/server/kernel/work.ts';
import { loadDescription } from '../../src/server/spec/description.ts';
import { type EngineBench, engineBench } from './engine-bench.ts';

const description = loadDescription();

async function post(bench: EngineBench, path: string, body = '') {
  const answer = await bench.call('POST', path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  expect(description.match('POST', path)?.operation.checkAnswer(answer.body)).toEqual([]);
  return answer.body;
}

async function get(bench: EngineBench, path: string) {
  const answer = await bench.call('GET', path);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

async function withCatalogue() {
  const bench = engineBench();
  const product = await post(bench, '/v1/products', 'name=Lamp');
  const price = await post(
    bench,
    '/v1/prices',
    `product=${product.id}&currency=usd&unit_amount=2000&recurring[interval]=month`,
  );
  const customer = await post(bench, '/v1/customers', 'email=jenny@example.com');
  return { bench, product, price, customer };
}

describe('a price', () => {
  it('is recurring when it says how, and says its amount twice', async () => {
    const { price, product, bench } = await withCatalogue();
    expect(price).toMatchObject({
      active: true,
      type: 'recurring',
      recurring: { interval: 'month' },
      product: product.id,
      unit_amount: 2000,
      unit_amount_decimal: '2000',
    });
    const once = await post(bench, '/v1/prices', `product=${product.id}&currency=usd&unit_amount_decimal=19.5`);
    expect(once).toMatchObject({ type: 'one_time', unit_amount: null, unit_amount_decimal: '19.5' });
  });

  it('makes its product at once', async () => {
    const bench = engineBench();
    const price = await post(bench, '/v1/prices', 'currency=usd&unit_amount=5&product_data[name]=Lamp');
    expect(await get(bench, `/v1/products/${price.product}`)).toMatchObject({ name: 'Lamp', active: true });
  });

  it('is made at once by its product', async () => {
    const bench = engineBench();
    const product = await post(
      bench,
      '/v1/products',
      'name=Lamp&default_price_data[currency]=usd&default_price_data[unit_amount]=5',
    );
    const price = await get(bench, `/v1/prices/${product.default_price}`);
    expect(price).toMatchObject({ product: product.id, unit_amount: 5 });
  });

  it('shows its tiers to those who ask', async () => {
    const { bench, product } = await withCatalogue();
    const tiered = await post(
      bench,
      '/v1/prices',
      `product=${product.id}&currency=usd&recurring[interval]=month&billing_scheme=tiered&tiers_mode=graduated&tiers[0][up_to]=inf&tiers[0][unit_amount]=5`,
    );
    expect(tiered).not.toHaveProperty('tiers');
    const expanded = await get(bench, `/v1/prices/${tiered.id}?expand[]=tiers`);
    expect(expanded.tiers).toHaveLength(1);
  });
});

describe('ids chosen by the caller', () => {
  it('are taken, once', async () => {
    const bench = engineBench();
    expect((await post(bench, '/v1/coupons', 'id=SPRING&percent_off=10')).id).toBe('SPRING');
    const again = await bench.call('POST', '/v1/coupons', 'id=SPRING&percent_off=20');
    expect(again.status).toBe(400);
    expect(again.body.error).toMatchObject({ code: 'resource_already_exists', message: 'Coupon already exists.' });
    expect(await get(bench, '/v1/coupons/SPRING')).toMatchObject({ percent_off: 10, valid: true });
  });
});

describe('the items of a subscription', () => {
  it('are made with it, listed in it and on their own', async () => {
    const { bench, price, customer } = await withCatalogue();
    const subscription = await post(
      bench,
      '/v1/subscriptions',
      `customer=${customer.id}&items[0][price]=${price.id}&items[0][quantity]=3`,
    );
    const { items } = subscription;
    expect(items).toMatchObject({
      object: 'list',
      has_more: false,
      url: `/v1/subscription_items?subscription=${subscription.id}`,
      data: [{ object: 'subscription_item', quantity: 3, subscription: subscription.id, price: { id: price.id } }],
    });
    const listed = await get(bench, `/v1/subscription_items?subscription=${subscription.id}`);
    expect(listed.data).toEqual(items.data);
  });

  it('change, come and go with an update', async () => {
    const { bench, price, customer } = await withCatalogue();
    const { id, items } = await post(
      bench,
      '/v1/subscriptions',
      `customer=${customer.id}&items[0][price]=${price.id}&items[1][price]=${price.id}`,
    );
    const [first, second] = items.data;
    const updated = await post(
      bench,
      `/v1/subscriptions/${id}`,
      `items[0][id]=${first.id}&items[0][quantity]=9&items[1][id]=${second?.id}&items[1][deleted]=true&items[2][price]=${price.id}&items[2][quantity]=4`,
    );
    expect(updated.items.data.map((each) => each.quantity)).toEqual([4, 9]);
  });

  it('want a price that is there', async () => {
    const { bench, customer } = await withCatalogue();
    const before = await bench.dump();
    const { status, body } = await bench.call(
      'POST',
      '/v1/subscriptions',
      `customer=${customer.id}&items[0][price]=price_nope`,
    );
    expect([status, body.error]).toEqual([
      400,
      expect.objectContaining({
        code: 'resource_missing',
        param: 'items[0][price]',
        message: "No such price: 'price_nope'",
      }),
    ]);
    expect(await bench.dump()).toEqual(before);
  });
});

describe('tax ids of a customer', () => {
  it('are listed below it and not below another', async () => {
    const bench = engineBench();
    const [one, other] = [await post(bench, '/v1/customers'), await post(bench, '/v1/customers')];
    const taxId = await post(bench, `/v1/customers/${one.id}/tax_ids`, 'type=eu_vat&value=DE123456789');
    expect(taxId).toMatchObject({ object: 'tax_id', customer: one.id, type: 'eu_vat', value: 'DE123456789' });
    expect((await get(bench, `/v1/customers/${one.id}/tax_ids`)).data).toEqual([taxId]);
    expect((await get(bench, `/v1/customers/${other.id}/tax_ids`)).data).toEqual([]);
    expect((await bench.call('GET', `/v1/customers/${other.id}/tax_ids/${taxId.id}`)).status).toBe(404);
    const expanded = await get(bench, `/v1/customers/${one.id}?expand[]=tax_ids`);
    expect(expanded.tax_ids).toMatchObject({ data: [taxId], url: `/v1/customers/${one.id}/tax_ids` });
    expect((await bench.call('DELETE', `/v1/customers/${one.id}/tax_ids/${taxId.id}`)).body).toEqual({
      id: taxId.id,
      object: 'tax_id',
      deleted: true,
    });
    expect((await get(bench, `/v1/customers/${one.id}/tax_ids`)).data).toEqual([]);
  });
});

describe('settings', () => {
  it.each([
    ['/v1/tax/settings', 'defaults[tax_behavior]=inclusive', { defaults: { tax_behavior: 'inclusive' } }],
    ['/v1/balance_settings', 'payments[debit_negative_balances]=true', { payments: { debit_negative_balances: true } }],
  ])('%s are there without being made, and keep what they are told', async (path, body, expected) => {
    const bench = engineBench();
    const before = await get(bench, path);
    expect(before).not.toMatchObject(expected);
    expect(before).not.toHaveProperty('id');
    expect(await post(bench, path, body)).toMatchObject(expected);
    expect(await get(bench, path)).toMatchObject(expected);
  });

  it('are kept for each customer', async () => {
    const bench = engineBench();
    const [one, other] = [await post(bench, '/v1/customers'), await post(bench, '/v1/customers')];
    await post(bench, `/v1/customers/${one.id}/cash_balance`, 'settings[reconciliation_mode]=manual');
    expect(await get(bench, `/v1/customers/${one.id}/cash_balance`)).toMatchObject({
      customer: one.id,
      settings: { reconciliation_mode: 'manual' },
    });
    expect(await get(bench, `/v1/customers/${other.id}/cash_balance`)).not.toMatchObject({
      settings: { reconciliation_mode: 'manual' },
    });
    const expanded = await get(bench, `/v1/customers/${one.id}?expand[]=cash_balance`);
    expect(expanded.cash_balance).toMatchObject({
      object: 'cash_balance',
      settings: { reconciliation_mode: 'manual' },
    });
    expect(await get(bench, `/v1/customers/${one.id}`)).not.toHaveProperty('cash_balance');
  });

  it('name the own account', async () => {
    const bench = engineBench();
    expect(await get(bench, '/v1/account')).toMatchObject({ id: bench.account, object: 'account' });
  });

  it('do not answer for the customer when a discount is deleted', async () => {
    const bench = engineBench();
    const customer = await post(bench, '/v1/customers');
    expect((await bench.call('DELETE', `/v1/customers/${customer.id}/discount`)).status).toBe(404);
    expect(await get(bench, `/v1/customers/${customer.id}`)).toEqual(customer);
    const discount = await bench.seed('discount', {}, customer);
    const deleted = await bench.call('DELETE', `/v1/customers/${customer.id}/discount`);
    expect(deleted.body).toMatchObject({ id: discount.id, object: 'discount', deleted: true, customer: customer.id });
  });
});

describe('one place with several types', () => {
  it('takes the type that the hash names', async () => {
    const bench = engineBench();
    const account = await post(bench, '/v1/accounts', 'type=custom');
    const bank = await post(
      bench,
      `/v1/accounts/${account.id}/external_accounts`,
      'external_account[object]=bank_account&external_account[country]=DE&external_account[currency]=eur&external_account[account_number]=DE89370400440532013000',
    );
    expect(bank).toMatchObject({ object: 'bank_account', account: account.id, country: 'DE', currency: 'eur' });
    expect(await get(bench, `/v1/accounts/${account.id}/external_accounts/${bank.id}`)).toEqual(bank);
    const card = await bench.seed('card', {}, account as never);
    const all = await get(bench, `/v1/accounts/${account.id}/external_accounts`);
    expect(all.data.map(({ id }: { id: string }) => id).sort()).toEqual([bank.id, card.id].sort());
    const cards = await get(bench, `/v1/accounts/${account.id}/external_accounts?object=card`);
    expect(cards.data.map(({ id }: { id: string }) => id)).toEqual([card.id]);
    expect((await bench.call('DELETE', `/v1/accounts/${account.id}/external_accounts/${card.id}`)).body).toEqual({
      id: card.id,
      object: 'card',
      deleted: true,
    });
  });
});

describe('list filters', () => {
  it('ask for equal values, sets, ranges and parts of hashes', async () => {
    const { bench, product, price } = await withCatalogue();
    const yearly = await post(
      bench,
      '/v1/prices',
      `product=${product.id}&currency=eur&unit_amount=1&recurring[interval]=year&lookup_key=yearly`,
    );
    const ids = async (query: string): Promise<string[]> =>
      (await get(bench, `/v1/prices?${query}`)).data.map(({ id }: { id: string }) => id);
    expect(await ids('currency=eur')).toEqual([yearly.id]);
    expect(await ids('recurring[interval]=month')).toEqual([price.id]);
    expect(await ids('lookup_keys[]=yearly&lookup_keys[]=other')).toEqual([yearly.id]);
    expect(await ids(`product=${product.id}&type=recurring`)).toEqual([yearly.id, price.id]);
    expect(await ids('active=false')).toEqual([]);
    const products = await get(bench, `/v1/products?ids[]=${product.id}&ids[]=prod_nope`);
    expect(products.data).toHaveLength(1);
  });

  it('ask for times in ranges', async () => {
    const bench = engineBench();
    await bench.seed('invoice', { due_date: 1000 });
    await bench.seed('invoice', { due_date: 2000 });
    const due = async (query: string): Promise<number[]> =>
      (await get(bench, `/v1/invoices?${query}`)).data.map((each) => each.due_date);
    expect(await due('due_date[gt]=1000')).toEqual([2000]);
    expect(await due('due_date[gte]=1000&due_date[lt]=2000')).toEqual([1000]);
    expect(await due('due_date=1000')).toEqual([1000]);
  });

  it('ask about what lies further in', async () => {
    const { bench, price, customer } = await withCatalogue();
    const subscription = await post(bench, '/v1/subscriptions', `customer=${customer.id}&items[0][price]=${price.id}`);
    await post(bench, '/v1/subscriptions', `customer=${customer.id}`);
    const ids = async (path: string): Promise<string[]> =>
      (await get(bench, path)).data.map(({ id }: { id: string }) => id);
    expect(await ids(`/v1/subscriptions?price=${price.id}`)).toEqual([subscription.id]);
    expect(await ids('/v1/subscriptions?current_period_end[gt]=0')).toEqual([subscription.id]);
    expect(await ids('/v1/subscriptions?current_period_end[lt]=1')).toEqual([]);
    const rate = 'display_name=Ground&type=fixed_amount&fixed_amount[amount]=500&fixed_amount[currency]';
    await post(bench, '/v1/shipping_rates', `${rate}=usd`);
    const euro = await post(bench, '/v1/shipping_rates', `${rate}=eur`);
    expect(await ids('/v1/shipping_rates?currency=eur')).toEqual([euro.id]);
    const pending = await bench.seed('invoiceitem');
    await bench.seed('invoiceitem', { invoice: (await bench.seed('invoice')).id });
    expect(await ids('/v1/invoiceitems?pending=true')).toEqual([pending.id]);
  });

  it('ask for nothing with `all`', async () => {
    const { bench, customer } = await withCatalogue();
    const { id } = await post(bench, '/v1/subscriptions', `customer=${customer.id}`);
    await bench.call('DELETE', `/v1/subscriptions/${id}`);
    expect((await get(bench, '/v1/subscriptions?status=all')).data).toHaveLength(1);
    expect((await get(bench, '/v1/subscriptions?status=canceled')).data).toHaveLength(1);
    expect((await get(bench, '/v1/subscriptions?status=active')).data).toHaveLength(0);
  });

  it('want the customer to be there', async () => {
    const { status, body } = await engineBench().call('GET', '/v1/subscriptions?customer=cus_nope');
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ param: 'customer', message: "No such customer: 'cus_nope'" });
  });

  it('are what most parameters of lists are; the rest needs a modelled resource', () => {
    const idle = description.operations
      .filter(({ kind, until }) => kind === 'list' && until === undefined)
      .flatMap((operation) =>
        [...operation.paramNames]
          .filter((param) => !isFilter(description, operation, param))
          .map((param) => `${operation.id} ${param}`),
      );
    expect(idle).toMatchInlineSnapshot(`
      [
        "balance.listHistory payout",
        "balanceTransactions.list payout",
        "billing.creditBalanceTransactions.list customer",
        "billing.creditBalanceTransactions.list customer_account",
        "billing.meters.listEventSummaries customer",
        "billing.meters.listEventSummaries value_grouping_window",
        "creditNotes.listPreviewLineItems invoice",
        "creditNotes.listPreviewLineItems credit_amount",
        "creditNotes.listPreviewLineItems effective_at",
        "creditNotes.listPreviewLineItems email_type",
        "creditNotes.listPreviewLineItems lines",
        "creditNotes.listPreviewLineItems memo",
        "creditNotes.listPreviewLineItems out_of_band_amount",
        "creditNotes.listPreviewLineItems reason",
        "creditNotes.listPreviewLineItems refund_amount",
        "creditNotes.listPreviewLineItems refunds",
        "creditNotes.listPreviewLineItems shipping_cost",
        "entitlements.activeEntitlements.list customer",
        "events.list delivery_success",
        "financialConnections.accounts.list session",
        "radar.valueLists.list contains",
        "treasury.debitReversals.list resolution",
        "treasury.transactionEntries.list order_by",
        "treasury.transactions.list order_by",
      ]
    `);
  });
});

describe('verbs', () => {
  it.each([
    ['payout', '/v1/payouts/{}/cancel', { status: 'canceled' }],
    ['invoice', '/v1/invoices/{}/void', { status: 'void', status_transitions: { voided_at: expect.any(Number) } }],
    ['invoice', '/v1/invoices/{}/mark_uncollectible', { status: 'uncollectible' }],
    ['invoice', '/v1/invoices/{}/finalize', { status: 'open' }],
    ['quote', '/v1/quotes/{}/accept', { status: 'accepted', status_transitions: { accepted_at: expect.any(Number) } }],
    ['billing.meter', '/v1/billing/meters/{}/deactivate', { status: 'inactive' }],
    [
      'subscription_schedule',
      '/v1/subscription_schedules/{}/release',
      { status: 'released', released_at: expect.any(Number) },
    ],
    [
      'test_helpers.test_clock',
      '/v1/test_helpers/test_clocks/{}/advance',
      { status: 'ready', frozen_time: 1_900_000_000 },
    ],
    ['invoice_rendering_template', '/v1/invoice_rendering_templates/{}/archive', { status: 'archived' }],
  ])('%s: %s', async (type, path, expected) => {
    const bench = engineBench();
    const { id } = await bench.seed(type);
    const body = path.endsWith('advance') ? 'frozen_time=1900000000' : '';
    expect(await post(bench, path.replace('{}', id), body)).toMatchObject(expected);
  });

  it('cancel a subscription that is deleted', async () => {
    const { bench, customer } = await withCatalogue();
    const { id } = await post(bench, '/v1/subscriptions', `customer=${customer.id}`);
    const canceled = await bench.call('DELETE', `/v1/subscriptions/${id}`);
    expect(canceled.body).toMatchObject({ id, status: 'canceled', canceled_at: expect.any(Number) });
    expect(await get(bench, `/v1/subscriptions/${id}`)).toMatchObject({ status: 'canceled' });
  });

  it('find and delete a secret by what it is called', async () => {
    const bench = engineBench();
    const secret = await post(bench, '/v1/apps/secrets', 'name=token&payload=p&scope[type]=account');
    const query = 'name=token&scope[type]=account';
    expect(await get(bench, `/v1/apps/secrets/find?${query}`)).toMatchObject({ id: secret.id });
    expect((await bench.call('GET', '/v1/apps/secrets/find?name=other&scope[type]=account')).status).toBe(404);
    expect(await post(bench, '/v1/apps/secrets/delete', query)).toMatchObject({ id: secret.id, deleted: true });
    expect((await bench.call('GET', `/v1/apps/secrets/find?${query}`)).status).toBe(404);
  });

  it('preview without keeping anything', async () => {
    const { bench, customer } = await withCatalogue();
    const before = await bench.dump();
    const preview = await post(bench, '/v1/invoices/create_preview', `customer=${customer.id}`);
    expect(preview).toMatchObject({ object: 'invoice', customer: customer.id });
    expect(await bench.dump()).toEqual(before);
  });

  it('answer another object where the description says so', async () => {
    const { bench, customer } = await withCatalogue();
    const funded = await post(
      bench,
      `/v1/test_helpers/customers/${customer.id}/fund_cash_balance`,
      'amount=500&currency=usd',
    );
    expect(funded).toMatchObject({ object: 'customer_cash_balance_transaction', customer: customer.id });
    const listed = await get(bench, `/v1/customers/${customer.id}/cash_balance_transactions`);
    expect(listed.data).toEqual([funded]);
  });
});

describe('a resource that only has a machine', () => {
  const schedule = defineResource<StoredObject & { status: string }>('subscription_schedule', {
    machine: {
      initial: ['not_started'],
      rules: [{ from: 'not_started', action: 'cancel', to: 'canceled' }],
    },
  });
  const card = defineResource<StoredObject & { status: string }>('issuing.card', {
    machine: { initial: ['active'], rules: [{ from: 'active', action: 'block', to: 'canceled' }] },
  });

  it('begins in its first state and moves by the verbs that it knows', async () => {
    const bench = engineBench([schedule]);
    const { id } = await bench.seed('subscription_schedule');
    const path = `/v1/subscription_schedules/${id}`;
    expect(await post(bench, `${path}/release`)).toMatchObject({ status: 'not_started' });
    expect(await post(bench, `${path}/cancel`)).toMatchObject({ status: 'canceled' });
    const again = await bench.call('POST', `${path}/cancel`);
    expect([again.status, again.body.error.message]).toEqual([
      400,
      'This subscription schedule cannot cancel while its status is canceled.',
    ]);
  });

  it('does not let a parameter move it', async () => {
    const bench = engineBench([card]);
    const made = await bench.seed('issuing.card');
    expect(made).toMatchObject({ status: 'active' });
    const updated = await post(bench, `/v1/issuing/cards/${made.id}`, 'status=canceled&metadata[a]=b');
    expect(updated).toMatchObject({ status: 'active', metadata: { a: 'b' } });
    expect(bench.crashes).toEqual([]);
  });
});

describe('what is left empty', () => {
  it('is as in the object that it belongs to', async () => {
    const bench = engineBench();
    const transfer = await bench.seed('transfer', { amount: 700, currency: 'eur' });
    const whole = await post(bench, `/v1/transfers/${transfer.id}/reversals`);
    expect(whole).toMatchObject({ amount: 700, currency: 'eur', transfer: transfer.id });
    const part = await post(bench, `/v1/transfers/${transfer.id}/reversals`, 'amount=1');
    expect(part).toMatchObject({ amount: 1, currency: 'eur' });
    const expanded = await get(bench, `/v1/transfers/${transfer.id}`);
    expect(expanded.reversals.data).toEqual([part, whole]);
  });
});

describe('what only Stripe makes', () => {
  it('is believed by its id', async () => {
    const bench = engineBench();
    const product = await post(bench, '/v1/products', 'name=Lamp&tax_code=txcd_99999999');
    expect(product.tax_code).toBe('txcd_99999999');
    const refused = await bench.call('POST', '/v1/products', 'name=Lamp&tax_code=nonsense');
    expect(refused.body.error).toMatchObject({ code: 'resource_missing', param: 'tax_code' });
  });
});

describe('an update', () => {
  it('tells its time where the object keeps it, and emits an event with the old values', async () => {
    const { bench, product } = await withCatalogue();
    const updated = await post(bench, `/v1/products/${product.id}`, 'name=Lantern&active=false');
    expect(updated).toMatchObject({ name: 'Lantern', active: false, updated: product.updated });
    const events = (await get(bench, '/v1/events?type=product.updated')).data;
    expect(events).toHaveLength(1);
    expect(events[0].data).toMatchObject({
      object: { name: 'Lantern' },
      previous_attributes: { name: 'Lamp', active: true },
    });
  });

  it('that changes nothing emits none', async () => {
    const { bench, product } = await withCatalogue();
    await post(bench, `/v1/products/${product.id}`, 'name=Lamp');
    expect((await get(bench, '/v1/events?type=product.updated')).data).toEqual([]);
  });
});
