import { describe, expect, it } from 'vitest';
import { type TestBench, testBench } from '../spec/harness.ts';
import { challenged } from './bench.ts';

const back = 'https://shop.test/paid?cart=7%20a#thanks';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly location: string | null;
  readonly text: string;
}

async function open({ emulator }: TestBench, url: string, method = 'GET'): Promise<Answer> {
  const answer = await emulator.fetch(new URL(url, 'http://emulator').href, { method, redirect: 'manual' });
  return {
    status: answer.status,
    headers: answer.headers,
    location: answer.headers.get('location'),
    text: await answer.text(),
  };
}

const decide = (bench: TestBench, url: string, decision: string): Promise<Answer> =>
  open(bench, `${url}&decision=${decision}`, 'POST');

const statusOf = async ({ stripe }: Pick<TestBench, 'stripe'>, id: string): Promise<string> =>
  (await stripe.paymentIntents.retrieve(id)).status;

describe('GET /_emulator/3ds/:intent', () => {
  it('tells who asks for how much of which card, and that this is a test', async () => {
    const bench = await testBench();
    const { intent, url } = await challenged(bench, { amount: 123456, currency: 'eur' });
    const { status, headers, text } = await open(bench, url);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=UTF-8');
    for (const words of ['Test mode', 'Test merchant', '€1234.56 EUR', 'Visa ending in 3184', intent.id])
      expect(text).toContain(words);
  });

  it.each([
    ['jpy', 500, '¥500 JPY'],
    ['kwd', 12340, '12.340 KWD'],
  ])('writes amounts in %s with its decimals', async (currency, amount, written) => {
    const bench = await testBench();
    const { url } = await challenged(bench, { currency, amount });
    expect((await open(bench, url)).text).toContain(written);
  });

  it('allows no script, nothing from elsewhere, and no copy of the secret in its address', async () => {
    const bench = await testBench();
    const { url } = await challenged(bench, { return_url: back });
    const { headers, text } = await open(bench, url);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'self' https:$/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(text).not.toMatch(/<script|https?:|\son\w+=|style=/i);
  });

  it('changes nothing', async () => {
    const bench = await testBench();
    const { intent, url } = await challenged(bench);
    const before = await bench.eventTypes();
    await open(bench, url);
    await open(bench, `${url}&decision=complete`);
    expect(await statusOf(bench, intent.id)).toBe('requires_action');
    expect(await bench.eventTypes()).toEqual(before);
  });

  it('finds the intent of another sandbox and of a connected account', async () => {
    const bench = await testBench();
    await challenged(bench);
    const other = { ...bench, stripe: bench.client({ key: 'sk_test_other' }) };
    const account = await other.stripe.accounts.create({
      type: 'standard',
      business_profile: { name: 'Ada <& Sons>' },
    });
    const stripe = bench.client({ key: 'sk_test_other', stripeAccount: account.id });
    const { intent, url } = await challenged({ stripe }, { return_url: back });
    const { status, text } = await open(bench, url);
    expect(status).toBe(200);
    expect(text).toContain('Ada &lt;&amp; Sons&gt;');
    expect(text).toContain(account.id);
    expect((await decide(bench, url, 'complete')).status).toBe(303);
    expect(await statusOf({ stripe }, intent.id)).toBe('succeeded');
  });
});

