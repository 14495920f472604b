import { describe, expect, it } from 'vitest';
import { connectedEvents, individual, usBank } from './connected.ts';
import { refusal, testBench } from './harness.ts';
import { pdf } from './uploads.ts';

const custom = async () => {
  const bench = await testBench();
  const { id } = await bench.stripe.accounts.create({ type: 'custom', country: 'US' });
  return { ...bench, bench, id };
};

describe('POST /v1/accounts/:id/external_accounts', () => {
  it('adds a bank account, the first of its currency as the default', async () => {
    const { stripe, id } = await custom();
    const bank = await stripe.accounts.createExternalAccount(id, { external_account: usBank });
    expect(bank).toMatchObject({
      object: 'bank_account',
      account: id,
      available_payout_methods: ['standard', 'instant'],
      bank_name: 'STRIPE TEST BANK',
      country: 'US',
      currency: 'usd',
      default_for_currency: true,
      last4: '6789',
      requirements: { currently_due: [], past_due: [] },
      routing_number: '110000000',
      status: 'new',
    });
    expect(bank).not.toHaveProperty('customer');
    const { external_accounts: all, requirements } = await stripe.accounts.retrieve(id);
    expect(all?.data).toEqual([bank]);
    expect(requirements?.currently_due).not.toContain('external_account');
  });

  it('moves the default', async () => {
    const { stripe, id } = await custom();
    const first = await stripe.accounts.createExternalAccount(id, { external_account: 'btok_us' });
    const second = await stripe.accounts.createExternalAccount(id, { external_account: 'btok_us_verified' });
    expect([second.default_for_currency, (second as { status?: string }).status]).toEqual([false, 'verified']);
    await stripe.accounts.updateExternalAccount(id, second.id, { default_for_currency: true });
    expect((await stripe.accounts.retrieveExternalAccount(id, first.id)).default_for_currency).toBe(false);
    const third = await stripe.accounts.createExternalAccount(id, {
      external_account: 'btok_us',
      default_for_currency: true,
    });
    expect((await stripe.accounts.retrieveExternalAccount(id, second.id)).default_for_currency).toBe(false);
    expect(third.default_for_currency).toBe(true);
  });

  it('spends tokens of bank accounts and debit cards', async () => {
    const { stripe, id } = await custom();
    const token = await stripe.tokens.create({ bank_account: { ...usBank, object: undefined } as never });
    const bank = await stripe.accounts.createExternalAccount(id, { external_account: token.id });
    expect(bank.object).toBe('bank_account');
    expect((await refusal(stripe.accounts.createExternalAccount(id, { external_account: token.id }))).code).toBe(
      'token_already_used',
    );
    const card = await stripe.accounts.createExternalAccount(id, { external_account: 'tok_visa_debit' });
    expect(card).toMatchObject({ object: 'card', account: id, currency: 'usd', funding: 'debit', last4: '5556' });
    const credit = await refusal(stripe.accounts.createExternalAccount(id, { external_account: 'tok_visa' }));
    expect(credit.statusCode).toBe(400);
    const cards = await stripe.accounts.listExternalAccounts(id, { object: 'card' });
    expect(cards.data.map((each) => each.id)).toEqual([card.id]);
    expect((await stripe.accounts.listExternalAccounts(id)).data).toHaveLength(2);
  });

  it.each([
    ['US', { account_number: '000123456789' }, 'routing_number', 'parameter_missing'],
    ['US', { account_number: '000123456789', routing_number: '11' }, 'routing_number', 'routing_number_invalid'],
    ['US', { account_number: '000123456789', routing_number: '123456789' }, 'routing_number', 'routing_number_invalid'],
    ['US', { account_number: 'X', routing_number: '110000000' }, 'account_number', 'account_number_invalid'],
    ['GB', { account_number: '00012345' }, 'routing_number', 'parameter_missing'],
    ['GB', { account_number: '00012345', routing_number: '1088' }, 'routing_number', 'routing_number_invalid'],
    ['GB', { account_number: '12', routing_number: '108800' }, 'account_number', 'account_number_invalid'],
    ['GB', { account_number: 'GB83NWBK60161331926819' }, 'account_number', 'account_number_invalid'],
    ['AU', { account_number: '0001', routing_number: '110000' }, 'account_number', 'account_number_invalid'],
    ['CA', { account_number: '000123456789', routing_number: '110000000' }, 'routing_number', 'routing_number_invalid'],
    ['DE', { account_number: 'DE90370400440532013000' }, 'account_number', 'account_number_invalid'],
    ['DE', { account_number: 'DE8937040044053201300' }, 'account_number', 'account_number_invalid'],
    ['DE', { account_number: '000123456789', routing_number: '110000000' }, 'account_number', 'account_number_invalid'],
    ['FR', { account_number: 'DE89370400440532013000' }, 'account_number', 'account_number_invalid'],
  ])('refuses in %s what no bank has: %j', async (country, numbers, param, code) => {
    const { stripe, id } = await custom();
    const refused = await refusal(
      stripe.accounts.createExternalAccount(id, { external_account: { object: 'bank_account', country, ...numbers } }),
    );
    expect(refused).toMatchObject({ statusCode: 400, param: `bank_account[${param}]`, code });
    expect((await stripe.accounts.listExternalAccounts(id)).data).toEqual([]);
  });

  it.each([
    ['GB', { account_number: '00012345', routing_number: '10-88-00' }, 'gbp'],
    ['GB', { account_number: 'GB82 WEST 1234 5698 7654 32' }, 'gbp'],
    ['AU', { account_number: '111111113', routing_number: '110-000' }, 'aud'],
    ['CA', { account_number: '000222222227', routing_number: '11000-000' }, 'cad'],
    ['FR', { account_number: 'FR89370400440532013000' }, 'eur'],
    ['FR', { account_number: 'FR1420041010050500013M02606' }, 'eur'],
    ['DE', { account_number: 'DE89370400440532013005' }, 'eur'],
    ['JP', { account_number: '0001234', routing_number: '1100000' }, 'jpy'],
    ['SG', { account_number: '000123456', routing_number: '1100-000' }, 'sgd'],
    ['MX', { account_number: '000000001234567897' }, 'mxn'],
  ])('takes the test numbers of %s: %j', async (country, numbers, currency) => {
    const { stripe, id } = await custom();
    const bank = await stripe.accounts.createExternalAccount(id, {
      external_account: { object: 'bank_account', country, ...numbers },
    });
    expect(bank).toMatchObject({ country, currency, last4: numbers.account_number.replaceAll(' ', '').slice(-4) });
  });

  it('takes test numbers only', async () => {
    const { stripe, id } = await custom();
    const refused = await refusal(
      stripe.accounts.createExternalAccount(id, { external_account: { ...usBank, account_number: '123123123' } }),
    );
    expect([refused.statusCode, refused.code, refused.param]).toEqual([
      400,
      'account_number_invalid',
      'bank_account[account_number]',
    ]);
    const routing = await refusal(
      stripe.accounts.createExternalAccount(id, { external_account: { ...usBank, routing_number: '11' } }),
    );
    expect(routing).toMatchObject({ code: 'routing_number_invalid', param: 'bank_account[routing_number]' });
    const slow = await stripe.accounts.createExternalAccount(id, {
      external_account: { ...usBank, account_number: '000888888883' },
    });
    expect(slow.available_payout_methods).toEqual(['standard']);
  });

  it('emits its events on the connected account', async () => {
    const { bench, stripe, id } = await custom();
    const { id: bank } = await stripe.accounts.createExternalAccount(id, { external_account: 'btok_us' });
    await stripe.accounts.updateExternalAccount(id, bank, { metadata: { a: 'b' } });
    await stripe.accounts.deleteExternalAccount(id, bank);
    expect(await connectedEvents(bench, id)).toEqual([
      'account.application.authorized',
      'account.external_account.created',
      'account.updated',
      'account.external_account.updated',
      'account.updated',
      'account.external_account.deleted',
      'account.updated',
    ]);
    const { data } = await bench.client({ stripeAccount: id }).events.list({ type: 'account.updated' });
    expect(data[2]?.data.previous_attributes).toMatchObject({ external_accounts: { data: [], total_count: 0 } });
  });
});

