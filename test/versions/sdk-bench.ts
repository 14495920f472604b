/** A release of the stripe package on an emulator that listens: what it was answered, and the webhooks that it verified. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Stripe from 'stripe';
import { createEmulator, type SandboxHandle } from '../../src/index.ts';
import type { Sdk } from './sdks.ts';

/** An answer, with the method of the SDK that it is of: `disputes.retrieve`; or an `event`, or a `fixture`. */
export interface Answer {
  readonly call: string;
  readonly json: unknown;
}

export interface SdkBench {
  readonly sdk: Sdk;
  /** Typed by the newest release, whichever it is. */
  readonly stripe: Stripe;
  readonly sandbox: SandboxHandle;
  readonly answers: readonly Answer[];
  /** What arrived at the webhook endpoints and `constructEvent()` took, oldest first. */
  readonly events: readonly Stripe.Event[];
  /** The SDK speaks a version before this one: `bench.isBefore('2025-03-31')`. */
  isBefore(date: string): boolean;
  /** Once every event has arrived; throws for a webhook that the SDK refused. */
  delivered(): Promise<void>;
  close(): Promise<void>;
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** The client, telling each of its answers. */
function telling<T extends object>(client: T, path: string, tell: (answer: Answer) => void): T {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof name !== 'string' || name.startsWith('_')) return value;
      const call = path === '' ? name : `${path}.${name}`;
      if (typeof value === 'object' && value !== null) return telling(value, call, tell);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        const answer: unknown = value.apply(target, args);
        if (answer instanceof Promise)
          answer.then(
            (json) => tell({ call, json: asJson(json) }),
            () => undefined,
          );
        return answer;
      };
    },
  });
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function bodyOf(request: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The emulator knows nothing of the SDK beforehand: its requests name their version, its webhook endpoints theirs. */
export async function sdkBench(sdk: Sdk): Promise<SdkBench> {
  const emulator = await createEmulator({ seed: 1 });
  const { url } = await emulator.listen();
  const { hostname: host, port } = new URL(url);
  const key = `sk_test_${sdk.name.replace('-', '')}`;
  const client = new (sdk.load())(key, { host, port: Number(port), protocol: 'http', maxNetworkRetries: 0 });
  const sandbox = emulator.sandbox(key);
  const answers: Answer[] = [];
  const events: Stripe.Event[] = [];
  const refused: unknown[] = [];
  const secrets = new Map<string, string>();
  const receiver = createServer(async (request, response) => {
    const payload = await bodyOf(request);
    try {
      const secret = secrets.get(request.url ?? '') ?? '';
      events.push(client.webhooks.constructEvent(payload, String(request.headers['stripe-signature']), secret));
    } catch (error) {
      refused.push(error);
    }
    response.end();
  });
  const receiverUrl = await listening(receiver);
  for (const connect of [false, true]) {
    const path = connect ? '/connect' : '/own';
    const endpoint = await client.webhookEndpoints.create({
      url: `${receiverUrl}${path}`,
      enabled_events: ['*'],
      api_version: sdk.version as '2024-06-20',
      connect,
    });
    secrets.set(path, endpoint.secret ?? '');
  }
  return {
    sdk,
    stripe: telling(client, '', (answer) => answers.push(answer)),
    sandbox,
    answers,
    events,
    isBefore: (date) => sdk.version.slice(0, 10) < date,
    async delivered() {
      await sandbox.delivered();
      if (refused.length > 0) throw refused[0];
    },
    async close() {
      await emulator.close();
      receiver.closeAllConnections();
      await new Promise((resolve) => receiver.close(resolve));
    },
  };
}
