import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { connectedEvents, goodPerson, usBank } from './connected.ts';
import { refusal, testBench } from './harness.ts';

const company = (country: string): Stripe.AccountCreateParams => ({
  type: 'custom',
  country,
  business_type: 'company',
  business_profile: { mcc: '5734', url: 'https://shop.example.com' },
  capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
  company: {
    address: { city: 'Testville', country, line1: 'address_full_match', postal_code: '94107', state: 'CA' },
    name: 'Rosen Ltd',
    phone: '0000000000',
    tax_id: '000000000',
  },
  external_account: usBank,
  tos_acceptance: { date: 1_767_225_600, ip: '203.0.113.13' },
});

const boss = {
  ...goodPerson,
  relationship: { executive: true, owner: true, percent_ownership: 100, representative: true, title: 'CEO' },
};

const due = (prefix: string, fields: readonly string[]) => fields.map((field) => `${prefix}.${field}`);
const street = ['address.city', 'address.line1', 'address.postal_code', 'address.state'];
const dob = ['dob.day', 'dob.month', 'dob.year'];

describe('a company in the US', () => {
  it('needs its representative and its owners', async () => {
    const { stripe } = await testBench();
    const { requirements, details_submitted, capabilities } = await stripe.accounts.create(company('US'));
    expect(details_submitted).toBe(true);
    expect(capabilities).toEqual({ card_payments: 'inactive', transfers: 'inactive' });
    const now = [
      'company.owners_provided',
      ...due('owners', ['email', 'first_name', 'last_name']),
      ...due('representative', [
        ...street,
        ...dob,
        'email',
        'first_name',
        'last_name',
        'phone',
        'relationship.executive',
        'relationship.title',
        'ssn_last_4',
      ]),
    ];
    expect(requirements?.currently_due).toEqual(now);
    expect(requirements?.past_due).toEqual(now);
    expect(requirements?.eventually_due?.filter((field) => !now.includes(field))).toEqual(
      due('owners', [...street, ...dob, 'phone', 'ssn_last_4']),
    );
    expect(requirements?.alternatives).toEqual([
      {
        original_fields_due: ['representative.ssn_last_4'],
        alternative_fields_due: ['representative.verification.document'],
      },
    ]);
    expect(requirements?.pending_verification).toEqual([...due('company', street), 'company.tax_id']);
  });

  it('is enabled once its only owner is known and verified', async () => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const { id } = await stripe.accounts.create(company('US'));
    const person = await stripe.accounts.createPerson(id, boss);
    expect(person).toMatchObject({
      object: 'person',
      account: id,
      phone: '+10000000000',
      relationship: { owner: true, percent_ownership: 100 },
      ssn_last_4_provided: true,
      verification: { status: 'pending' },
    });
    const pending = await stripe.accounts.retrieve(id);
    expect(pending.capabilities).toEqual({ card_payments: 'pending', transfers: 'pending' });
    expect(pending.requirements).toMatchObject({
      currently_due: [],
      disabled_reason: 'requirements.pending_verification',
    });
    expect(pending.requirements?.pending_verification).toContain(`${person.id}.id_number`);
    await sandbox.advance('10s');
    const enabled = await stripe.accounts.retrieve(id);
    expect([enabled.charges_enabled, enabled.payouts_enabled]).toEqual([true, true]);
    expect((await stripe.accounts.retrievePerson(id, person.id)).verification?.status).toBe('verified');
    const types = await connectedEvents(bench, id);
    expect(types.slice(types.indexOf('person.created'))).toEqual([
      'person.created',
      'account.updated',
      'capability.updated',
      'capability.updated',
      'person.updated',
      'account.updated',
      'capability.updated',
      'capability.updated',
    ]);
  });

  it('names what a person lacks by the id of the person', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create(company('US'));
    const { ssn_last_4: _none, ...rest } = boss;
    const person = await stripe.accounts.createPerson(id, rest);
    expect(person.requirements?.currently_due).toEqual(['ssn_last_4']);
    expect((await stripe.accounts.retrieve(id)).requirements?.currently_due).toEqual([`${person.id}.ssn_last_4`]);
    const mended = await stripe.accounts.updatePerson(id, person.id, { ssn_last_4: '0000' });
    expect(mended.requirements?.currently_due).toEqual([]);
  });

  it.each([
    ['111111111', 'company.verification.document', 'verification_failed_tax_id_match'],
    ['111111112', 'company.tax_id', 'verification_failed_tax_id_not_issued'],
  ])('fails with the tax id %s', async (tax_id, requirement, code) => {
    const { stripe, sandbox } = await testBench();
    const params = company('US');
    const { id } = await stripe.accounts.create({ ...params, company: { ...params.company, tax_id } });
    await stripe.accounts.createPerson(id, boss);
    await sandbox.advance('10s');
    const { requirements, charges_enabled } = await stripe.accounts.retrieve(id);
    expect(requirements?.errors).toMatchObject([{ code, requirement }]);
    expect(charges_enabled).toBe(false);
  });

  it('is charged but not paid out while its address fails', async () => {
    const { stripe, sandbox } = await testBench();
    const params = company('US');
    const address = { ...params.company?.address, line1: 'address_no_match' };
    const { id } = await stripe.accounts.create({ ...params, company: { ...params.company, address } });
    await stripe.accounts.createPerson(id, boss);
    await sandbox.advance('10s');
    const account = await stripe.accounts.retrieve(id);
    expect([account.charges_enabled, account.payouts_enabled]).toEqual([true, false]);
    expect(account.requirements?.past_due).toEqual(['company.address.line1']);
  });
});