describe('POST /v1/accounts/:id with an external account', () => {
  it('replaces the default of its currency', async () => {
    const { stripe, id } = await custom();
    await stripe.accounts.createExternalAccount(id, { external_account: 'btok_us' });
    const { external_accounts: all } = await stripe.accounts.update(id, { external_account: 'btok_us_verified' });
    expect(all?.data.map((each) => [each.object === 'bank_account' && each.status, each.default_for_currency])).toEqual(
      [['verified', true]],
    );
  });
});

describe('GET /v1/accounts/:id/external_accounts/:id', () => {
  it('says that there is no such external account', async () => {
    const { stripe, id } = await custom();
    const refused = await refusal(stripe.accounts.retrieveExternalAccount(id, 'ba_none'));
    expect([refused.statusCode, refused.message]).toEqual([404, "No such external account: 'ba_none'"]);
  });

  it('stays on the account when it is expanded', async () => {
    const { stripe, id } = await custom();
    await stripe.accounts.createExternalAccount(id, { external_account: 'tok_visa_debit' });
    const account = await stripe.accounts.retrieve(id, { expand: ['external_accounts'] });
    expect(account.external_accounts?.data).toHaveLength(1);
  });
});

describe('DELETE /v1/accounts/:id/external_accounts/:id', () => {
  it('keeps the default one while there are others', async () => {
    const { stripe, id } = await custom();
    const first = await stripe.accounts.createExternalAccount(id, { external_account: 'btok_us' });
    const second = await stripe.accounts.createExternalAccount(id, { external_account: 'btok_us' });
    expect((await refusal(stripe.accounts.deleteExternalAccount(id, first.id))).statusCode).toBe(400);
    expect(await stripe.accounts.deleteExternalAccount(id, second.id)).toMatchObject({ deleted: true });
    expect(await stripe.accounts.deleteExternalAccount(id, first.id)).toMatchObject({ id: first.id, deleted: true });
  });
});

