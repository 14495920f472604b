import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { benchOnPort, challenged, shop } from './bench.ts';
import { closeBrowserAfterwards, openPage } from './browser.ts';
import { contrasts } from './contrast.ts';

closeBrowserAfterwards();

const thanks = { '/thanks': '<!doctype html><title>Shop</title><h1>Thanks</h1>' };

/** What the browser complains about: refused by the policy, not found, failed. */
function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(error.message));
  return heard;
}

const parametersOf = (page: Page): Record<string, string> => Object.fromEntries(new URL(page.url()).searchParams);

describe('the 3-D Secure challenge in a browser', () => {
  it('returns to the shop with a click, without a script', async (context) => {
    const { stripe } = await benchOnPort();
    const { intent, url } = await challenged({ stripe }, { return_url: `${await shop(thanks)}/thanks?cart=7` });
    const page = await openPage(context, { javaScriptEnabled: false });
    const heard = complaints(page);
    await page.goto(url);
    await page.getByRole('button', { name: 'Complete authentication' }).click();
    await page.getByRole('heading', { name: 'Thanks' }).waitFor();
    expect(parametersOf(page)).toEqual({
      cart: '7',
      payment_intent: intent.id,
      payment_intent_client_secret: intent.client_secret,
      redirect_status: 'succeeded',
    });
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
    expect(heard).toEqual([]);
  });

  it('is done with the keyboard alone', async (context) => {
    const { stripe } = await benchOnPort();
    const { intent, url } = await challenged({ stripe }, { return_url: `${await shop(thanks)}/thanks` });
    const page = await openPage(context);
    await page.goto(url);
    const reached: (string | null)[] = [];
    const outlines = new Set<string>();
    for (let stop = 0; stop < 3; stop++) {
      await page.keyboard.press('Tab');
      const focus = page.locator(':focus');
      reached.push(await focus.textContent());
      outlines.add(String(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')));
    }
    expect(reached).toEqual(['Complete authentication', 'Fail authentication', 'Abandon without answering']);
    expect([...outlines]).toEqual(['solid']);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Space');
    await page.getByRole('heading', { name: 'Thanks' }).waitFor();
    expect(parametersOf(page).redirect_status).toBe('failed');
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    });
  });

  it('may be abandoned and taken up again', async (context) => {
    const { stripe } = await benchOnPort();
    const { intent, url } = await challenged({ stripe });
    const page = await openPage(context);
    await page.goto(url);
    await page.getByRole('link', { name: 'Abandon' }).click();
    await page.getByRole('heading', { name: 'Authentication abandoned' }).waitFor();
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('requires_action');
    await page.getByRole('link', { name: 'Back' }).click();
    await page.getByRole('button', { name: 'Complete authentication' }).click();
    await page.getByText('You can close this window.').waitFor();
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
  });

  it('says on the way back in the history that it is over, and leads to the shop', async (context) => {
    const { stripe } = await benchOnPort();
    const { url } = await challenged({ stripe }, { return_url: `${await shop(thanks)}/thanks` });
    const page = await openPage(context);
    await page.goto(url);
    await page.getByRole('button', { name: 'Complete authentication' }).click();
    await page.getByRole('heading', { name: 'Thanks' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Nothing to authenticate' }).waitFor();
    await page.getByRole('link', { name: 'Return to the merchant' }).click();
    await page.getByRole('heading', { name: 'Thanks' }).waitFor();
    expect(parametersOf(page).redirect_status).toBe('succeeded');
  });

  it('returns to a shop that itself redirects to another site', async (context) => {
    const { stripe } = await benchOnPort();
    const other = await shop(thanks);
    const { url } = await challenged({ stripe }, { return_url: `${await shop({ '/paid': `${other}/thanks` })}/paid` });
    const page = await openPage(context);
    await page.goto(url);
    await page.getByRole('button', { name: 'Complete authentication' }).click();
    await page.getByRole('heading', { name: 'Thanks' }).waitFor();
    expect(page.url()).toBe(`${other}/thanks`);
  });

  it('works inside a frame of the shop, which hears of the return', async (context) => {
    const { stripe } = await benchOnPort();
    const pages: Record<string, string> = {
      '/returned': '<script>parent.postMessage(location.search, "*")</script>',
    };
    const origin = await shop(pages);
    const { intent, url } = await challenged({ stripe }, { return_url: `${origin}/returned` });
    pages['/pay'] =
      `<!doctype html><output></output><iframe title="Bank" width="400" height="600" src="${url.replaceAll('&', '&amp;')}"></iframe>
<script>addEventListener('message', ({ data }) => { document.querySelector('output').textContent = data })</script>`;
    const page = await openPage(context);
    await page.goto(`${origin}/pay`);
    await page.frameLocator('iframe').getByRole('button', { name: 'Complete authentication' }).click();
    await page.getByText(`payment_intent=${intent.id}`).waitFor();
    expect(await page.locator('output').textContent()).toContain('redirect_status=succeeded');
  });

  it('reads well aloud', async (context) => {
    const { stripe } = await benchOnPort();
    const { intent, url } = await challenged({ stripe });
    const page = await openPage(context);
    await page.goto(url);
    expect(await page.title()).toBe('Confirm your payment · stripe-emulator');
    const spoken = (await page.locator('body').ariaSnapshot())
      .replace(/acct_\w+/, 'acct_1')
      .replaceAll(intent.id, 'pi_1');
    expect(spoken.replace(/\n *- \/url: .*/, '')).toMatchInlineSnapshot(`
      "- banner:
        - strong: Test mode
        - text: stripe-emulator
      - main:
        - heading "Confirm your payment" [level=1]
        - paragraph: This page stands in for your bank, which asks whether it is really you (3D Secure).
        - term: Merchant
        - definition:
          - text: Test merchant
          - code: acct_1
        - term: Amount
        - definition:
          - strong: $20.00 USD
        - term: Card
        - definition: Visa ending in 3184
        - term: Payment
        - definition:
          - code: pi_1
        - button "Complete authentication"
        - button "Fail authentication"
        - paragraph:
          - link "Abandon without answering":
      - contentinfo: Not affiliated with Stripe. No money moves."
    `);
  });

  it.for(['light', 'dark'] as const)('has enough contrast in the %s scheme', async (colorScheme, context) => {
    const { stripe } = await benchOnPort();
    const { url } = await challenged({ stripe });
    const page = await openPage(context, { colorScheme });
    await page.goto(url);
    const found = await contrasts(page);
    expect(found.map(({ text }) => text)).toContain('Fail authentication');
    expect(found.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    expect(new Set(found.map(({ background }) => background)).size).toBeGreaterThan(2);
  });

  it('fits a phone', async (context) => {
    const { stripe } = await benchOnPort();
    const { url } = await challenged({ stripe });
    const page = await openPage(context, { viewport: { width: 320, height: 640 } });
    await page.goto(url);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    for (const button of await page.getByRole('button').all())
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  });
});
