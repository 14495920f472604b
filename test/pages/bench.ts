/** An emulator on a port, a payment that waits for its cardholder, and a shop on another port. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { onTestFinished } from 'vitest';
import { type TestBench, testBench, testKey } from '../spec/harness.ts';

export async function challenged(
  { stripe }: Pick<TestBench, 'stripe'>,
  params: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<{ intent: Stripe.PaymentIntent; url: string }> {
  const intent = await stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    allowed_payment_method_types: ['card'],
    confirm: true,
    payment_method: 'pm_card_authenticationRequired',
    ...params,
  });
  const { redirect_to_url: redirect, use_stripe_sdk: sdk } = intent.next_action ?? {};
  return { intent, url: redirect?.url ?? String(sdk?.stripe_js) };
}

/** Its addresses answer what `pages` says, by path; 404 for the rest, a location for what starts with `http`. */
export async function shop(pages: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer(({ url = '/' }, response) => {
    const page = pages[url.split('?')[0] ?? ''];
    if (url === '/favicon.ico') response.writeHead(204).end();
    else if (page === undefined) response.writeHead(404).end();
    else if (page.startsWith('http')) response.writeHead(302, { location: page }).end();
    else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Its addresses in answers lead to the port, so that a browser can open them. */
export async function benchOnPort(): Promise<Pick<TestBench, 'emulator' | 'sandbox' | 'stripe'> & { url: string }> {
  const { emulator, sandbox } = await testBench();
  const { url, port } = await emulator.listen();
  return { emulator, sandbox, stripe: new Stripe(testKey, { host: '127.0.0.1', port, protocol: 'http' }), url };
}
