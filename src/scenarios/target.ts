/** The emulator as a story sees it: over HTTP, with a key, as any user. */
import { encodeForm } from '../server/http/form.ts';
import type { CallStep } from './scenario.ts';

export interface TargetOptions {
  /** `http://127.0.0.1:12111`; any origin will do in process. */
  readonly base: string;
  readonly key: string;
  readonly fetch?: (request: Request) => Promise<Response>;
}

export interface Answer {
  readonly status: number;
  // Parsed JSON, or the text itself.
  readonly body: unknown;
}

export interface StoryEvent {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly data: { readonly object: { readonly id?: string }; readonly previous_attributes?: unknown };
}

export interface StoryDelivery {
  readonly id: string;
  readonly event: string;
  readonly event_type: string;
  readonly url: string;
  readonly status: string;
  readonly attempts: readonly {
    readonly status: number | null;
    readonly duration_ms: number;
    readonly error: string | null;
  }[];
}

export class Target {
  private readonly options: TargetOptions;

  constructor(options: TargetOptions) {
    this.options = options;
  }

  async call({ method, path, params = {}, file }: CallStep['call'], account?: string): Promise<Answer> {
    if (file !== undefined) {
      const form = new FormData();
      for (const [name, value] of Object.entries(params)) form.set(name, String(value));
      form.set('file', new Blob([file.content], { type: file.type }), file.filename);
      return this.send(method, path, form, account);
    }
    const encoded = encodeForm(params);
    if (method !== 'POST') return this.send(method, encoded === '' ? path : `${path}?${encoded}`, undefined, account);
    return this.send(method, path, new URLSearchParams(encoded), account);
  }

  async control(method: 'GET' | 'POST', path: string, json?: unknown, account?: string): Promise<Answer> {
    return this.send(method, `/_emulator${path}`, json === undefined ? undefined : JSON.stringify(json), account);
  }

  /** All events of the account, oldest first. */
  async events(account?: string): Promise<StoryEvent[]> {
    const events: StoryEvent[] = [];
    let path = '/v1/events?limit=100';
    for (;;) {
      const { body } = await this.send('GET', path, undefined, account);
      const page = body as { data?: StoryEvent[]; has_more?: boolean };
      events.push(...(page.data ?? []));
      if (page.has_more !== true) return events.reverse();
      path = `/v1/events?limit=100&starting_after=${events.at(-1)?.id}`;
    }
  }

  async deliveries(): Promise<StoryDelivery[]> {
    const { body } = await this.control('GET', '/deliveries');
    return (body as { data?: StoryDelivery[] }).data ?? [];
  }

  async request(method: string, url: string, json: unknown): Promise<Answer> {
    const answer = await fetch(url, {
      method,
      ...(json === undefined
        ? undefined
        : { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } }),
    });
    return read(answer);
  }

  private async send(method: string, path: string, body: RequestInit['body'], account?: string): Promise<Answer> {
    const { base, key, fetch: send = fetch } = this.options;
    const headers: Record<string, string> = { authorization: `Bearer ${key}` };
    if (account !== undefined) headers['stripe-account'] = account;
    if (typeof body === 'string') headers['content-type'] = 'application/json';
    const request = new Request(new URL(path, base), {
      method,
      headers,
      ...(body === undefined ? undefined : { body }),
    });
    return read(await send(request));
  }
}

async function read(answer: Response): Promise<Answer> {
  const text = await answer.text();
  try {
    return { status: answer.status, body: JSON.parse(text) };
  } catch {
    return { status: answer.status, body: text };
  }
}
