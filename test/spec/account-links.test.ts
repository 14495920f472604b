import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';

const urls = { refresh_url: 'http://localhost:3000/refresh', return_url: 'http://localhost:3000/return' };

const withLink = async () => {
  const bench = await testBench();
  const { id } = await bench.stripe.accounts.create({
    type: 'express',
    capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
  });
  const link = await bench.stripe.accountLinks.create({ account: id, type: 'account_onboarding', ...urls });
  return { ...bench, id, link };
};

describe('POST /v1/account_links', () => {
  it('answers an address on this server that lives for five minutes', async () => {
    const { id, link, sandbox } = await withLink();
    expect(link).toMatchObject({ object: 'account_link', created: sandbox.now(), expires_at: sandbox.now() + 300 });
    expect(new URL(link.url).pathname).toMatch(new RegExp(`^/setup/e/${id}/\\w+$`));
    expect(Object.keys(link).sort()).toEqual(['created', 'expires_at', 'object', 'url']);
  });

  it('opens once', async () => {
    const { emulator, link } = await withLink();
    const first = await emulator.fetch(link.url);
    expect(first.status).toBe(200);
    expect(await first.text()).toContain('<form');
    const second = await emulator.fetch(link.url, { redirect: 'manual' });
    expect([second.status, second.headers.get('location')]).toEqual([302, urls.refresh_url]);
  });

  it('expires', async () => {
    const { emulator, link, sandbox } = await withLink();
    await sandbox.advance('6m');
    const late = await emulator.fetch(link.url, { redirect: 'manual' });
    expect([late.status, late.headers.get('location')]).toEqual([302, urls.refresh_url]);
  });

  it('leads nowhere for a rejected account', async () => {
    const { emulator, stripe, id, link } = await withLink();
    await stripe.accounts.reject(id, { reason: 'other' });
    const answer = await emulator.fetch(link.url, { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe(urls.refresh_url);
  });

  it('onboards the account when its owner submits, and returns', async () => {
    const { emulator, stripe, sandbox, id, link } = await withLink();
    const unopened = await emulator.fetch(`${link.url}?decision=submit`, { method: 'POST', redirect: 'manual' });
    expect(unopened.headers.get('location')).toBe(urls.refresh_url);
    await emulator.fetch(link.url);
    const submitted = await emulator.fetch(`${link.url}?decision=submit`, { method: 'POST', redirect: 'manual' });
    expect([submitted.status, submitted.headers.get('location')]).toEqual([303, urls.return_url]);
    expect((await stripe.accounts.retrieve(id)).details_submitted).toBe(true);
    await sandbox.advance('10s');
    expect((await stripe.accounts.retrieve(id)).charges_enabled).toBe(true);
  });

  it('returns without a change when the owner puts it off', async () => {
    const { emulator, stripe, id, link } = await withLink();
    await emulator.fetch(link.url);
    const later = await emulator.fetch(`${link.url}?decision=later`, { method: 'POST', redirect: 'manual' });
    expect(later.headers.get('location')).toBe(urls.return_url);
    expect((await stripe.accounts.retrieve(id)).details_submitted).toBe(false);
  });

  it('updates accounts that the platform collects for only', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create({ type: 'express' });
    const refused = await refusal(stripe.accountLinks.create({ account: id, type: 'account_update', ...urls }));
    expect([refused.statusCode, refused.param]).toEqual([400, 'type']);
    const stranger = await refusal(
      stripe.accountLinks.create({ account: 'acct_stranger', type: 'account_onboarding', ...urls }),
    );
    expect([stranger.statusCode, stranger.code]).toEqual([403, 'account_invalid']);
  });
});

describe('POST /v1/accounts/:id/login_links', () => {
  it('opens the Express dashboard of an onboarded account', async () => {
    const { stripe, sandbox } = await testBench();
    const { id } = await stripe.accounts.create({ type: 'express' });
    expect((await refusal(stripe.accounts.createLoginLink(id))).statusCode).toBe(400);
    await sandbox.act(id, 'onboard');
    expect(await stripe.accounts.createLoginLink(id)).toMatchObject({ object: 'login_link', created: sandbox.now() });
    const standard = await stripe.accounts.create({ type: 'standard' });
    expect((await refusal(stripe.accounts.createLoginLink(standard.id))).statusCode).toBe(400);
  });
});

describe('POST /v1/account_sessions', () => {
  it('answers a secret for the components that were asked for', async () => {
    const { stripe, sandbox } = await testBench();
    const { id } = await stripe.accounts.create({ type: 'express' });
    const session = await stripe.accountSessions.create({
      account: id,
      components: { account_onboarding: { enabled: true } },
    });
    expect(session).toMatchObject({
      object: 'account_session',
      account: id,
      components: { account_onboarding: { enabled: true }, payments: { enabled: false } },
    });
    expect(session.client_secret).toMatch(/^accs_secret__/);
    expect(session.expires_at).toBeGreaterThan(sandbox.now());
    const nothing = await refusal(
      stripe.accountSessions.create({ account: id, components: { payments: { enabled: false } } }),
    );
    expect(nothing.param).toBe('components');
  });
});
