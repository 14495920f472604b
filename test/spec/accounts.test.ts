import { describe, expect, it } from 'vitest';
import { connectedEvents, individual } from './connected.ts';
import { refusal, testBench } from './harness.ts';

const cardsAndTransfers = { card_payments: { requested: true }, transfers: { requested: true } };

describe('POST /v1/accounts', () => {
  it('gives each type the control it stands for', async () => {
    const { stripe } = await testBench();
    const control = async (type: 'standard' | 'express' | 'custom') => {
      const { controller } = await stripe.accounts.create({ type });
      return [
        controller?.fees?.payer,
        controller?.losses?.payments,
        controller?.requirement_collection,
        controller?.stripe_dashboard?.type,
        controller?.is_controller,
      ];
    };
    expect(await control('standard')).toEqual(['account', 'stripe', 'stripe', 'full', true]);
    expect(await control('express')).toEqual(['application_express', 'application', 'stripe', 'express', true]);
    expect(await control('custom')).toEqual(['application_custom', 'application', 'application', 'none', true]);
  });

  it('takes a controller instead of a type', async () => {
    const { stripe } = await testBench();
    const account = await stripe.accounts.create({
      controller: {
        fees: { payer: 'application' },
        losses: { payments: 'application' },
        requirement_collection: 'application',
        stripe_dashboard: { type: 'none' },
      },
    });
    expect(account.type).toBe('none');
    expect(account.controller).toMatchObject({ fees: { payer: 'application' }, requirement_collection: 'application' });
    const both = await refusal(stripe.accounts.create({ type: 'custom', controller: { fees: { payer: 'account' } } }));
    expect([both.statusCode, both.param]).toEqual([400, 'type']);
    const loose = await refusal(stripe.accounts.create({ controller: { losses: { payments: 'application' } } }));
    expect(loose.param).toBe('controller[losses][payments]');
  });

  it('begins a standard account as Stripe does', async () => {
    const { stripe } = await testBench();
    const account = await stripe.accounts.create({
      type: 'standard',
      country: 'AU',
      email: 'jack@example.com',
      business_type: 'non_profit',
    });
    const due = [
      'business_profile.product_description',
      'business_profile.support_phone',
      'business_profile.url',
      'external_account',
      'tos_acceptance.date',
      'tos_acceptance.ip',
    ];
    expect(account).toMatchObject({
      capabilities: {},
      charges_enabled: false,
      default_currency: 'aud',
      details_submitted: false,
      email: 'jack@example.com',
      external_accounts: { object: 'list', data: [], total_count: 0 },
      payouts_enabled: false,
      settings: { payouts: { schedule: { delay_days: 2, interval: 'daily' } } },
      tos_acceptance: { date: null, ip: null, user_agent: null },
    });
    expect(account.requirements).toEqual({
      alternatives: [],
      current_deadline: null,
      currently_due: due,
      disabled_reason: 'requirements.past_due',
      errors: [],
      eventually_due: due,
      past_due: due,
      pending_verification: [],
    });
  });

  it('asks an express account for what its country needs', async () => {
    const { stripe } = await testBench();
    const dueIn = async (country: string) => {
      const { requirements } = await stripe.accounts.create({
        type: 'express',
        country,
        capabilities: cardsAndTransfers,
      });
      expect(requirements?.past_due).toEqual(requirements?.currently_due);
      return requirements?.currently_due;
    };
    const common = ['business_profile.mcc', 'business_profile.url', 'business_type', 'external_account'];
    const dob = ['representative.dob.day', 'representative.dob.month', 'representative.dob.year'];
    const person = ['representative.email', 'representative.first_name', 'representative.last_name'];
    const tos = ['tos_acceptance.date', 'tos_acceptance.ip'];
    expect(await dueIn('US')).toEqual([...common, ...dob, ...person, 'settings.payments.statement_descriptor', ...tos]);
    const address = ['city', 'line1', 'postal_code'].map((field) => `representative.address.${field}`);
    expect(await dueIn('DE')).toEqual([...common, ...address, ...dob, ...person, 'representative.phone', ...tos]);
  });

  it('verifies an individual within seconds', async () => {
    const { stripe, sandbox } = await testBench();
    const created = await stripe.accounts.create(individual());
    expect(created.capabilities).toEqual({ card_payments: 'pending', transfers: 'pending' });
    expect([created.charges_enabled, created.payouts_enabled, created.details_submitted]).toEqual([false, false, true]);
    expect(created.requirements).toMatchObject({
      currently_due: [],
      disabled_reason: 'requirements.pending_verification',
      pending_verification: [
        'individual.address.city',
        'individual.address.line1',
        'individual.address.postal_code',
        'individual.address.state',
        'individual.id_number',
      ],
    });
    expect(created.individual).toMatchObject({
      phone: '+10000000000',
      ssn_last_4_provided: true,
      relationship: { representative: true },
      verification: { status: 'pending' },
    });
    await sandbox.advance('10s');
    const verified = await stripe.accounts.retrieve(created.id);
    expect(verified.capabilities).toEqual({ card_payments: 'active', transfers: 'active' });
    expect([verified.charges_enabled, verified.payouts_enabled]).toEqual([true, true]);
    expect(verified.requirements).toMatchObject({
      pending_verification: [],
      eventually_due: [],
      disabled_reason: null,
    });
    expect(verified.individual?.verification?.status).toBe('verified');
  });

  it('keeps numbers to itself', async () => {
    const { stripe } = await testBench();
    const { individual: person } = await stripe.accounts.create(individual({ id_number: '123454321' }));
    expect(person).toMatchObject({ id_number_provided: true, ssn_last_4_provided: true });
    expect(JSON.stringify(person)).not.toContain('123454321');
  });

  it('waits for the bank account alone', async () => {
    const { stripe, sandbox } = await testBench();
    const { external_account: _none, ...rest } = individual();
    const { id, requirements, details_submitted } = await stripe.accounts.create(rest);
    expect(details_submitted).toBe(false);
    expect(requirements).toMatchObject({ past_due: ['external_account'], disabled_reason: 'requirements.past_due' });
    await sandbox.advance('10s');
    const waiting = await stripe.accounts.retrieve(id);
    expect([waiting.charges_enabled, waiting.payouts_enabled]).toEqual([true, false]);
    await stripe.accounts.createExternalAccount(id, { external_account: 'btok_us' });
    const done = await stripe.accounts.retrieve(id);
    expect([done.payouts_enabled, done.details_submitted]).toEqual([true, true]);
    expect(done.external_accounts?.data.length).toBe(1);
  });
});

