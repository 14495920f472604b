/** A fresh emulator with the official SDK on it; every answer is checked against the description. */
import Stripe from 'stripe';
import { onTestFinished } from 'vitest';
import { createEmulator, type Emulator, type EmulatorOptions, type SandboxHandle } from '../../src/index.ts';
import { loadDescription } from '../../src/server/spec/description.ts';
import type { RawBody } from '../raw-body.ts';
import { descriptionOf } from './older-description.ts';

export interface TestBench {
  readonly emulator: Emulator;
  readonly sandbox: SandboxHandle;
  readonly stripe: Stripe;
  /** Another client of the same sandbox, for example with an older API version. */
  client(options?: { key?: string; apiVersion?: string; stripeAccount?: string }): Stripe;
  /** A raw request with the sandbox's key. */
  call(method: string, path: string, options?: { body?: string; headers?: Record<string, string> }): Promise<RawAnswer>;
  /** Types of all events so far, oldest first. */
  eventTypes(): Promise<string[]>;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: RawBody;
}

const description = loadDescription();
export const testKey = 'sk_test_bench';

interface Seen {
  readonly status: number;
  readonly body: unknown;
  /** Of the API. */
  readonly version: string;
  /** The caller sees only a part of each object. */
  readonly partial: boolean;
}

function complaint(method: string, url: string, { status, body, version, partial }: Seen): string | undefined {
  const path = new URL(url).pathname;
  const match = description.match(method, path);
  if (status >= 500) return `${method} ${path} answered ${status}: ${JSON.stringify(body)}`;
  if (match === undefined || match.operation.kind === 'binary') return undefined;
  if (status >= 400) {
    const error = (body as { error?: { type?: unknown; message?: unknown } }).error;
    return typeof error?.type === 'string' && typeof error.message === 'string'
      ? undefined
      : `${method} ${path}: no Stripe error`;
  }
  const described = descriptionOf(version)?.operation(match.operation.id);
  if (described === undefined) return undefined;
  const found = described.checkAnswer(body).filter((each) => !partial || !each.endsWith('is missing'));
  // `UpcomingInvoice` of the SDKs is an invoice without an id.
  const problems = found.filter(
    (each) => match.operation.id !== 'invoices.retrieveUpcoming' || each !== 'id: is missing',
  );
  return problems.length === 0
    ? undefined
    : `${method} ${path} does not match the description of ${version}: ${problems.slice(0, 5).join('; ')}`;
}

/** Answers that contradict the description fail the test that got them. */
function checked(fetch: Emulator['fetch']): Emulator['fetch'] {
  return async (input, init) => {
    const request = new Request(input, init);
    const { method, url } = request;
    const body = typeof init?.body === 'string' ? init.body : '';
    const answer = await fetch(request);
    if (answer.headers.get('content-type')?.startsWith('application/json') && url.includes('/v1/')) {
      const partial = `${request.headers.get('authorization')}${url}${body}`.includes('pk_test_');
      const version = answer.headers.get('stripe-version') ?? description.version;
      const seen = { status: answer.status, body: await answer.clone().json(), version, partial };
      const problem = complaint(method, url, seen);
      if (problem !== undefined) throw new Error(problem);
    }
    return answer;
  };
}

export async function testBench(options: EmulatorOptions = {}): Promise<TestBench> {
  const emulator = await createEmulator({ seed: 1, clock: 'manual', ...options });
  onTestFinished(() => emulator.close());
  const fetch = checked(emulator.fetch);
  const client: TestBench['client'] = ({ key = testKey, apiVersion, stripeAccount } = {}) =>
    new Stripe(key, {
      httpClient: Stripe.createFetchHttpClient(fetch as typeof globalThis.fetch),
      maxNetworkRetries: 0,
      ...(apiVersion === undefined ? undefined : { apiVersion: apiVersion as '2026-10-28.endive' }),
      ...(stripeAccount === undefined ? undefined : { stripeAccount }),
    });
  const stripe = client();
  return {
    emulator,
    sandbox: emulator.sandbox(testKey),
    stripe,
    client,
    async call(method, path, { body, headers } = {}) {
      const answer = await fetch(`http://emulator${path}`, {
        method,
        headers: {
          authorization: `Bearer ${testKey}`,
          ...(body === undefined ? undefined : { 'content-type': 'application/x-www-form-urlencoded' }),
          ...headers,
        },
        ...(body === undefined ? undefined : { body }),
      });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
    },
    async eventTypes() {
      const events = await stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
      return events.map((event) => event.type).reverse();
    },
  };
}

/** The error that Stripe's SDK throws for a refused call. */
export async function refusal(call: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('the call was not refused');
}
