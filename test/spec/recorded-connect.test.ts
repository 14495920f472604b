import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type TestBench, testBench } from './harness.ts';
import { fund, pay } from './sellers.ts';

const recordings = process.env.STRIPE_RECORDED_DIR;

interface Recording {
  readonly request: { readonly method: string; readonly path: string; readonly params: Record<string, string> };
  readonly body: Record<string, unknown>;
}
const read = (name: string): Recording => JSON.parse(readFileSync(join(recordings ?? '', `${name}.json`), 'utf8'));

/** Ids, times and what an id is part of differ from one sandbox to the next. */
const own =
  /\.(id|account|created|url|fingerprint|front|balance_transaction|destination|destination_payment|destination_payment_refund|transfer|transfer_group|source_transaction|source|available_on|expires_at|requested_at|request_log_url|metadata\..*)$/;

/** What was recorded and is otherwise here. */
function differences(recorded: unknown, ours: unknown, path = ''): string[] {
  if (own.test(path)) return [];
  if (typeof recorded !== 'object' || recorded === null || typeof ours !== 'object' || ours === null)
    return JSON.stringify(recorded) === JSON.stringify(ours) ? [] : [path];
  return Object.entries(recorded).flatMap(([key, value]) =>
    differences(value, (ours as Record<string, unknown>)[key], `${path}.${key}`),
  );
}

/** Older names of parameters, which later versions of the API no longer take. */
function renewed(params: Record<string, string>): string {
  const entries = Object.entries(params).map(([name, value]): [string, string] => {
    if (name.startsWith('requested_capabilities')) return [`capabilities[${value}][requested]`, 'true'];
    return [name.replace(/^bank_account\[/, 'external_account['), value];
  });
  if (entries.some(([name]) => name === 'external_account[country]')) {
    entries.push(['external_account[object]', 'bank_account']);
  }
  return new URLSearchParams(entries).toString();
}

const replay = async ({ call }: TestBench, { request }: Recording) =>
  (await call('POST', request.path, { body: renewed(request.params) })).body;

describe.skipIf(recordings === undefined)('recorded Connect (STRIPE_RECORDED_DIR)', () => {
  it('a standard account begins as recorded', async () => {
    const recorded = read('account--openfoodfoundation-openfoodnetwork--1');
    expect(differences(recorded.body, await replay(await testBench(), recorded))).toEqual([]);
  });

  it('a custom account with a document is enabled within the request', async () => {
    const recorded = read('account--antiwork-gumroad--1');
    // Stripe finishes with the person some moments after the account.
    expect(differences(recorded.body, await replay(await testBench(), recorded))).toEqual([
      '.individual.verification.status',
    ]);
  });

  it('a number that is none of the test mode is refused in the same words', async () => {
    const recorded = read('error.account_number_invalid--antiwork-gumroad--1');
    expect(differences(recorded.body, await replay(await testBench(), recorded))).toEqual([]);
  });

  it.each(['capability--antiwork-gumroad--1', 'capability--antiwork-gumroad--2'])('%s', async (name) => {
    const bench = await testBench();
    const { id } = await bench.stripe.accounts.create({
      type: 'custom',
      country: 'US',
      business_type: 'individual',
      individual: { first_name: 'Ann', last_name: 'Lee', dob: { day: 1, month: 1, year: 1901 } },
    });
    const recorded = read(name);
    const path = recorded.request.path.replace(/acct_\w+/, id);
    const { body } = await bench.call('POST', path, { body: 'requested=true' });
    const { disabled_reason: reason } = recorded.body.requirements as { disabled_reason: string | null };
    expect(body).toMatchObject({
      id: recorded.body.id,
      object: 'capability',
      requested: true,
      status: recorded.body.status,
    });
    expect(Object.keys(body).sort()).toEqual(Object.keys(recorded.body).sort());
    expect(body.requirements.disabled_reason).toBe(reason);
  });

  it('an account link, a transfer and its reversal read as recorded', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id } = await stripe.accounts.create({ type: 'custom', country: 'US' });
    const urls = { refresh_url: 'http://a.example/again', return_url: 'http://a.example/done' };
    const link = await stripe.accountLinks.create({ account: id, type: 'account_onboarding', ...urls });
    const { body: known } = read('account_link--antiwork-gumroad--1');
    expect(Object.keys(link)).toEqual(Object.keys(known));
    expect(link.expires_at - link.created).toBe(Number(known.expires_at) - Number(known.created));

    await fund(stripe);
    const plain = await stripe.transfers.create({
      amount: 700,
      currency: 'usd',
      destination: id,
      transfer_group: '12345',
    });
    expect(differences(read('transfer--pay-rails-pay--1').body, plain)).toEqual([]);
    const { charge } = await pay({ amount: 791, transfer_data: { destination: id } }, stripe);
    const transfer = await stripe.transfers.retrieve(String(charge.transfer));
    expect(differences(read('transfer--antiwork-gumroad--1').body, transfer)).toEqual([]);
    const reversal = await stripe.transfers.createReversal(transfer.id, {}, {});
    const shown = await stripe.transfers.retrieveReversal(transfer.id, reversal.id, {
      expand: ['balance_transaction'],
    });
    expect(differences(read('transfer_reversal--antiwork-gumroad--1').body, shown)).toEqual([]);
  });
});