describe('POST /v1/accounts/:id', () => {
  it('emits one account.updated with exactly what changed, on the connected account', async () => {
    const bench = await testBench();
    const { stripe, client } = bench;
    const { id } = await stripe.accounts.create({ type: 'custom', business_type: 'individual' });
    await stripe.accounts.update(id, { metadata: { shop: '7' }, business_profile: { name: 'Rosen' } });
    expect(await connectedEvents(bench, id)).toEqual(['account.application.authorized', 'account.updated']);
    expect(await bench.eventTypes()).toEqual([]);
    const { data } = await client({ stripeAccount: id }).events.list({ type: 'account.updated' });
    expect(data[0]?.account).toBe(id);
    expect(data[0]?.data.object).toMatchObject({ id, metadata: { shop: '7' } });
    expect(data[0]?.data.previous_attributes).toEqual({
      business_profile: { name: null },
      metadata: { shop: null },
      settings: {
        card_payments: { statement_descriptor_prefix: null },
        dashboard: { display_name: null },
        payments: { statement_descriptor: null },
      },
    });
  });

  it('shows in previous_attributes which requirements there were', async () => {
    const bench = await testBench();
    const { id, requirements } = await bench.stripe.accounts.create({
      type: 'custom',
      business_type: 'individual',
      capabilities: { transfers: { requested: true } },
    });
    await bench.stripe.accounts.update(id, { individual: { first_name: 'Jenny' } });
    const { data } = await bench.client({ stripeAccount: id }).events.list({ type: 'account.updated' });
    const before = data[0]?.data.previous_attributes as { requirements: object; individual: unknown };
    const { currently_due, eventually_due, past_due } = requirements ?? {};
    expect(before.requirements).toEqual({ currently_due, eventually_due, past_due });
    expect(before.individual).toBeNull();
    expect(await connectedEvents(bench, id)).toEqual([
      'account.application.authorized',
      'capability.updated',
      'person.created',
      'account.updated',
      'capability.updated',
    ]);
  });

  it('tells of the verification in the order person, account, capabilities', async () => {
    const bench = await testBench();
    const { id } = await bench.stripe.accounts.create(individual());
    const before = (await connectedEvents(bench, id)).length;
    await bench.sandbox.advance('10s');
    expect((await connectedEvents(bench, id)).slice(before)).toEqual([
      'person.updated',
      'account.updated',
      'capability.updated',
      'capability.updated',
    ]);
    const { data } = await bench.client({ stripeAccount: id }).events.list({ type: 'account.updated' });
    expect(data[0]?.request?.id).toBeNull();
    expect(data[0]?.data.previous_attributes).toMatchObject({
      capabilities: { card_payments: 'pending', transfers: 'pending' },
      charges_enabled: false,
      payouts_enabled: false,
    });
  });

  it('is delivered to Connect endpoints only', async () => {
    const { stripe, client } = await testBench();
    const url = 'http://localhost:1/hook';
    await stripe.webhookEndpoints.create({ url, enabled_events: ['account.updated'] });
    const { id } = await stripe.accounts.create({ type: 'custom' });
    await stripe.accounts.update(id, { metadata: { a: 'b' } });
    await stripe.webhookEndpoints.create({ url, enabled_events: ['account.updated'], connect: true });
    await stripe.accounts.update(id, { metadata: { a: 'c' } });
    const { data } = await client({ stripeAccount: id }).events.list({ type: 'account.updated' });
    expect(data.map(({ pending_webhooks }) => pending_webhooks)).toEqual([1, 0]);
  });

  it('emits nothing when nothing changes', async () => {
    const bench = await testBench();
    const { id } = await bench.stripe.accounts.create({ type: 'custom', business_type: 'individual' });
    await bench.stripe.accounts.update(id, { business_type: 'individual' });
    expect(await connectedEvents(bench, id)).toEqual(['account.application.authorized']);
  });

  it('refuses what the owner tells Stripe alone once an account link was made', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create({ type: 'express', business_type: 'individual' });
    const prefilled = await stripe.accounts.update(id, { individual: { first_name: 'Jenny' } });
    expect(prefilled.individual?.first_name).toBe('Jenny');
    await stripe.accountLinks.create({
      account: id,
      type: 'account_onboarding',
      refresh_url: 'http://localhost/refresh',
      return_url: 'http://localhost/return',
    });
    const refused = await refusal(stripe.accounts.update(id, { individual: { first_name: 'Jo' } }));
    expect([refused.statusCode, refused.param]).toEqual([403, 'individual']);
    expect((await refusal(stripe.accounts.listPersons(id))).statusCode).toBe(403);
    const seen = await stripe.accounts.retrieve(id);
    expect(seen).not.toHaveProperty('individual');
    expect(seen).not.toHaveProperty('company');
    expect((await stripe.accounts.update(id, { metadata: { a: 'b' } })).metadata).toEqual({ a: 'b' });
  });

  it('lets nobody accept the terms for an owner whom Stripe asks', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create({ type: 'express' });
    const refused = await refusal(stripe.accounts.update(id, { tos_acceptance: { date: 1, ip: '127.0.0.1' } }));
    expect([refused.statusCode, refused.param]).toEqual([400, 'tos_acceptance']);
  });

  it('changes the payout schedule', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create({ type: 'custom' });
    const weekly = await stripe.accounts.update(id, {
      settings: { payouts: { schedule: { interval: 'weekly', weekly_anchor: 'friday', delay_days: 5 } } },
    });
    expect(weekly.settings?.payouts?.schedule).toEqual({
      delay_days: 5,
      interval: 'weekly',
      weekly_anchor: 'friday',
      weekly_payout_days: ['friday'],
    });
    const daily = await stripe.accounts.update(id, {
      settings: { payouts: { schedule: { interval: 'daily', delay_days: 'minimum' } } },
    });
    expect(daily.settings?.payouts?.schedule).toEqual({ delay_days: 2, interval: 'daily' });
    const manual = await stripe.accounts.update(id, { settings: { payouts: { schedule: { interval: 'manual' } } } });
    expect(manual.settings?.payouts?.schedule).toEqual({ delay_days: 1, interval: 'manual' });
  });
});

