import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { type TestBench, testBench } from '../spec/harness.ts';
import { benchOnPort } from './bench.ts';
import { closeBrowserAfterwards, openPage } from './browser.ts';
import { contrasts } from './contrast.ts';

closeBrowserAfterwards();

async function waiting({ stripe }: Pick<TestBench, 'stripe'>): Promise<{ intent: Stripe.SetupIntent; url: string }> {
  const intent = await stripe.setupIntents.create({
    allowed_payment_method_types: ['us_bank_account'],
    confirm: true,
    mandate_data: {
      customer_acceptance: { type: 'online', online: { ip_address: '127.0.0.1', user_agent: 'test' } },
    },
    payment_method_data: {
      type: 'us_bank_account',
      billing_details: { name: 'Jenny Rosen' },
      us_bank_account: {
        account_holder_type: 'individual',
        account_number: '000123456789',
        routing_number: '110000000',
      },
    },
    payment_method_options: { us_bank_account: { verification_method: 'microdeposits' } },
  });
  return { intent, url: intent.next_action?.verify_with_microdeposits?.hosted_verification_url ?? '' };
}

async function send({ emulator }: TestBench, url: string, body?: string | Uint8Array<ArrayBuffer>, type?: string) {
  const answer = await emulator.fetch(
    url,
    body === undefined
      ? {}
      : { method: 'POST', body, headers: { 'content-type': type ?? 'application/x-www-form-urlencoded' } },
  );
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

describe('/_emulator/microdeposits/:intent', () => {
  it('verifies the account with the right code', async () => {
    const bench = await testBench();
    const { intent, url } = await waiting(bench);
    expect((await send(bench, url)).text).toContain('Verify your bank account');
    const { status, text } = await send(bench, url, 'descriptor_code=sm11aa');
    expect(status).toBe(200);
    expect(text).toContain('Account verified');
    expect((await bench.stripe.setupIntents.retrieve(intent.id)).status).toBe('succeeded');
    expect((await send(bench, url)).status).toBe(409);
  });

  it('takes the amounts as well', async () => {
    const bench = await testBench();
    const { url } = await waiting(bench);
    expect((await send(bench, url, 'amounts[]=45&amounts[]=32')).text).toContain('Account verified');
  });

  it('counts wrong codes, as the API does', async () => {
    const bench = await testBench();
    const { intent, url } = await waiting(bench);
    const first = await send(bench, url, 'descriptor_code=SM22BB');
    expect(first.status).toBe(400);
    expect(first.text).toContain('You have 9 verification attempts remaining.');
    expect(first.text).toContain('aria-invalid="true"');
    expect((await bench.stripe.setupIntents.retrieve(intent.id)).status).toBe('requires_action');
    const last = await send(bench, url, 'descriptor_code=SM33CC');
    expect(last.status).toBe(200);
    expect(last.text).toContain('Verification failed');
    expect(await bench.stripe.setupIntents.retrieve(intent.id)).toMatchObject({
      status: 'requires_payment_method',
      last_setup_error: { code: 'payment_method_microdeposit_verification_attempts_exceeded' },
    });
  });

  it.each([
    ['nothing', '', undefined],
    ['both', 'descriptor_code=SM11AA&amounts[]=32&amounts[]=45', undefined],
    ['no numbers', 'amounts[]=a&amounts[]=<b>', undefined],
    ['an unknown field', 'pin=1', undefined],
    ['a broken form', 'amounts[=1&%', undefined],
    ['broken JSON', '{', 'application/json'],
    ['a broken upload', '--x', 'multipart/form-data; boundary=x'],
    ['text', 'SM11AA', 'text/plain'],
  ])('refuses %s', async (_, body, type) => {
    const bench = await testBench();
    const { intent, url } = await waiting(bench);
    const { status, text, headers } = await send(bench, url, body, type);
    expect(status).toBe(400);
    expect(headers.get('content-type')).toContain('text/html');
    expect(text).toContain('This did not work');
    expect(text).not.toContain('<b>');
    expect((await bench.stripe.setupIntents.retrieve(intent.id)).status).toBe('requires_action');
  });

  it('wants the client secret, and an intent that waits for deposits', async () => {
    const bench = await testBench();
    const { intent, url } = await waiting(bench);
    expect((await send(bench, `${url}x`, 'descriptor_code=SM11AA')).status).toBe(403);
    expect((await send(bench, url.replace(intent.id, 'seti_unknown'))).status).toBe(404);
    expect((await send(bench, url.replace('/microdeposits/', '/3ds/'))).status).toBe(409);
  });

  it('is done in a browser by keyboard, after a mistake', async (context) => {
    const { stripe } = await benchOnPort();
    const { intent, url } = await waiting({ stripe });
    const page = await openPage(context, { colorScheme: 'dark', javaScriptEnabled: true });
    await page.goto(url);
    await page.keyboard.press('Tab');
    await page.keyboard.type('SM99ZZ');
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert');
    expect(await alert.textContent()).toContain('does not match');
    expect((await contrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    const field = page.getByLabel('Code of the deposit');
    expect(await field.getAttribute('aria-describedby')).toBe(await alert.getAttribute('id'));
    await field.fill('SM11AA');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Account verified' }).waitFor();
    expect((await stripe.setupIntents.retrieve(intent.id)).status).toBe('succeeded');
  });
});
