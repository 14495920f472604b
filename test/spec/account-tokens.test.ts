import { describe, expect, it } from 'vitest';
import { goodPerson, individual, usBank } from './connected.ts';
import { refusal, testBench } from './harness.ts';

describe('account_token', () => {
  it('stands for what the owner said, once', async () => {
    const { stripe, sandbox } = await testBench();
    const token = await stripe.tokens.create({
      account: { business_type: 'individual', individual: goodPerson, tos_shown_and_accepted: true },
    });
    expect(token).toMatchObject({ type: 'account', used: false, livemode: false });
    expect(token.id).toMatch(/^ct_/);
    expect(JSON.stringify(await stripe.tokens.retrieve(token.id))).not.toContain('Jenny');
    const { business_type: _type, individual: _person, tos_acceptance: _tos, ...rest } = individual();
    const { id } = await stripe.accounts.create({ ...rest, account_token: token.id });
    const account = await stripe.accounts.retrieve(id);
    expect(account).toMatchObject({
      business_type: 'individual',
      individual: { first_name: 'Jenny', ssn_last_4_provided: true },
      tos_acceptance: { date: sandbox.now(), ip: '127.0.0.1' },
    });
    await sandbox.advance('10s');
    expect((await stripe.accounts.retrieve(id)).charges_enabled).toBe(true);
    const again = await refusal(stripe.accounts.update(id, { account_token: token.id }));
    expect(again.code).toBe('token_already_used');
  });

  it('is refused beside what it stands for, and where another kind is needed', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.tokens.create({ account: { business_type: 'company' } });
    const twice = await refusal(
      stripe.accounts.create({ type: 'custom', account_token: id, company: { name: 'Acme' } }),
    );
    expect([twice.statusCode, twice.param]).toEqual([400, 'company']);
    const account = await stripe.accounts.create({ type: 'custom', account_token: id });
    expect(account.business_type).toBe('company');
    const { object: _object, ...bank } = usBank;
    const wrong = await stripe.tokens.create({ bank_account: bank });
    const other = await refusal(stripe.accounts.update(account.id, { account_token: wrong.id }));
    expect([other.statusCode, other.param]).toEqual([400, 'account_token']);
    const nothing = await refusal(stripe.accounts.update(account.id, { account_token: 'ct_nothing' }));
    expect([nothing.statusCode, nothing.code]).toEqual([400, 'resource_missing']);
  });

  it('accepts the terms only where the platform collects', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.tokens.create({ account: { tos_shown_and_accepted: true } });
    const refused = await refusal(stripe.accounts.create({ type: 'express', account_token: id }));
    expect([refused.statusCode, refused.param]).toEqual([400, 'tos_acceptance']);
  });
});

describe('person_token', () => {
  it('stands for a person, to which the request may add', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create({ type: 'custom', business_type: 'company' });
    const token = await stripe.tokens.create({
      person: { first_name: 'Jo', id_number: '000000000', relationship: { owner: true } },
    });
    expect(token.id).toMatch(/^cpt_/);
    const person = await stripe.accounts.createPerson(id, { person_token: token.id, last_name: 'Doe' });
    expect(person).toMatchObject({
      first_name: 'Jo',
      last_name: 'Doe',
      id_number_provided: true,
      relationship: { owner: true },
    });
    const renamed = await stripe.tokens.create({ person: { first_name: 'Joan' } });
    const updated = await stripe.accounts.updatePerson(id, person.id, { person_token: renamed.id });
    expect([updated.first_name, updated.last_name]).toEqual(['Joan', 'Doe']);
  });
});
