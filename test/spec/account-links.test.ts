import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, type TestBench, testBench } from './harness.ts';

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

  const send = ({ emulator }: TestBench, url: string, query: string, body = '') =>
    emulator.fetch(`${url}/form?${query}`, {
      method: 'POST',
      redirect: 'manual',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

  it('onboards the account when its owner submits, and returns', async () => {
    const bench = await withLink();
    const { emulator, stripe, sandbox, id, link } = bench;
    const unopened = await send(bench, link.url, 'decision=finish');
    expect([unopened.status, unopened.headers.get('location')]).toEqual([303, urls.refresh_url]);
    await emulator.fetch(link.url);
    const submitted = await send(bench, link.url, 'decision=finish');
    expect([submitted.status, submitted.headers.get('location')]).toEqual([303, urls.return_url]);
    expect((await stripe.accounts.retrieve(id)).details_submitted).toBe(true);
    await sandbox.advance('10s');
    expect((await stripe.accounts.retrieve(id)).charges_enabled).toBe(true);
    const over = await send(bench, link.url, 'decision=finish');
    expect(over.headers.get('location')).toBe(urls.refresh_url);
  });

  it('returns without a change when the owner puts it off', async () => {
    const bench = await withLink();
    const { emulator, stripe, id, link } = bench;
    await emulator.fetch(link.url);
    const later = await send(bench, link.url, 'decision=later');
    expect(later.headers.get('location')).toBe(urls.return_url);
    expect((await stripe.accounts.retrieve(id)).details_submitted).toBe(false);
  });

  it('stores each form as it is sent, with the errors of the API', async () => {
    const bench = await withLink();
    const { emulator, stripe, id, link } = bench;
    await emulator.fetch(link.url);
    const kind = await send(bench, link.url, 'form=type', 'business_type=company');
    expect([kind.status, new URL(String(kind.headers.get('location')), link.url).pathname]).toEqual([
      303,
      `${new URL(link.url).pathname}/form`,
    ]);
    expect(await (await emulator.fetch(`${link.url}/form`)).text()).toContain('Tell us about the business');
    for (const [body, message] of [
      ['company[name]=<b>Acme</b>', 'Still missing: Tax ID'],
      ['company[structure]=nonsense', 'Invalid company[structure]'],
      ['wat=1', 'Received unknown parameter: wat'],
      ['company[name=1', 'What'],
    ] as const) {
      const answer = await send(bench, link.url, 'form=business', body);
      const page = await answer.text();
      expect([body, answer.status]).toEqual([body, 400]);
      expect(page).toContain('Error: Tell us about the business');
      if (message !== 'What') expect(page).toContain(message);
      expect(page).not.toContain('<b>');
    }
    expect((await send(bench, link.url, 'form=nonsense&decision=nonsense', 'a=b')).status).toBe(400);
    await bench.sandbox.act(id, 'verify');
    expect((await stripe.accounts.retrieve(id)).details_submitted).toBe(false);
  });

  it.each(
    ['US', 'GB', 'FR', 'CA', 'SG'].flatMap((country) =>
      ['individual', 'company', 'non_profit'].map((kind) => [country, kind] as const),
    ),
  )('has forms for everything that %s asks of a %s', async (country, business_type) => {
    const bench = await testBench();
    const { emulator, stripe, sandbox } = bench;
    const { id } = await stripe.accounts.create({
      type: 'custom',
      country,
      business_type: business_type as Stripe.AccountCreateParams.BusinessType,
      capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
    });
    const link = await stripe.accountLinks.create({
      account: id,
      type: 'account_onboarding',
      collection_options: { fields: 'eventually_due' },
      ...urls,
    });
    const title = async (answer: Response) => /<h1>(.*?)<\/h1>/.exec(await answer.text())?.[1];
    const titles = [await title(await emulator.fetch(link.url))];
    while (titles.at(-1) !== 'Review and submit' && titles.length < 10) {
      const skipped = await send(bench, link.url, 'decision=skip');
      expect(skipped.status).toBe(303);
      titles.push(await title(await emulator.fetch(`${link.url}/form`)));
    }
    expect(titles).not.toContain('Stripe needs something else');
    await send(bench, link.url, 'form=review');
    await sandbox.advance('10s');
    const account = await stripe.accounts.retrieve(id);
    expect(account.requirements).toMatchObject({ eventually_due: [], errors: [], disabled_reason: null });
    expect([account.charges_enabled, account.payouts_enabled]).toEqual([true, true]);
  });

  it('asks for what becomes due later when it shall', async () => {
    const bench = await testBench();
    const { emulator, stripe } = bench;
    const { id } = await stripe.accounts.create({
      type: 'custom',
      country: 'US',
      business_type: 'company',
      capabilities: { transfers: { requested: true } },
    });
    const asked = async (collection_options: Stripe.AccountLinkCreateParams.CollectionOptions): Promise<boolean> => {
      const { url } = await stripe.accountLinks.create({
        account: id,
        type: 'account_onboarding',
        collection_options,
        ...urls,
      });
      await emulator.fetch(url);
      return (await (await emulator.fetch(`${url}/form?form=people&person=${person.id}`)).text()).includes(
        'Date of birth',
      );
    };
    const person = await stripe.accounts.createPerson(id, {
      email: 'jo@example.com',
      first_name: 'Jo',
      last_name: 'Doe',
      relationship: { owner: true },
    });
    expect(await asked({ fields: 'currently_due' })).toBe(false);
    expect(await asked({ fields: 'eventually_due' })).toBe(true);
  });

  it('is of nobody when its account is', async () => {
    const { emulator, link, id } = await withLink();
    const gone = await emulator.fetch(link.url.replace(id, 'acct_nobody'));
    expect(gone.status).toBe(404);
    expect(await gone.text()).toContain('No such link');
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

describe('the Express dashboard behind a login link', () => {
  it('shows once what the account has and what it lacks', async () => {
    const { emulator, stripe, sandbox } = await testBench();
    const { id } = await stripe.accounts.create({
      type: 'express',
      country: 'US',
      business_profile: { name: 'Ann <b>' },
    });
    await sandbox.act(id, 'onboard');
    await sandbox.advance('10s');
    const payment = { currency: 'usd', confirm: true, allowed_payment_method_types: ['card' as const] };
    const money = { ...payment, amount: 123_456, payment_method: 'pm_card_bypassPending' };
    await stripe.paymentIntents.create({ ...money, transfer_data: { destination: id } });
    await stripe.payouts.create({ amount: 1000, currency: 'usd' }, { stripeAccount: id });
    await sandbox.act(id, 'restrict', { requirements: ['individual.verification.document'] });
    const { url } = await stripe.accounts.createLoginLink(id);
    const page = await emulator.fetch(url);
    const text = await page.text();
    expect(page.status).toBe(200);
    for (const shown of ['Ann &lt;b&gt;', '$1,224.56', '$10.00', 'pending', 'individual.verification.document', '6789'])
      expect(text).toContain(shown);
    const again = await emulator.fetch(url);
    expect([again.status, (await again.text()).includes('$')]).toEqual([410, false]);
    expect((await emulator.fetch(`${url}x`)).status).toBe(404);
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