describe('test values of the verification', () => {
  const outcome = async (person: Parameters<typeof individual>[0]) => {
    const { stripe, sandbox } = await testBench();
    const { id } = await stripe.accounts.create(individual(person));
    await sandbox.advance('10s');
    return stripe.accounts.retrieve(id);
  };
  const address = { city: 'San Francisco', country: 'US', postal_code: '94107', state: 'CA' };

  it('asks for a document when the date of birth does not match', async () => {
    const account = await outcome({ dob: { day: 2, month: 3, year: 1980 } });
    expect(account.capabilities).toEqual({ card_payments: 'inactive', transfers: 'inactive' });
    expect(account.requirements).toMatchObject({
      past_due: ['individual.verification.document'],
      disabled_reason: 'requirements.past_due',
      errors: [{ code: 'verification_failed_keyed_identity', requirement: 'individual.verification.document' }],
    });
    expect(account.individual).toMatchObject({
      requirements: { past_due: ['verification.document'] },
      verification: { status: 'unverified', details_code: 'failed_keyed_identity' },
    });
  });

  it('asks for both documents when name and address fail', async () => {
    const account = await outcome({
      dob: { day: 2, month: 3, year: 1980 },
      address: { ...address, line1: 'address_no_match' },
    });
    expect(account.requirements?.currently_due).toEqual([
      'individual.verification.additional_document',
      'individual.verification.document',
    ]);
  });

  it('takes a document for whatever the typed-in data leaves open', async () => {
    const { stripe, sandbox } = await testBench();
    const { id } = await stripe.accounts.create(individual({ id_number: '111111111' }));
    await sandbox.advance('10s');
    expect((await stripe.accounts.retrieve(id)).requirements?.past_due).toEqual(['individual.verification.document']);
    const failed = await stripe.accounts.update(id, {
      individual: { verification: { document: { front: 'file_identity_document_failure' } } },
    });
    expect(failed.individual?.verification?.document?.front).toMatch(/^file_1/);
    await sandbox.advance('10s');
    const still = await stripe.accounts.retrieve(id);
    expect(still.requirements?.errors?.[0]?.code).toBe('verification_document_failed_test_mode');
    expect(still.individual?.verification?.document?.details_code).toBe('document_failed_test_mode');
    await stripe.accounts.update(id, {
      individual: { verification: { document: { front: 'file_identity_document_success' } } },
    });
    await sandbox.advance('10s');
    expect((await stripe.accounts.retrieve(id)).charges_enabled).toBe(true);
  });

  it('passes within the request', async () => {
    const { stripe } = await testBench();
    const byBirthday = await stripe.accounts.create(individual({ dob: { day: 1, month: 1, year: 1902 } }));
    expect(byBirthday.capabilities).toEqual({ card_payments: 'active', transfers: 'active' });
    const byNumber = await stripe.accounts.create(individual({ id_number: '222222222' }));
    expect(byNumber.payouts_enabled).toBe(true);
  });

  it('asks elsewhere than in the US for a document, whose acceptance ends it', async () => {
    const { stripe } = await testBench();
    const params = individual({
      address: { city: 'Toronto', country: 'CA', line1: 'address_full_match', postal_code: 'M4C 1T2', state: 'ON' },
      verification: { document: { front: 'file_identity_document_success' } },
    });
    const account = await stripe.accounts.create({
      ...params,
      country: 'CA',
      business_profile: { product_description: 'Maps', url: 'www.example.com' },
      external_account: {
        object: 'bank_account',
        country: 'CA',
        currency: 'cad',
        routing_number: '11000-000',
        account_number: '000123456789',
      },
    });
    expect(account).toMatchObject({
      capabilities: { card_payments: 'active', transfers: 'active' },
      external_accounts: { data: [{ available_payout_methods: ['standard'] }] },
      settings: {
        card_payments: { statement_descriptor_prefix: 'EXAMPLE.CO' },
        dashboard: { display_name: 'Example' },
        payments: { statement_descriptor: 'EXAMPLE.COM' },
        payouts: { schedule: { delay_days: 7 } },
      },
    });
  });

  it('finds a person on a list of sanctions', async () => {
    const account = await outcome({ dob: { day: 1, month: 1, year: 1900 } });
    expect(account.requirements?.disabled_reason).toBe('listed');
    expect([account.charges_enabled, account.payouts_enabled]).toEqual([false, false]);
  });

  it('refuses a statement descriptor and a website', async () => {
    const { stripe, sandbox } = await testBench();
    const { id } = await stripe.accounts.create({
      ...individual(),
      business_profile: { mcc: '5734', url: 'https://geoblocked.stripe.com' },
      settings: { payments: { statement_descriptor: 'mismatch' } },
    });
    await sandbox.advance('10s');
    const { requirements } = await stripe.accounts.retrieve(id);
    expect(requirements?.errors?.map(({ code, requirement }) => [requirement, code])).toEqual([
      ['settings.payments.statement_descriptor', 'invalid_statement_descriptor_business_mismatch'],
      ['business_profile.url', 'invalid_url_website_inaccessible_geoblocked'],
    ]);
    await stripe.accounts.update(id, {
      business_profile: { url: 'https://accessible.stripe.com' },
      settings: { payments: { statement_descriptor: 'ROSEN' } },
    });
    await sandbox.advance('10s');
    expect((await stripe.accounts.retrieve(id)).charges_enabled).toBe(true);
  });
});

