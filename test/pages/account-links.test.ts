import type { Page } from 'playwright-core';
import type Stripe from 'stripe';
import { describe, expect, it, type TestContext } from 'vitest';
import { benchOnPort, shop } from './bench.ts';
import { closeBrowserAfterwards, openPage } from './browser.ts';
import { contrasts } from './contrast.ts';

closeBrowserAfterwards();

const platform = {
  '/done': '<!doctype html><title>Platform</title><h1>Welcome back</h1>',
  '/again': '<!doctype html><title>Platform</title><h1>Here is a new link</h1>',
};

async function onboarding(
  context: TestContext,
  params: Stripe.AccountCreateParams = {},
  link: Partial<Stripe.AccountLinkCreateParams> = {},
) {
  const bench = await benchOnPort();
  const { stripe } = bench;
  const origin = await shop(platform);
  const { id } = await stripe.accounts.create({
    type: 'express',
    country: 'US',
    capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
    ...params,
  });
  const urls = { refresh_url: `${origin}/again`, return_url: `${origin}/done` };
  const { url } = await stripe.accountLinks.create({ account: id, type: 'account_onboarding', ...urls, ...link });
  const page = await openPage(context, { javaScriptEnabled: false });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(url);
  return { ...bench, id, page, link: url, complaints };
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const fill = (page: Page, label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value);

async function typeAddress(page: Page): Promise<void> {
  await fill(page, 'Street address', 'address_full_match');
  await fill(page, 'City', 'San Francisco');
  await fill(page, 'State', 'CA');
  await fill(page, 'Postal code', '94107');
}

async function typePerson(page: Page, name: string): Promise<void> {
  await fill(page, 'First name', name);
  await fill(page, 'Last name', 'Rosen');
  await fill(page, 'Email', 'jenny@example.com');
  await fill(page, 'Phone', '0000000000');
  await fill(page, 'Day', '1');
  await fill(page, 'Month', '1');
  await fill(page, 'Year', '1901');
}

describe('onboarding in a browser', () => {
  it('asks an individual in the US form by form, and returns when everything is there', async (context) => {
    const { stripe, sandbox, id, page, complaints } = await onboarding(context);
    await heading(page, 'What kind of business is it?');
    await page.getByLabel('An individual').check();
    await press(page, 'Continue');

    await heading(page, 'Tell us about the business');
    await page.getByLabel('Industry').selectOption('Software');
    await page.getByLabel('What you sell').fill('Lamps');
    await fill(page, 'Name on statements of customers', 'JENNYS LAMPS');
    await press(page, 'Continue');

    await heading(page, 'Tell us about yourself');
    await typePerson(page, 'Jenny');
    await typeAddress(page);
    await fill(page, 'Last 4 digits of the Social Security number', '0000');
    await press(page, 'Continue');

    await heading(page, 'Where shall payouts go?');
    await fill(page, 'Routing number', '110000000');
    await fill(page, 'Account number', '000123456789');
    await press(page, 'Continue');

    await heading(page, 'Review and submit');
    expect(await page.locator('main').textContent()).toContain('Jenny Rosen');
    expect((await stripe.accounts.retrieve(id)).details_submitted).toBe(false);
    await press(page, 'Agree and submit');
    await heading(page, 'Welcome back');
    expect((await stripe.accounts.retrieve(id)).details_submitted).toBe(true);
    await sandbox.advance('10s');
    const account = await stripe.accounts.retrieve(id);
    expect([account.charges_enabled, account.payouts_enabled]).toEqual([true, true]);
    expect(account.business_profile).toMatchObject({ mcc: '5734', product_description: 'Lamps', url: null });
    expect(complaints).toEqual([]);

    const { data } = await stripe.events.list({ limit: 100 }, { stripeAccount: id });
    const types = data.map(({ type }) => type).reverse();
    expect(types.filter((type) => /^person|external/.test(type))).toEqual([
      'person.created',
      'account.external_account.created',
      'person.updated',
      'person.updated',
    ]);
    expect(types.at(-1)).toBe('capability.updated');
  });

  it('fills in the forms of a company in GB with test data', async (context) => {
    const { stripe, sandbox, id, page } = await onboarding(context, { country: 'GB' });
    await page.getByLabel('A company', { exact: true }).check();
    await press(page, 'Continue');
    for (let forms = 0; forms < 8; forms++) {
      const everybody = page.getByRole('button', { name: /There are no other/ });
      const filling = page.getByRole('button', { name: 'Fill in test data' });
      if ((await everybody.count()) > 0) await everybody.click();
      else if ((await filling.count()) > 0) {
        await filling.click();
        await press(page, 'Continue');
      } else break;
    }
    await press(page, 'Agree and submit');
    await heading(page, 'Welcome back');
    await sandbox.advance('10s');
    const account = await stripe.accounts.retrieve(id);
    expect(account.requirements?.eventually_due).toEqual([]);
    expect([account.details_submitted, account.charges_enabled, account.payouts_enabled]).toEqual([true, true, true]);
  });

  it('submits everything with one click', async (context) => {
    const { stripe, id, page } = await onboarding(context, { type: 'standard', capabilities: {} });
    await press(page, 'Fill in everything and submit');
    await heading(page, 'Welcome back');
    expect((await stripe.accounts.retrieve(id)).details_submitted).toBe(true);
  });

  it('skips forms, and saves the rest for later', async (context) => {
    const { stripe, id, page, link } = await onboarding(context);
    await press(page, 'Skip this form');
    await heading(page, 'Tell us about the business');
    await press(page, 'Skip this form');
    await heading(page, 'Tell us about yourself');
    await press(page, 'Save for later');
    await heading(page, 'Welcome back');
    const account = await stripe.accounts.retrieve(id);
    expect(account.details_submitted).toBe(false);
    expect(account.requirements?.currently_due).toContain('individual.first_name');
    await page.goto(`${link}/form`);
    await heading(page, 'Here is a new link');
  });

  it('opens once', async (context) => {
    const { page, link } = await onboarding(context);
    await heading(page, 'What kind of business is it?');
    await page.goto(link);
    await heading(page, 'Here is a new link');
  });

  it('says what is missing and what is wrong, where it is', async (context) => {
    const { page, stripe, id } = await onboarding(context, { type: 'custom', business_type: 'individual' });
    await press(page, 'Skip this form');
    await typePerson(page, 'Jenny');
    await typeAddress(page);
    await fill(page, 'Year', '190');
    await fill(page, 'Last 4 digits of the Social Security number', '0000');
    await press(page, 'Continue');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await page.title()).toContain('Error: ');
    const year = page.getByLabel('Year');
    expect(await year.getAttribute('aria-describedby')).toBe(await alert.getAttribute('id'));
    expect(await page.evaluate('document.activeElement.name')).toBe('dob[year]');
    expect(await page.getByLabel('First name').inputValue()).toBe('Jenny');
    expect((await stripe.accounts.listPersons(id, {})).data).toEqual([]);
    await fill(page, 'Year', '1901');
    await press(page, 'Continue');
    await heading(page, 'Where shall payouts go?');
    await fill(page, 'Routing number', '110000000');
    await fill(page, 'Account number', '123123123');
    await press(page, 'Continue');
    expect(await alert.textContent()).toContain('test bank account number');
  });

  it('asks again for what failed, with the reason', async (context) => {
    const { page, stripe, sandbox, id } = await onboarding(context);
    await press(page, 'Fill in everything and submit');
    await sandbox.act(id, 'fail_verification', {
      requirement: 'individual.verification.document',
      reason: 'It is blurred.',
    });
    const origin = new URL(page.url()).origin;
    const { url } = await stripe.accountLinks.create({
      account: id,
      type: 'account_onboarding',
      refresh_url: `${origin}/again`,
      return_url: `${origin}/done`,
    });
    await page.goto(url);
    const proof = page.getByLabel('Proof of identity');
    expect(await page.locator(`#${await proof.getAttribute('aria-describedby')}`).textContent()).toBe('It is blurred.');
    await proof.selectOption('A document that is accepted');
    await press(page, 'Continue');
    await press(page, 'Done');
    await heading(page, 'Welcome back');
    await sandbox.advance('10s');
    expect((await stripe.accounts.retrieve(id)).payouts_enabled).toBe(true);
  });

  it('lets the owner of a custom account change what is there', async (context) => {
    const { page, stripe, sandbox, id } = await onboarding(
      context,
      {
        type: 'custom',
        business_type: 'individual',
        business_profile: { mcc: '5734', url: 'https://old.example.com' },
      },
      { type: 'account_update' },
    );
    await heading(page, 'Tell us about yourself');
    await press(page, 'Fill in everything and submit');
    await sandbox.advance('10s');
    const origin = new URL(page.url()).origin;
    const { url } = await stripe.accountLinks.create({
      account: id,
      type: 'account_update',
      refresh_url: `${origin}/again`,
      return_url: `${origin}/done`,
    });
    await page.goto(url);
    await page.getByRole('link', { name: 'Change Business' }).click();
    await fill(page, 'Website optional', 'https://new.example.com');
    await press(page, 'Continue');
    await press(page, 'Done');
    const changed = await stripe.accounts.retrieve(id);
    expect(changed.business_profile?.url).toBe('https://new.example.com');
    expect(changed.tos_acceptance?.date).toBe(sandbox.now() - 10);
  });

  it('is done with the keyboard alone', async (context) => {
    const { page } = await onboarding(context);
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    expect(await page.getByLabel('A company').isChecked()).toBe(true);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Continue');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.keyboard.press('Enter');
    await heading(page, 'Tell us about the business');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').getAttribute('name')).toBe('company[name]');
  });

  it.for(['light', 'dark'] as const)(
    'has names for all fields and enough contrast in the %s scheme',
    async (colorScheme, context) => {
      const { link, page } = await onboarding(context, { business_type: 'company', country: 'GB' });
      await page.emulateMedia({ colorScheme });
      await page.goto(`${link}/form?form=person`);
      expect((await contrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
      const labels = `[...document.querySelectorAll('input:not([type=hidden]), select')].map((field) => field.labels.length)`;
      expect(new Set((await page.evaluate(labels)) as number[])).toEqual(new Set([1]));
      expect(await page.getByRole('group', { name: 'Date of birth' }).getByRole('textbox').count()).toBe(3);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    },
  );
});
