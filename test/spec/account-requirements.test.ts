import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { goodPerson, individual } from './connected.ts';
import { refusal, type TestBench, testBench } from './harness.ts';
import { pay } from './sellers.ts';

async function verified(person: Stripe.AccountCreateParams.Individual = {}) {
  const bench = await testBench();
  const { id } = await bench.stripe.accounts.create(individual(person));
  await bench.sandbox.advance('10s');
  return { ...bench, id };
}

const charge = ({ client }: Pick<TestBench, 'client'>, stripeAccount: string, name: string) =>
  pay({ payment_method: `pm_card_visa_${name}` }, client({ stripeAccount }));

describe('cards that trigger requirements', () => {
  it('make the next fields due in two weeks', async () => {
    const bench = await verified();
    const { stripe, sandbox, id } = bench;
    await charge(bench, id, 'triggerNextRequirements');
    const { charges_enabled, requirements } = await stripe.accounts.retrieve(id);
    expect(charges_enabled).toBe(true);
    expect(requirements).toMatchObject({
      current_deadline: sandbox.now() + 14 * 86_400,
      currently_due: ['individual.id_number'],
      past_due: [],
    });
    await stripe.accounts.update(id, { individual: { id_number: '000000000' } });
    await sandbox.advance('14d');
    expect((await stripe.accounts.retrieve(id)).requirements?.eventually_due).toEqual([]);
  });

  it('make due what is due eventually', async () => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const { id } = await stripe.accounts.create({
      ...individual(),
      business_type: 'company',
      individual: undefined,
      company: {
        address: goodPerson.address,
        name: 'Acme',
        owners_provided: true,
        phone: '0000000000',
        tax_id: '000000000',
      },
    });
    const representative = { representative: true, executive: true, title: 'CEO' };
    await stripe.accounts.createPerson(id, { ...goodPerson, relationship: representative });
    const owner = await stripe.accounts.createPerson(id, {
      email: 'jo@example.com',
      first_name: 'Jo',
      last_name: 'Doe',
      relationship: { owner: true },
    });
    await sandbox.advance('10s');
    const before = await stripe.accounts.retrieve(id);
    expect(before.requirements?.currently_due).toEqual([]);
    expect(before.requirements?.eventually_due).toContain(`${owner.id}.dob.day`);
    await charge(bench, id, 'triggerNextRequirements');
    const after = await stripe.accounts.retrieve(id);
    expect(after.requirements?.currently_due).toEqual(before.requirements?.eventually_due);
    expect((await stripe.accounts.retrievePerson(id, owner.id)).requirements?.currently_due).toContain('dob.day');
  });

  it('block charges alone', async () => {
    const bench = await verified();
    const { stripe, id } = bench;
    await charge(bench, id, 'triggerChargeBlock');
    expect(await stripe.accounts.retrieve(id)).toMatchObject({
      capabilities: { card_payments: 'inactive', transfers: 'active' },
      charges_enabled: false,
      payouts_enabled: true,
      requirements: { past_due: ['individual.id_number'], disabled_reason: 'requirements.past_due' },
    });
    await stripe.accounts.update(id, { individual: { id_number: '000000000' } });
    await bench.sandbox.advance('10s');
    expect((await stripe.accounts.retrieve(id)).charges_enabled).toBe(true);
  });

  it('block payouts alone', async () => {
    const bench = await verified({ id_number: '000000000' });
    const { stripe, id } = bench;
    await charge(bench, id, 'triggerPayoutBlock');
    const account = await stripe.accounts.retrieve(id);
    expect([account.charges_enabled, account.payouts_enabled]).toEqual([true, false]);
    expect(account.requirements?.past_due).toEqual(['individual.verification.document']);
  });

  it('count for the account on whose behalf the platform charges, and for no platform', async () => {
    const { stripe, id } = await verified();
    const card = { payment_method: 'pm_card_visa_triggerChargeBlock' };
    await pay(card, stripe);
    expect((await stripe.accounts.retrieve(id)).charges_enabled).toBe(true);
    await pay({ ...card, on_behalf_of: id, transfer_data: { destination: id } }, stripe);
    expect((await stripe.accounts.retrieve(id)).charges_enabled).toBe(false);
    expect((await stripe.accounts.retrieveCurrent()).charges_enabled).toBe(true);
  });
});

