import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { createEmulator, type Emulator, type EmulatorOptions } from '../server/emulator.ts';
import type { SandboxHandle } from '../server/sandbox-handle.ts';
import { Receivers, type Webhooks } from './webhooks.ts';

export type { Webhooks, WebhooksOptions } from './webhooks.ts';

export interface UseStripeEmulatorOptions extends EmulatorOptions {
  /** Of the client: `{ apiVersion: '...' }`. */
  config?: Stripe.StripeConfig;
}

export interface StripeEmulator {
  /** A client of the `stripe` package that talks to the emulator without a port. */
  readonly stripe: Stripe;
  /** Time, outside actions, events and seeds: empty before each test. Not to be asked before the first test or hook runs. */
  readonly sandbox: SandboxHandle;
  readonly webhooks: Webhooks;
  /** The secret key that names the sandbox. */
  readonly key: string;
  /** Starts the emulator on a port, for code that needs a URL. Answers that URL; closed with the file. */
  listen(): Promise<string>;
}

/** What is there once `ready` is; throws for who asks earlier. */
function once<T extends object>(ready: () => T | undefined): T {
  const known = (): T => {
    const value = ready();
    if (value === undefined) throw new Error('The emulator is there from the first hook or test on, not earlier.');
    return value;
  };
  return new Proxy({} as T, {
    get(_, name) {
      const value: unknown = Reflect.get(known(), name);
      return typeof value === 'function' ? value.bind(known()) : value;
    },
    has: (_, name) => Reflect.has(known(), name),
  });
}

/**
 * An emulator for the tests of this file, in this process. Call it at the top of the file or of a `describe`: the sandbox
 * is emptied before each test, and all is closed after the last.
 */
export function useStripeEmulator(options: UseStripeEmulatorOptions = {}): StripeEmulator {
  const { config, ...emulatorOptions } = options;
  const token = options.seed === undefined ? randomUUID().replaceAll('-', '') : `seed${options.seed}`;
  const key = `sk_test_${token}`;
  let started: Emulator | undefined;
  const starting = createEmulator(emulatorOptions).then((emulator) => {
    started = emulator;
    return emulator;
  });
  // Whoever awaits it hears of a failure; until then nobody does.
  starting.catch(() => undefined);

  const receivers = new Receivers(`whsec_${token}`, async () => (await starting).sandbox(key));
  beforeAll(async () => {
    await starting;
  });
  beforeEach(async () => {
    await (await starting).sandbox(key).reset();
    await receivers.beginTest();
  });
  afterEach(() => receivers.endTest());
  afterAll(async () => (await starting).close());

  const fetch = async (...[input, init]: Parameters<Emulator['fetch']>): Promise<Response> =>
    (await starting).fetch(input, init);
  return {
    key,
    stripe: new Stripe(key, { ...config, httpClient: Stripe.createFetchHttpClient(fetch) }),
    sandbox: once(() => started?.sandbox(key)),
    webhooks: {
      secret: receivers.secret,
      to: (handler, receiverOptions) => receivers.add(handler, receiverOptions),
      delivered: async () => (await starting).sandbox(key).delivered(),
    },
    listen: async () => (await (await starting).listen()).url,
  };
}