describe('what Stripe does to an account', () => {
  const verified = async () => {
    const bench = await testBench();
    const { id } = await bench.stripe.accounts.create(individual());
    await bench.sandbox.advance('10s');
    return { ...bench, id };
  };

  it('asks for more with a deadline, and disables the account when it passes', async () => {
    const { stripe, sandbox, id } = await verified();
    const field = 'individual.verification.additional_document';
    await sandbox.act(id, 'request_information', { requirements: [field] });
    const asked = await stripe.accounts.retrieve(id);
    expect(asked.requirements).toMatchObject({ currently_due: [field], past_due: [], disabled_reason: null });
    expect(asked.requirements?.current_deadline).toBe(sandbox.now() + 14 * 86_400);
    expect(asked.charges_enabled).toBe(true);
    await sandbox.advance('14d');
    const late = await stripe.accounts.retrieve(id);
    expect(late.requirements).toMatchObject({ past_due: [field], current_deadline: null });
    expect([late.charges_enabled, late.payouts_enabled]).toEqual([false, false]);
    await stripe.accounts.update(id, {
      individual: { verification: { additional_document: { front: 'file_identity_document_success' } } },
    });
    await sandbox.advance('10s');
    const answered = await stripe.accounts.retrieve(id);
    expect(answered.requirements?.eventually_due).toEqual([]);
    expect(answered.charges_enabled).toBe(true);
  });

  it('restricts and reinstates', async () => {
    const { stripe, sandbox, id } = await verified();
    await sandbox.act(id, 'restrict', { reason: 'under_review' });
    const held = await stripe.accounts.retrieve(id);
    expect(held.requirements?.disabled_reason).toBe('under_review');
    expect(held.capabilities).toEqual({ card_payments: 'inactive', transfers: 'inactive' });
    await sandbox.act(id, 'reinstate');
    expect((await stripe.accounts.retrieve(id)).charges_enabled).toBe(true);
  });

  it('fails and passes verification whatever the data is', async () => {
    const { stripe, sandbox, id } = await verified();
    await sandbox.act(id, 'fail_verification', { code: 'verification_document_expired' });
    expect((await stripe.accounts.retrieve(id)).requirements?.errors?.[0]).toMatchObject({
      code: 'verification_document_expired',
      requirement: 'individual.verification.document',
    });
    await sandbox.act(id, 'verify');
    expect((await stripe.accounts.retrieve(id)).payouts_enabled).toBe(true);
    const bad = await stripe.accounts.create(individual({ dob: { day: 9, month: 9, year: 1999 } }));
    await sandbox.act(bad.id, 'verify');
    expect((await stripe.accounts.retrieve(bad.id)).charges_enabled).toBe(true);
  });

  it.each([
    ['standard', 'individual', 'US'],
    ['express', 'company', 'US'],
    ['express', 'company', 'DE'],
    ['custom', 'company', 'GB'],
    ['custom', 'individual', 'FR'],
    ['express', 'non_profit', 'US'],
  ] as const)('onboards a %s account of a %s in %s', async (type, businessType, country) => {
    const { stripe, sandbox } = await testBench();
    const { id } = await stripe.accounts.create({
      type,
      country,
      ...(type !== 'standard' && {
        capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
      }),
    });
    await sandbox.act(id, 'onboard', { business_type: businessType });
    expect((await stripe.accounts.retrieve(id)).details_submitted).toBe(true);
    await sandbox.advance('10s');
    const account = await stripe.accounts.retrieve(id);
    expect(account.requirements?.eventually_due).toEqual([]);
    expect(account.capabilities).toEqual({ card_payments: 'active', transfers: 'active' });
    expect([account.charges_enabled, account.payouts_enabled]).toEqual([true, true]);
  });
});

