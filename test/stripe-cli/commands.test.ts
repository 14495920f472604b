/** Resource commands, plain requests and fixtures with the real CLI. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../src/index.ts';
import type { RawBody } from '../raw-body.ts';
import { type Site, stripe } from './cli.ts';

let emulator: Emulator;
let site: Site;

beforeAll(async () => {
  emulator = await createEmulator();
  site = { url: (await emulator.listen()).url, key: 'sk_test_commands' };
});
afterAll(() => emulator.close());

async function answer(...args: string[]): Promise<RawBody> {
  const { status, stdout, stderr } = await stripe(site, ...args);
  expect({ status, stderr }).toMatchObject({ status: 0 });
  // Deletions are announced before.
  return JSON.parse(stdout.slice(stdout.indexOf('{')));
}

describe('resource commands', () => {
  it('create, read, change, list and delete', async () => {
    const customer = await answer('customers', 'create', '--name=Jenny', '-d', 'metadata[shelf]=top');
    expect(customer).toMatchObject({ object: 'customer', name: 'Jenny', metadata: { shelf: 'top' } });
    expect(await answer('customers', 'retrieve', customer.id)).toEqual(customer);
    expect(await answer('customers', 'update', customer.id, '--name=Jane')).toMatchObject({ name: 'Jane' });
    expect((await answer('customers', 'list', '--limit=1')).data).toMatchObject([{ id: customer.id }]);
    expect(await answer('customers', 'delete', customer.id, '-c')).toEqual({
      id: customer.id,
      object: 'customer',
      deleted: true,
    });
  });

  it('close a dispute', async () => {
    const params = ['--amount=2000', '--currency=usd', '--confirm', '--payment-method=pm_card_createDispute'];
    const intent = await answer('payment_intents', 'create', ...params, '-e', 'latest_charge');
    expect(intent.latest_charge.object).toBe('charge');
    const { data } = await answer('disputes', 'list', `--payment-intent=${intent.id}`);
    expect(await answer('disputes', 'close', data[0].id)).toMatchObject({ status: 'lost' });
  });

  it('act for a connected account', async () => {
    const account = await answer('accounts', 'create', '--type=custom', '--country=US');
    const customer = await answer('customers', 'create', '--stripe-account', account.id);
    expect((await answer('customers', 'list', '--stripe-account', account.id)).data).toMatchObject([
      { id: customer.id },
    ]);
  });

  it('print errors as they come', async () => {
    expect(await answer('customers', 'retrieve', 'cus_none')).toMatchObject({
      error: { code: 'resource_missing', type: 'invalid_request_error' },
    });
  });
});

describe('plain requests', () => {
  it('get, post and delete', async () => {
    const product = await answer('post', '/v1/products', '-d', 'name=Gold');
    expect(await answer('get', `/v1/products/${product.id}`)).toEqual(product);
    expect(await answer('delete', `/v1/products/${product.id}`, '-c')).toMatchObject({ deleted: true });
  });
});

describe('stripe fixtures', () => {
  it('plays a file whose steps refer to each other', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'fixtures-')), 'shop.json');
    const fixtures = [
      { name: 'customer', path: '/v1/customers', method: 'post', params: { name: 'Jenny' } },
      {
        name: 'item',
        path: '/v1/invoiceitems',
        method: 'post',
        params: { customer: `\${customer:id}`, amount: 500, currency: 'usd' },
      },
      {
        name: 'invoice',
        path: '/v1/invoices',
        method: 'post',
        params: { customer: `\${customer:id}`, pending_invoice_items_behavior: 'include' },
      },
    ];
    writeFileSync(file, JSON.stringify({ _meta: { template_version: 0 }, fixtures }));
    expect((await stripe(site, 'fixtures', file)).status).toBe(0);
    expect((await answer('invoices', 'list', '--limit=1')).data).toMatchObject([
      { customer_name: 'Jenny', total: 500 },
    ]);
  });
});