describe('POST /_emulator/3ds/:intent', () => {
  it.each([
    ['complete', 'succeeded', 'pm_card_authenticationRequired', {}, 'succeeded'],
    ['complete', 'succeeded', 'pm_card_authenticationRequired', { capture_method: 'manual' }, 'requires_capture'],
    [
      'complete',
      'succeeded',
      'pm_card_authenticationRequired',
      { confirmation_method: 'manual' },
      'requires_confirmation',
    ],
    [
      'complete',
      'failed',
      'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds',
      {},
      'requires_payment_method',
    ],
    ['fail', 'failed', 'pm_card_authenticationRequired', {}, 'requires_payment_method'],
  ] as const)('%s: returns with %s (%s %o), the payment then %s', async (decision, said, method, params, status) => {
    const bench = await testBench();
    const { intent, url } = await challenged(bench, { payment_method: method, return_url: back, ...params });
    const answer = await decide(bench, url, decision);
    expect(answer.status).toBe(303);
    expect(answer.location).toBe(
      `https://shop.test/paid?cart=7%20a&payment_intent=${intent.id}&payment_intent_client_secret=${intent.client_secret}&redirect_status=${said}#thanks`,
    );
    expect(await statusOf(bench, intent.id)).toBe(status);
  });

  it('emits the events of what was decided', async () => {
    const bench = await testBench();
    const { url } = await challenged(bench);
    await decide(bench, url, 'complete');
    expect((await bench.eventTypes()).slice(2)).toEqual(['charge.succeeded', 'payment_intent.succeeded']);
  });

  it('returns to an app by its own scheme', async () => {
    const bench = await testBench();
    const { intent, url } = await challenged(bench, { return_url: 'shop-app://paid' });
    expect((await open(bench, url)).headers.get('content-security-policy')).toMatch(/ form-action 'self' shop-app:$/);
    expect((await decide(bench, url, 'fail')).location).toBe(
      `shop-app://paid?payment_intent=${intent.id}&payment_intent_client_secret=${intent.client_secret}&redirect_status=failed`,
    );
  });

  it.each([
    ['complete', 'pm_card_authenticationRequired', 'Authentication complete'],
    ['complete', 'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds', 'Card declined'],
    ['fail', 'pm_card_authenticationRequired', 'Authentication failed'],
  ])('%s: says that the window of %s can be closed, where there is no return_url', async (decision, method, title) => {
    const bench = await testBench();
    const { url } = await challenged(bench, { payment_method: method });
    const { status, text } = await decide(bench, url, decision);
    expect(status).toBe(200);
    expect(text).toContain(`<h1>${title}</h1>`);
    expect(text).toContain('You can close this window.');
  });

  it('takes no decision but those two', async () => {
    const bench = await testBench();
    const { intent, url } = await challenged(bench);
    for (const decision of ['', 'toString', 'cancel']) expect((await decide(bench, url, decision)).status).toBe(400);
    expect(await statusOf(bench, intent.id)).toBe('requires_action');
  });

  it('refuses a second answer, and still leads back', async () => {
    const bench = await testBench();
    const { intent, url } = await challenged(bench, { return_url: back });
    const first = await decide(bench, url, 'fail');
    const second = await decide(bench, url, 'complete');
    expect(second.status).toBe(409);
    expect(second.text).toContain('Nothing to authenticate');
    expect(second.text).toContain(`href="${first.location?.replaceAll('&', '&amp;')}"`);
    expect(await statusOf(bench, intent.id)).toBe('requires_payment_method');
  });
});

describe('the challenge of a SetupIntent', () => {
  const setUp = async ({ stripe }: TestBench, return_url?: string) => {
    const intent = await stripe.setupIntents.create({
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      confirm: true,
      payment_method: 'pm_card_authenticationRequiredOnSetup',
      return_url,
    });
    const { redirect_to_url: redirect, use_stripe_sdk: sdk } = intent.next_action ?? {};
    return { intent, url: redirect?.url ?? String(sdk?.stripe_js) };
  };

  it('names no amount', async () => {
    const bench = await testBench();
    const { intent, url } = await setUp(bench);
    const { status, text } = await open(bench, url);
    expect(status).toBe(200);
    for (const words of ['Confirm your card', 'Later payments', 'ending in', intent.id]) expect(text).toContain(words);
    expect(text).not.toContain('Amount');
  });

  it.each([
    ['complete', 'succeeded', 'succeeded'],
    ['fail', 'failed', 'requires_payment_method'],
  ])('%s: returns with %s, the setup then %s', async (decision, said, status) => {
    const bench = await testBench();
    const { intent, url } = await setUp(bench, back);
    const answer = await decide(bench, url, decision);
    expect(answer.status).toBe(303);
    expect(answer.location).toBe(
      `https://shop.test/paid?cart=7%20a&setup_intent=${intent.id}&setup_intent_client_secret=${intent.client_secret}&redirect_status=${said}#thanks`,
    );
    expect((await bench.stripe.setupIntents.retrieve(intent.id)).status).toBe(status);
    const again = await decide(bench, url, decision);
    expect(again.status).toBe(409);
    expect(again.text).toContain(`setup_intent=${intent.id}`);
  });
});