describe('POST /v1/accounts/:id/external_accounts/:id', () => {
  it('knows what a bank account has and what a card has', async () => {
    const { stripe, id } = await custom();
    const bank = await stripe.accounts.createExternalAccount(id, { external_account: 'btok_us' });
    const card = await stripe.accounts.createExternalAccount(id, { external_account: 'tok_visa_debit' });
    const foreign = [
      stripe.accounts.updateExternalAccount(id, bank.id, { exp_month: '12' }),
      stripe.accounts.updateExternalAccount(id, card.id, { account_holder_name: 'Jenny Rosen' }),
    ];
    for (const call of foreign) expect(await refusal(call)).toMatchObject({ code: 'parameter_unknown' });
    const named = await stripe.accounts.updateExternalAccount(id, bank.id, { account_holder_name: 'Jenny Rosen' });
    expect(named).toMatchObject({ account_holder_name: 'Jenny Rosen' });
    expect((await stripe.accounts.retrieve(id)).external_accounts?.data).toContainEqual(named);
  });
});

describe('a bank account that failed a payout', () => {
  it('reads so in its account too, which is asked for another one', async () => {
    const bench = await testBench();
    const { stripe, sandbox, client } = bench;
    const { id } = await stripe.accounts.create({
      ...individual(),
      external_account: { ...usBank, account_number: '000111111113', object: 'bank_account' },
      settings: { payouts: { schedule: { interval: 'manual' } } },
    });
    await sandbox.advance('10s');
    const own = client({ stripeAccount: id });
    await own.charges.create({ amount: 5000, currency: 'usd', source: 'tok_bypassPending' });
    await own.payouts.create({ amount: 1000, currency: 'usd' });
    await sandbox.advance('4d');
    const account = await stripe.accounts.retrieve(id);
    expect(account.external_accounts?.data).toMatchObject([{ status: 'errored' }]);
    expect([account.payouts_enabled, account.requirements?.currently_due]).toEqual([false, ['external_account']]);
    expect((await connectedEvents(bench, id)).slice(-3)).toEqual([
      'payout.failed',
      'account.external_account.updated',
      'account.updated',
    ]);
  });

  it('is used again after an update', async () => {
    const { stripe, sandbox, id } = await custom();
    const bank = await stripe.accounts.createExternalAccount(id, { external_account: 'btok_us' });
    await sandbox.act(bank.id, 'fail', {}, { account: id });
    const failed = await stripe.accounts.retrieveExternalAccount(id, bank.id);
    expect(failed).toMatchObject({ status: 'errored' });
    expect((await stripe.accounts.retrieve(id)).requirements?.past_due).toContain('external_account');
    const mended = await stripe.accounts.updateExternalAccount(id, bank.id, {});
    expect(mended).toMatchObject({ status: 'new' });
  });
});

describe('a bank account whose owner Stripe checks', () => {
  const checked = async (account_number: string) => {
    const bench = await testBench();
    const { id } = await bench.stripe.accounts.create({
      ...individual(),
      external_account: { ...usBank, account_number, object: 'bank_account' },
    });
    return { ...bench, id };
  };

  it('is found to be right', async () => {
    const { stripe, sandbox, id } = await checked('000999999991');
    expect((await stripe.accounts.retrieve(id)).requirements?.pending_verification).toContain('external_account');
    await sandbox.advance('10s');
    expect((await stripe.accounts.retrieve(id)).payouts_enabled).toBe(true);
  });

  it('needs a document, which brings payouts', async () => {
    const { client, stripe, sandbox, id } = await checked('000999999992');
    await sandbox.advance('10s');
    const asked = await stripe.accounts.retrieve(id);
    expect([asked.charges_enabled, asked.payouts_enabled]).toEqual([true, false]);
    expect(asked.requirements?.currently_due).toEqual(['documents.bank_account_ownership_verification.files']);
    const proof = (files: string[]) => ({ documents: { bank_account_ownership_verification: { files } } });
    const missing = await refusal(stripe.accounts.update(id, proof(['file_missing'])));
    expect([missing.code, missing.param]).toEqual([
      'resource_missing',
      'documents[bank_account_ownership_verification][files][0]',
    ]);
    const file = await client({ stripeAccount: id }).files.create({
      purpose: 'account_requirement',
      file: { data: pdf(1), name: 'statement.pdf', type: 'application/pdf' },
    });
    await stripe.accounts.update(id, proof([file.id]));
    await sandbox.advance('10s');
    const answered = await stripe.accounts.retrieve(id);
    expect([answered.payouts_enabled, answered.requirements?.eventually_due]).toEqual([true, []]);
  });
});
