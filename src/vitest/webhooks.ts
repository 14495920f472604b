/** Deliveries to applications in the test's own process. */
import type { ReceiverOptions } from '../server/receiver.ts';
import type { SandboxHandle } from '../server/sandbox-handle.ts';
import type { Handler } from '../server/webhooks/deliver.ts';

export interface WebhooksOptions extends Omit<ReceiverOptions, 'secret'> {
  /** The path at which the application takes webhooks; `/webhooks` when left out. */
  path?: string;
}

export interface Webhooks {
  /** Signs every delivery: what the application passes to `constructEvent()`. */
  readonly secret: string;
  /**
   * Delivers events to a fetch handler, such as `app.fetch` of Hono, without a port: in the test that calls it, or in all
   * of the file when it is called outside of tests. `connect` for the events of connected accounts.
   */
  to(handler: Handler, options?: WebhooksOptions): Promise<void>;
  /** Resolves when no delivery waits or is under way. */
  delivered(): Promise<void>;
}

const host = 'http://localhost';

interface Receiver {
  readonly handler: Handler;
  readonly options: ReceiverOptions;
}

/** Which applications take deliveries; they are told anew to a sandbox that was emptied. */
export class Receivers {
  readonly secret: string;
  private readonly sandbox: () => Promise<SandboxHandle>;
  private readonly lasting: Receiver[] = [];
  private inTest = false;

  constructor(secret: string, sandbox: () => Promise<SandboxHandle>) {
    this.secret = secret;
    this.sandbox = sandbox;
  }

  async add(handler: Handler, { path = '/webhooks', ...options }: WebhooksOptions = {}): Promise<void> {
    const url = new URL(path, host);
    const receiver = {
      handler: (request: Request) => handler(new Request(url, request)),
      options: { ...options, secret: this.secret },
    };
    if (!this.inTest) this.lasting.push(receiver);
    await this.register(receiver);
  }

  private async register({ handler, options }: Receiver): Promise<void> {
    await (await this.sandbox()).deliverTo(handler, options);
  }

  async beginTest(): Promise<void> {
    for (const receiver of this.lasting) await this.register(receiver);
    this.inTest = true;
  }

  endTest(): void {
    this.inTest = false;
  }
}