describe('POST /v1/accounts/:id/reject', () => {
  it('disables the account, and unreject takes it back', async () => {
    const { stripe, sandbox } = await testBench();
    const { id } = await stripe.accounts.create(individual());
    await sandbox.advance('10s');
    const rejected = await stripe.accounts.reject(id, { reason: 'terms_of_service' });
    expect(rejected).toMatchObject({
      capabilities: { card_payments: 'inactive', transfers: 'inactive' },
      charges_enabled: false,
      payouts_enabled: false,
      requirements: { disabled_reason: 'rejected.platform_terms_of_service' },
    });
    expect((await refusal(stripe.accounts.reject(id, { reason: 'other' }))).statusCode).toBe(400);
    expect((await stripe.accounts.unreject(id)).charges_enabled).toBe(true);
  });

  it('is for accounts for whose losses the platform is liable', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create({ type: 'standard' });
    expect((await refusal(stripe.accounts.reject(id, { reason: 'other' }))).statusCode).toBe(403);
  });
});

describe('a rejected account', () => {
  it('gets no money, whether or not it ever asked for a capability', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create({ type: 'custom' });
    await stripe.accounts.reject(id, { reason: 'fraud_other' });
    const refused = await refusal(
      stripe.paymentIntents.create({ amount: 500, currency: 'usd', transfer_data: { destination: id } }),
    );
    expect([refused.statusCode, refused.code]).toEqual([400, 'insufficient_capabilities_for_transfer']);
  });
});