describe('requirements of the future', () => {
  it('become those of the present on their day', async () => {
    const { stripe, sandbox, id } = await verified();
    const from = sandbox.now() + 30 * 86_400;
    const field = 'individual.verification.document';
    await sandbox.act(id, 'request_information', { requirements: [field], from });
    const announced = await stripe.accounts.retrieve(id);
    expect(announced.requirements?.eventually_due).toEqual([]);
    expect(announced.future_requirements).toMatchObject({
      current_deadline: from,
      currently_due: [field],
      past_due: [],
    });
    const capability = await stripe.accounts.retrieveCapability(id, 'transfers');
    expect(capability.future_requirements?.currently_due).toEqual([field]);
    const [person] = (await stripe.accounts.listPersons(id)).data;
    expect(person?.future_requirements?.currently_due).toEqual(['verification.document']);
    await sandbox.advance('30d');
    const due = await stripe.accounts.retrieve(id);
    expect(due.future_requirements?.currently_due).toEqual([]);
    expect(due.requirements).toMatchObject({
      current_deadline: from + 14 * 86_400,
      currently_due: [field],
      past_due: [],
    });
    await sandbox.advance('14d');
    expect((await stripe.accounts.retrieve(id)).requirements?.past_due).toEqual([field]);
  });

  it('are answered in advance', async () => {
    const { stripe, sandbox, id } = await verified();
    const from = sandbox.now() + 30 * 86_400;
    await sandbox.act(id, 'request_information', { requirements: ['individual.id_number'], from });
    await stripe.accounts.update(id, { individual: { id_number: '000000000' } });
    expect((await stripe.accounts.retrieve(id)).future_requirements?.currently_due).toEqual([]);
  });
});

describe('the document of a company', () => {
  const company = async (front: string) => {
    const bench = await testBench();
    const { id } = await bench.stripe.accounts.create({
      ...individual(),
      business_type: 'company',
      individual: undefined,
      company: {
        address: goodPerson.address,
        name: 'Acme',
        owners_provided: true,
        phone: '0000000000',
        tax_id: '111111111',
        verification: { document: { front } },
      },
    });
    const relationship = { representative: true, executive: true, title: 'CEO' };
    await bench.stripe.accounts.createPerson(id, { ...goodPerson, relationship });
    await bench.sandbox.advance('10s');
    return bench.stripe.accounts.retrieve(id);
  };

  it('settles a tax id that does not match', async () => {
    const { charges_enabled, company: shown } = await company('file_identity_document_success');
    expect(charges_enabled).toBe(true);
    expect(shown?.verification?.document.front).toMatch(/^file_1/);
  });

  it('may be refused', async () => {
    const { charges_enabled, requirements } = await company('file_identity_document_failure');
    expect(charges_enabled).toBe(false);
    expect(requirements?.errors).toMatchObject([
      { code: 'verification_document_failed_test_mode', requirement: 'company.verification.document' },
    ]);
  });
});

describe('a date of birth', () => {
  it.each([
    [{ day: 31, month: 2, year: 1990 }, 'day'],
    [{ day: 1, month: 13, year: 1990 }, 'month'],
    [{ day: 0, month: 1, year: 1990 }, 'day'],
    [{ day: 1, month: 1, year: 190 }, 'year'],
    [{ day: 1, month: 1, year: 2025 }, 'year'],
  ])('%j is refused', async (dob, field) => {
    const { stripe } = await testBench();
    const refused = await refusal(stripe.accounts.create(individual({ dob })));
    expect([refused.statusCode, refused.param]).toEqual([400, `individual[dob][${field}]`]);
    expect((await stripe.accounts.list()).data).toEqual([]);
  });
});
