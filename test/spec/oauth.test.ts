import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';

const client_id = 'ca_application';

const withCode = async () => {
  const bench = await testBench();
  await bench.stripe.accounts.retrieveCurrent();
  const redirect_uri = 'http://localhost:3000/callback';
  const url = bench.stripe.oauth.authorizeUrl({ client_id, redirect_uri, state: 'x1', scope: 'read_write' });
  const answer = await bench.emulator.fetch(url, { redirect: 'manual' });
  const back = new URL(answer.headers.get('location') ?? '');
  return { ...bench, back, code: back.searchParams.get('code') ?? '' };
};

describe('GET /oauth/authorize', () => {
  it('sends the browser back with a code', async () => {
    const { back } = await withCode();
    expect(back.origin + back.pathname).toBe('http://localhost:3000/callback');
    expect(back.searchParams.get('state')).toBe('x1');
    expect(back.searchParams.get('code')).toMatch(/^ac_/);
  });
});

describe('POST /oauth/token', () => {
  it('gives the account for the code, once', async () => {
    const { stripe, client, code } = await withCode();
    const token = await stripe.oauth.token({ grant_type: 'authorization_code', code });
    expect(token).toMatchObject({ livemode: false, scope: 'read_write', token_type: 'bearer' });
    const account = await client({ stripeAccount: token.stripe_user_id ?? '' }).accounts.retrieveCurrent();
    expect(account).toMatchObject({ type: 'standard', charges_enabled: true, payouts_enabled: true });
    // It belongs to somebody else: the platform sees no more than it needs.
    expect(account).toMatchObject({ controller: { type: 'account' }, country: 'US', email: null });
    for (const hidden of [
      'business_profile',
      'company',
      'created',
      'external_accounts',
      'individual',
      'tos_acceptance',
    ])
      expect(account).not.toHaveProperty(hidden);
    expect(account.settings).not.toHaveProperty('payouts');
    const again = await refusal(stripe.oauth.token({ grant_type: 'authorization_code', code }));
    expect(again.type).toBe('StripeInvalidGrantError');
    const refreshed = await stripe.oauth.token({
      grant_type: 'refresh_token',
      refresh_token: token.refresh_token ?? '',
    });
    expect(refreshed.stripe_user_id).toBe(token.stripe_user_id);
  });

  it('refuses codes that are not or no longer good', async () => {
    const { stripe, sandbox, code } = await withCode();
    const strange = await refusal(stripe.oauth.token({ grant_type: 'authorization_code', code: 'ac_strange' }));
    expect([strange.type, strange.message]).toEqual([
      'StripeInvalidGrantError',
      'Authorization code does not exist: ac_strange',
    ]);
    await sandbox.advance('6m');
    const late = await refusal(stripe.oauth.token({ grant_type: 'authorization_code', code }));
    expect(late.message).toBe(`Authorization code expired: ${code}`);
    const other = await refusal(stripe.oauth.token({ grant_type: 'password' } as never));
    expect(other.type).toBe('StripeUnsupportedGrantTypeError');
  });
});

describe('an account that came by OAuth', () => {
  it('is charged for, and otherwise left to its owner', async () => {
    const { stripe, code } = await withCode();
    const { stripe_user_id: id = '' } = await stripe.oauth.token({ grant_type: 'authorization_code', code });
    const refused = [
      stripe.accounts.update(id, { email: 'new@example.com' }),
      stripe.accounts.updateCapability(id, 'transfers', { requested: true }),
      stripe.accounts.listPersons(id),
      stripe.accounts.listExternalAccounts(id),
      stripe.accounts.createExternalAccount(id, { external_account: 'btok_us' }),
      stripe.accounts.del(id),
    ];
    for (const call of refused) {
      expect(await refusal(call)).toMatchObject({
        statusCode: 403,
        message: `This application does not have the required permissions for this endpoint on account '${id}'.`,
      });
    }
    expect((await stripe.accounts.update(id, { metadata: { shop: '7' } })).metadata).toEqual({ shop: '7' });
    const charge = await stripe.charges.create(
      { amount: 500, currency: 'usd', source: 'tok_visa' },
      { stripeAccount: id },
    );
    expect(charge.status).toBe('succeeded');
  });
});

describe('POST /oauth/deauthorize', () => {
  it('ends access and tells the application', async () => {
    const { stripe, client, sandbox } = await withCode();
    const { id } = await stripe.accounts.create({ type: 'standard' });
    expect(await stripe.oauth.deauthorize({ client_id, stripe_user_id: id })).toMatchObject({ stripe_user_id: id });
    const refused = await refusal(client({ stripeAccount: id }).customers.list());
    expect([refused.statusCode, refused.code]).toEqual([403, 'account_invalid']);
    const event = await sandbox.waitForEvent('account.application.deauthorized', { account: id });
    expect(event).toMatchObject({ account: id, data: { object: { object: 'application' } } });
    const gone = await refusal(stripe.oauth.deauthorize({ client_id, stripe_user_id: id }));
    expect([gone.type, gone.statusCode]).toEqual(['StripeInvalidClientError', 401]);
  });

  it('knows applications by their id', async () => {
    const { stripe, sandbox } = await testBench();
    const refused = await refusal(
      stripe.oauth.deauthorize({ client_id: 'bogus_client_id', stripe_user_id: sandbox.account }),
    );
    expect([refused.type, refused.message]).toEqual([
      'StripeInvalidClientError',
      "No such application: 'bogus_client_id'",
    ]);
  });

  it('leaves accounts that the platform controls', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create({ type: 'express' });
    const answer = await refusal(stripe.oauth.deauthorize({ client_id, stripe_user_id: id }));
    expect(answer.statusCode).toBe(400);
  });
});