describe('DELETE /v1/accounts/:id', () => {
  it('ends all access', async () => {
    const { stripe, client } = await testBench();
    const { id } = await stripe.accounts.create({ type: 'standard' });
    expect(await stripe.accounts.del(id)).toMatchObject({ id, object: 'account', deleted: true });
    const gone = await refusal(stripe.accounts.retrieve(id));
    expect([gone.statusCode, gone.code]).toEqual([403, 'account_invalid']);
    const acting = await refusal(client({ stripeAccount: id }).customers.list());
    expect([acting.statusCode, acting.code]).toEqual([403, 'account_invalid']);
    expect((await stripe.accounts.list()).data).toEqual([]);
  });
});

describe('GET /v1/account', () => {
  it('is the platform, without anybody creating it', async () => {
    const { stripe, sandbox } = await testBench();
    const own = await stripe.accounts.retrieveCurrent();
    expect(own).toMatchObject({ id: sandbox.account, type: 'standard', charges_enabled: true, payouts_enabled: true });
    expect((await stripe.accounts.retrieve(own.id)).id).toBe(own.id);
    expect((await stripe.accounts.list()).data).toEqual([]);
    expect((await refusal(stripe.accounts.update(own.id, { email: 'a@b.c' }))).statusCode).toBe(403);
    expect((await refusal(stripe.accounts.createPerson(own.id, {}))).statusCode).toBe(403);
    expect((await refusal(stripe.accounts.updateCapability(own.id, 'transfers', { requested: true }))).statusCode).toBe(
      403,
    );
  });

  it('is the connected account for who acts as it, and no other', async () => {
    const { stripe, client } = await testBench();
    const one = await stripe.accounts.create({ type: 'standard' });
    const two = await stripe.accounts.create({ type: 'standard' });
    const acting = client({ stripeAccount: one.id });
    expect((await acting.accounts.retrieveCurrent()).id).toBe(one.id);
    expect((await acting.accounts.retrieve(one.id)).id).toBe(one.id);
    expect((await refusal(acting.accounts.retrieve(two.id))).code).toBe('account_invalid');
    expect((await stripe.accounts.list()).data.map(({ id }) => id)).toEqual([two.id, one.id]);
  });
});
