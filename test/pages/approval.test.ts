import { describe, expect, it } from 'vitest';
import { type TestBench, testBench } from '../spec/harness.ts';
import { methodData, payWith } from '../spec/payers.ts';
import { benchOnPort, shop } from './bench.ts';
import { closeBrowserAfterwards, openPage } from './browser.ts';

closeBrowserAfterwards();

const thanks = { '/thanks': '<!doctype html><title>Shop</title><h1>Thanks</h1>' };

async function open({ emulator }: Pick<TestBench, 'emulator'>, url: string, method = 'GET', body?: string) {
  const answer = await emulator.fetch(new URL(url, 'http://emulator').href, {
    method,
    redirect: 'manual',
    ...(body !== undefined && { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  });
  return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
}

/** Wherever `next_action` sends the payer. */
function urlOf(action: object | null): string {
  const { type, ...hashes } = action as { type: string } & Record<string, Record<string, string>>;
  const hash = hashes[type] ?? {};
  return String(hash.url ?? hash.hosted_instructions_url ?? hash.stripe_js);
}

describe('the page of a bank, in a browser', () => {
  const decisions = [
    ['Authorize test payment', 'succeeded', 'succeeded'],
    ['Fail test payment', 'failed', 'requires_payment_method'],
  ] as const;

  it('leads back to the shop with what the payer decided, without a script', async (context) => {
    const bench = await benchOnPort();
    const page = await openPage(context, { javaScriptEnabled: false });
    const heard: string[] = [];
    page.on('console', (message) => heard.push(message.text()));
    const origin = await shop(thanks);
    for (const [button, redirect_status, status] of decisions) {
      const intent = await payWith(bench, 'ideal', { return_url: `${origin}/thanks?cart=7` });
      await page.goto(urlOf(intent.next_action));
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('heading', { name: 'Thanks' }).waitFor();
      expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
        cart: '7',
        payment_intent: intent.id,
        payment_intent_client_secret: intent.client_secret,
        redirect_status,
      });
      expect((await bench.stripe.paymentIntents.retrieve(intent.id)).status).toBe(status);
    }
    expect(heard).toEqual([]);
  });

  it('sets a wallet up', async (context) => {
    const { stripe } = await benchOnPort();
    const intent = await stripe.setupIntents.create({
      allowed_payment_method_types: ['paypal'],
      confirm: true,
      customer: (await stripe.customers.create()).id,
      payment_method_data: methodData('paypal') as { type: 'paypal' },
      return_url: `${await shop(thanks)}/thanks`,
    });
    const page = await openPage(context);
    await page.goto(urlOf(intent.next_action));
    await page.getByRole('button', { name: 'Authorize test set-up' }).click();
    await page.getByRole('heading', { name: 'Thanks' }).waitFor();
    expect(new URL(page.url()).searchParams.get('setup_intent')).toBe(intent.id);
    expect((await stripe.setupIntents.retrieve(intent.id)).status).toBe('succeeded');
  });

  it('takes the code of Link', async (context) => {
    const bench = await benchOnPort();
    const intent = await payWith(bench, 'link', { use_stripe_sdk: true, return_url: `${await shop(thanks)}/thanks` });
    const page = await openPage(context);
    await page.goto(urlOf(intent.next_action));
    await page.getByLabel('Code').fill('000001');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('alert').getByText('The code is invalid.').waitFor();
    await page.getByRole('link', { name: 'Try again' }).click();
    await page.getByLabel('Code').fill('123 456');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Thanks' }).waitFor();
    expect((await bench.stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
  });
});

describe('GET /_emulator/approve/:intent', () => {
  it.each(['alipay', 'cashapp', 'wechat_pay', 'klarna'])('is where %s sends its payers', async (type) => {
    const bench = await testBench();
    const { id, next_action } = await payWith(bench, type);
    const { status, text } = await open(bench, urlOf(next_action));
    expect(status).toBe(200);
    for (const words of ['Test mode', 'Test merchant', '$20.00 USD', type.replaceAll('_', ' '), id])
      expect(text).toContain(words);
  });

  it('says when there is nothing to decide any more, and who may not decide', async () => {
    const bench = await testBench();
    const { id, next_action } = await payWith(bench, 'klarna');
    const url = urlOf(next_action);
    expect((await open(bench, url.replace(/client_secret=.*/, 'client_secret=x'))).status).toBe(403);
    expect((await open(bench, `${url}&decision=nonsense`, 'POST')).status).toBe(400);
    const { status, location } = await open(bench, `${url}&decision=authorize`, 'POST');
    expect(status).toBe(303);
    expect(new URL(String(location)).searchParams.get('redirect_status')).toBe('succeeded');
    expect((await open(bench, url)).status).toBe(409);
    expect((await bench.stripe.paymentIntents.retrieve(id)).status).toBe('succeeded');
  });
});

describe('the instructions of a bank transfer', () => {
  it('tell where to send the money, and let the customer send it', async () => {
    const bench = await testBench();
    const intent = await payWith(bench, 'customer_balance');
    const instructions = intent.next_action?.display_bank_transfer_instructions;
    const url = String(instructions?.hosted_instructions_url);
    const { status, text } = await open(bench, url);
    expect(status).toBe(200);
    for (const words of ['$20.00 USD', String(instructions?.reference), 'routing number'])
      expect(text).toContain(words);
    expect((await open(bench, url, 'POST')).status).toBe(200);
    expect((await bench.stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
    expect((await open(bench, url)).status).toBe(409);
  });
});
