import { describe, expect, it } from 'vitest';
import { connectedEvents, individual } from './connected.ts';
import { refusal, testBench } from './harness.ts';

const bare = { type: 'custom', country: 'US', business_type: 'individual' } as const;

describe('POST /v1/accounts/:id/capabilities/:name', () => {
  it('requests a capability, which says what it needs', async () => {
    const bench = await testBench();
    const { id } = await bench.stripe.accounts.create(bare);
    const requested = await bench.stripe.accounts.updateCapability(id, 'transfers', { requested: true });
    expect(requested).toMatchObject({
      id: 'transfers',
      object: 'capability',
      account: id,
      requested: true,
      requested_at: bench.sandbox.now(),
      requirements: { disabled_reason: 'requirements.fields_needed' },
      status: 'inactive',
    });
    expect(requested.requirements?.currently_due).toContain('individual.first_name');
    expect(requested.requirements?.currently_due).not.toContain('external_account');
    expect((await bench.stripe.accounts.retrieve(id)).capabilities).toEqual({ transfers: 'inactive' });
    expect(await connectedEvents(bench, id)).toEqual([
      'account.application.authorized',
      'account.updated',
      'capability.updated',
    ]);
  });

  it('gives tax reports at once and legacy payments to nobody', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create(individual());
    const reports = await stripe.accounts.updateCapability(id, 'tax_reporting_us_1099_k', { requested: true });
    expect(reports.status).toBe('active');
    expect(reports.requirements?.pending_verification).toEqual(['individual.id_number']);
    const legacy = await stripe.accounts.updateCapability(id, 'legacy_payments', { requested: true });
    expect(legacy.status).toBe('inactive');
    expect(legacy.requirements).toMatchObject({ currently_due: [], disabled_reason: 'requirements.fields_needed' });
  });

  it('emits capability.updated with the status before', async () => {
    const { stripe, sandbox, client } = await testBench();
    const { id } = await stripe.accounts.create(individual());
    await sandbox.advance('10s');
    const { data } = await client({ stripeAccount: id }).events.list({ type: 'capability.updated' });
    expect(
      data.map(({ data: { object } }) => [(object as { id: string }).id, (object as { status: string }).status]),
    ).toEqual(
      expect.arrayContaining([
        ['card_payments', 'active'],
        ['transfers', 'active'],
        ['card_payments', 'pending'],
        ['transfers', 'pending'],
      ]),
    );
    expect(data[0]?.data.previous_attributes).toMatchObject({
      status: 'pending',
      requirements: { disabled_reason: 'pending.review' },
    });
  });

  it('keeps what is enabled', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create(individual({ dob: { day: 1, month: 1, year: 1902 } }));
    const refused = await refusal(stripe.accounts.updateCapability(id, 'transfers', { requested: false }));
    expect([refused.statusCode, refused.param]).toEqual([400, 'requested']);
  });

  it('is closed to recipients but for transfers', async () => {
    const { stripe } = await testBench();
    const refused = await refusal(
      stripe.accounts.create({
        type: 'custom',
        capabilities: { card_payments: { requested: true } },
        tos_acceptance: { service_agreement: 'recipient' },
      }),
    );
    expect(refused.param).toBe('capabilities[card_payments][requested]');
  });
});

describe('GET /v1/accounts/:id/capabilities/:name', () => {
  it('tells of a capability that nobody asked for what it would need', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create({ type: 'custom', country: 'US', business_type: 'individual' });
    const capability = await stripe.accounts.retrieveCapability(id, 'card_payments');
    expect(capability).toMatchObject({ requested: false, requested_at: null, status: 'unrequested' });
    expect(capability.requirements?.currently_due).toContain('individual.ssn_last_4');
    expect((await stripe.accounts.retrieve(id)).requirements?.currently_due).not.toContain('individual.ssn_last_4');
    expect((await stripe.accounts.listCapabilities(id)).data).toEqual([]);
  });
});

describe('GET /v1/accounts/:id/capabilities', () => {
  it('lists what was requested', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create(individual());
    expect((await stripe.accounts.retrieveCapability(id, 'klarna_payments')).status).toBe('unrequested');
    const { data } = await stripe.accounts.listCapabilities(id);
    expect(data.map((capability) => capability.id).sort()).toEqual(['card_payments', 'transfers']);
  });

  it('knows no others', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create(bare);
    expect((await refusal(stripe.accounts.retrieveCapability(id, 'juggling'))).code).toBe('resource_missing');
  });
});
