/** New objects look like new objects: in their first state, made now, with the secrets and addresses that they live by. */
import { describe, expect, it } from 'vitest';
import { loadDescription } from '../../src/server/spec/description.ts';
import { engineBench } from './engine-bench.ts';

const description = loadDescription();
const creatable = description.operations.filter(({ kind }) => kind === 'create').flatMap(({ resources }) => resources);
const types = [...new Set(creatable)].sort();
const manualStart = Date.UTC(2026, 0, 1) / 1000;

/** Texts that only their parameters can give, or that a modelled resource will. */
const givenByCaller = new Set([
  'alias',
  'app',
  'billing_portal.session.configuration',
  'brand',
  'climate.order.metric_tons',
  'customer',
  'description',
  'destination',
  'display_name',
  'domain_name',
  'event_name',
  'feature',
  'fee',
  'file',
  'financial_account',
  'funding',
  'info_url',
  'invoice',
  'issuing.token',
  'last4',
  'lookup_key',
  'merchant_currency',
  'name',
  'payment_method',
  'physical_bundle',
  'price',
  'product',
  'received_credit',
  'received_debit',
  'report_type',
  'statement_descriptor',
  'subscription',
  'subscription_item',
  'title',
  'token.type',
  'transaction',
  'transfer',
  'url',
  'usage',
  'value',
  'value_list',
]);

describe('a new generic object', () => {
  it.each(types)('%s begins now and in a state of beginnings', async (type) => {
    const bench = engineBench();
    const shape = description.object(type);
    const made = (await bench.seed(type)) as unknown as Record<string, unknown>;
    for (const { name, required, nullable, format, kind } of shape?.fields.values() ?? []) {
      if (!required || nullable) continue;
      const value = made[name];
      if (format === 'unix-time') expect(value, name).toBeGreaterThanOrEqual(manualStart);
      else if (kind === 'string' && value === '')
        expect([...givenByCaller], `${type}.${name}`).toSatisfy(
          (given: string[]) => given.includes(name) || given.includes(`${type}.${name}`),
        );
    }
    expect(String(made.status)).not.toMatch(/cancel|fail|close|expire|reject|void|lost|error|uninstall/);
    if ('active' in made) expect(made.active).toBe(true);
    if ('metadata' in made) expect(made.metadata).toEqual({});
    expect(made.livemode ?? false).toBe(false);
  });

  it.each([
    ['account_link', 'url', /^https:\/\/connect\.stripe\.com\/setup\/e\/acct_\w+\/\w+$/],
    ['account_session', 'client_secret', /^accs_secret__\w{24}$/],
    ['bank_account', 'status', /^new$/],
    ['checkout.session', 'status', /^open$/],
    ['coupon', 'id', /^\w{8}$/],
    ['ephemeral_key', 'secret', /^ek_test_\w{40}$/],
    ['identity.verification_session', 'status', /^requires_input$/],
    ['invoice', 'status', /^draft$/],
    ['issuing.card', 'status', /^inactive$/],
    ['issuing.card', 'last4', /^\d{4}$/],
    ['promotion_code', 'code', /^[0-9A-Z]{8}$/],
    ['quote', 'status', /^draft$/],
    ['setup_intent', 'client_secret', /^seti_1\w{23}_secret_\w{25}$/],
    ['terminal.connection_token', 'secret', /^pst_test_\w{24}$/],
    ['tax.settings', 'status', /^pending$/],
    ['test_helpers.test_clock', 'status', /^ready$/],
  ])('%s has its %s', async (type, field, shape) => {
    const made = (await engineBench().seed(type)) as unknown as Record<string, unknown>;
    expect(made[field]).toMatch(shape);
  });
});

describe('times that lie ahead', () => {
  it.each([
    ['account_link', 'expires_at', 300],
    ['checkout.session', 'expires_at', 86_400],
    ['ephemeral_key', 'expires', 3600],
    ['quote', 'expires_at', 30 * 86_400],
    ['payout', 'arrival_date', 2 * 86_400],
    ['subscription_item', 'current_period_end', 30 * 86_400],
    ['product', 'updated', 0],
    ['invoiceitem', 'date', 0],
  ])('%s.%s', async (type, field, seconds) => {
    const made = (await engineBench().seed(type)) as unknown as Record<string, number>;
    expect(made[field]).toBe(manualStart + seconds);
  });

  it('are told of a period too', async () => {
    expect(await engineBench().seed('invoiceitem')).toMatchObject({ period: { start: manualStart, end: manualStart } });
  });
});