describe('GET /_emulator/3ds/:intent/abandoned', () => {
  it('leaves the payment waiting', async () => {
    const bench = await testBench();
    const { intent, url } = await challenged(bench, { return_url: back });
    const { status, text } = await open(bench, url.replace('?', '/abandoned?'));
    expect(status).toBe(200);
    expect(text).toContain('Authentication abandoned');
    expect(await statusOf(bench, intent.id)).toBe('requires_action');
    expect((await decide(bench, url, 'complete')).status).toBe(303);
  });
});

describe('an address that leads to no challenge', () => {
  it('is refused with another client secret, whatever is asked', async () => {
    const bench = await testBench();
    const { intent, url } = await challenged(bench, { return_url: back });
    const { intent: other } = await challenged(bench);
    const path = `/_emulator/3ds/${intent.id}`;
    for (const query of [
      '',
      '?client_secret=',
      `?client_secret=${other.client_secret}`,
      `${url.slice(url.indexOf('?'))}x`,
    ]) {
      for (const [method, address] of [
        ['GET', `${path}${query}`],
        ['POST', `${path}${query}${query && '&decision=complete'}`],
        ['GET', `${path}/abandoned${query}`],
      ] as const) {
        const { status, text } = await open(bench, address, method);
        expect(status).toBe(403);
        expect(text).toContain('Wrong client secret');
        expect(text).not.toContain('shop.test');
      }
    }
    expect(await statusOf(bench, intent.id)).toBe('requires_action');
  });

  it.each([
    ['unknown intent', 'pi_unknown'],
    ['object of another kind', 'pm_card_visa'],
    ['empty address', '%20'],
    ['broken escape', '%E0%A4%A'],
    ['markup', encodeURIComponent('"><script>alert(1)</script>')],
    ['endless name', `pi_${'x'.repeat(5000)}`],
  ])('says that there is nothing: %s', async (_, id) => {
    const bench = await testBench();
    await challenged(bench);
    const before = await bench.eventTypes();
    for (const method of ['GET', 'POST']) {
      const { status, text } = await open(bench, `/_emulator/3ds/${id}?client_secret=x&decision=complete`, method);
      expect(status).toBe(404);
      expect(text).toContain('No such intent');
      expect(text).not.toContain('<script>');
    }
    expect(await bench.eventTypes()).toEqual(before);
  });

  it.each([
    ['requires_payment_method', async () => undefined],
    ['canceled', async (bench: TestBench, id: string) => bench.stripe.paymentIntents.cancel(id)],
    [
      'succeeded',
      async (bench: TestBench, id: string) =>
        bench.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }),
    ],
  ])('says how an intent stands that is %s', async (status, bring) => {
    const bench = await testBench();
    const { id, client_secret } = await bench.stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      allowed_payment_method_types: ['card'],
    });
    await bring(bench, id);
    expect(await statusOf(bench, id)).toBe(status);
    const answer = await open(bench, `/_emulator/3ds/${id}?client_secret=${client_secret}`);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('Nothing to authenticate');
    expect(answer.text).not.toContain('Return to the merchant');
  });

  it('never returns to what would run in this page', async () => {
    const bench = await testBench();
    for (const unsafe of ['javascript:alert(1)', 'data:text/html,x', 'nowhere']) {
      const { url } = await challenged(bench, { return_url: unsafe });
      expect((await decide(bench, url, 'complete')).status).toBe(200);
      expect((await open(bench, url)).text).not.toContain(unsafe);
    }
  });

  it('leaves other methods to the control API, which knows none', async () => {
    const bench = await testBench();
    const { url } = await challenged(bench);
    const { status, text } = await open(bench, url, 'DELETE');
    expect(status).toBe(404);
    expect(JSON.parse(text).error.type).toBe('invalid_request_error');
  });
});