describe('a company in Europe', () => {
  it.each(['GB', 'FR'])('needs directors and executives in %s', async (country) => {
    const { stripe } = await testBench();
    const { requirements } = await stripe.accounts.create(company(country));
    for (const field of ['company.directors_provided', 'directors.email', 'company.executives_provided'])
      expect(requirements?.currently_due).toContain(field);
    expect(requirements?.currently_due).not.toContain('representative.ssn_last_4');
    expect(requirements?.currently_due).not.toContain('representative.address.state');
  });

  it('is complete when the platform says that all are there', async () => {
    const { stripe, sandbox } = await testBench();
    const params = company('DE');
    const { id } = await stripe.accounts.create({
      ...params,
      company: { ...params.company, directors_provided: true, executives_provided: true, owners_provided: true },
    });
    await stripe.accounts.createPerson(id, { ...boss, relationship: { ...boss.relationship, director: true } });
    await sandbox.advance('10s');
    expect((await stripe.accounts.retrieve(id)).charges_enabled).toBe(true);
  });

  it('is told which directors are wrong', async () => {
    const { stripe, sandbox } = await testBench();
    const { id } = await stripe.accounts.create(company('GB'));
    await stripe.accounts.createPerson(id, {
      ...boss,
      first_name: 'missing_director',
      relationship: { ...boss.relationship, director: true },
    });
    await sandbox.advance('10s');
    const { requirements } = await stripe.accounts.retrieve(id);
    expect(requirements?.errors?.map(({ code }) => code)).toContain('verification_missing_directors');
  });
});

describe('/v1/accounts/:id/persons', () => {
  it('lists by role', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create(company('US'));
    const first = await stripe.accounts.createPerson(id, {
      first_name: 'Ann',
      relationship: { representative: true, title: 'CEO' },
    });
    const second = await stripe.accounts.createPerson(id, {
      first_name: 'Bea',
      relationship: { owner: true, percent_ownership: 30 },
    });
    expect((await stripe.accounts.listPersons(id)).data.map((person) => person.id)).toEqual([second.id, first.id]);
    const owners = await stripe.accounts.listPersons(id, { relationship: { owner: true } });
    expect(owners.data.map((person) => person.id)).toEqual([second.id]);
  });

  it('knows one representative, who stays', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create(company('US'));
    const { id: first } = await stripe.accounts.createPerson(id, { relationship: { representative: true } });
    const second = await refusal(stripe.accounts.createPerson(id, { relationship: { representative: true } }));
    expect(second.param).toBe('relationship[representative]');
    expect((await refusal(stripe.accounts.deletePerson(id, first))).statusCode).toBe(400);
  });

  it('owns no more than everything', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create(company('US'));
    await stripe.accounts.createPerson(id, { relationship: { owner: true, percent_ownership: 70 } });
    const refused = await refusal(
      stripe.accounts.createPerson(id, { relationship: { owner: true, percent_ownership: 40 } }),
    );
    expect(refused.param).toBe('relationship[percent_ownership]');
  });

  it('emits person.deleted on the connected account', async () => {
    const bench = await testBench();
    const { id } = await bench.stripe.accounts.create(company('US'));
    const person = await bench.stripe.accounts.createPerson(id, { relationship: { owner: true } });
    expect(await bench.stripe.accounts.deletePerson(id, person.id)).toMatchObject({ id: person.id, deleted: true });
    expect(await connectedEvents(bench, id)).toContain('person.deleted');
    expect((await bench.stripe.accounts.listPersons(id)).data).toEqual([]);
  });

  it('hides the person of another account', async () => {
    const { stripe } = await testBench();
    const one = await stripe.accounts.create(company('US'));
    const two = await stripe.accounts.create(company('US'));
    const person = await stripe.accounts.createPerson(one.id, { relationship: { owner: true } });
    expect((await refusal(stripe.accounts.retrievePerson(two.id, person.id))).statusCode).toBe(404);
  });

  it('is what an individual account shows', async () => {
    const { stripe } = await testBench();
    const account = await stripe.accounts.create({
      type: 'custom',
      business_type: 'individual',
      individual: { first_name: 'Jenny', metadata: { a: 'b' } },
    });
    const { data } = await stripe.accounts.listPersons(account.id);
    const { additional_tos_acceptances: acceptances, ...shown } = data[0] as Stripe.Person;
    expect([shown, data.length]).toEqual([account.individual, 1]);
    expect(acceptances?.account?.date).toBeNull();
    const person = await stripe.accounts.updatePerson(account.id, data[0]?.id ?? '', { last_name: 'Rosen' });
    expect((await stripe.accounts.retrieve(account.id)).individual?.last_name).toBe(person.last_name);
  });
});
