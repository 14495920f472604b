/** The emulator as a story sees it: over HTTP, with a key, as any user. */
import { encodeForm } from '../server/http/form.ts';
import type { TimelineLine } from '../server/timeline-line.ts';
import type { CallStep, Scenario } from './format.ts';

type Story = Pick<Scenario, 'name' | 'api_version'>;
type Fetch = (request: Request) => Promise<Response>;

export interface TargetOptions {
  /** `http://127.0.0.1:12111`; any origin will do in process. */
  readonly base?: string;
  /** The sandbox to play in; one of its own when left out. */
  readonly key?: string;
  /** In place of the network: `emulator.fetch`. */
  readonly fetch?: Fetch;
  /** An emulator in this process, in place of `base` and `fetch`. */
  readonly emulator?: InProcess;
}

/** The part of an Emulator that a story uses. */
interface InProcess {
  readonly fetch: Fetch;
  sandbox(key: string): { watch(tell: (line: TimelineLine) => void): () => void };
}

export interface Answer {
  readonly status: number;
  // Parsed JSON, or the text itself.
  readonly body: unknown;
}

export interface StoryEvent {
  readonly id: string;
  readonly type: string;
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

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A key that nobody has used: its sandbox is empty. */
export function freshKey(story: string): string {
  const chance = Array.from({ length: 12 }, () => letters[Math.floor(Math.random() * letters.length)]).join('');
  return `sk_test_${story.replaceAll('-', '_')}_${chance}`;
}

export class Target {
  readonly key: string;
  /** The key was made up for this story. */
  readonly fresh: boolean;
  private readonly origin: string;
  private readonly named: Readonly<Record<string, string>>;
  private readonly looked = new Map<string, StoryEvent>();
  private readonly fetch: Fetch;
  private readonly emulator: InProcess | undefined;
  /** Requests of the story itself, by their id. */
  readonly own = new Set<string>();
  /** Requests that change something, begun and ended. */
  private changes = 0;
  /** Such requests under way. */
  private changing = 0;
  private settledAfter = 0;

  constructor({ base, key, fetch: given, emulator }: TargetOptions, { name, api_version: version }: Story) {
    if (base === undefined && emulator === undefined)
      throw new TypeError('Say where to play the story: `base` of a running server, or an `emulator` of this process.');
    this.origin = new URL(base ?? 'http://emulator').origin;
    this.named = version === undefined ? {} : { 'stripe-version': version };
    this.key = key ?? freshKey(name);
    this.fresh = key === undefined;
    this.fetch = given ?? emulator?.fetch ?? fetch;
    this.emulator = emulator;
  }

  async call(
    { method, path, params = {}, file, idempotency_key: idempotency }: CallStep['call'],
    account?: string,
  ): Promise<Answer> {
    const key: Record<string, string> = idempotency === undefined ? {} : { 'idempotency-key': idempotency };
    if (file !== undefined) {
      const form = new FormData();
      for (const [name, value] of Object.entries(params)) form.set(name, String(value));
      form.set('file', new Blob([file.content], { type: file.type }), file.filename);
      return this.send(method, path, form, account, key);
    }
    const encoded = encodeForm(params);
    if (method !== 'POST') {
      const question = path.includes('?') ? '&' : '?';
      return this.send(method, encoded === '' ? path : path + question + encoded, undefined, account, key);
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded', ...key };
    return this.send(method, path, encoded, account, form);
  }

  async control(method: 'GET' | 'POST' | 'DELETE', path: string, json?: unknown, account?: string): Promise<Answer> {
    const body = json === undefined ? undefined : JSON.stringify(json);
    return this.send(method, `/_emulator${path}`, body, account, { 'content-type': 'application/json' });
  }

  /** Undefined where there is no emulator in this process. */
  watch(tell: (line: TimelineLine) => void): (() => void) | undefined {
    return this.emulator?.sandbox(this.key).watch(tell);
  }

  /** The answer of a control call whose body goes on and on. */
  async stream(path: string): Promise<Response> {
    const headers = { authorization: `Bearer ${this.key}` };
    const answer = await this.fetch(new Request(`${this.origin}/_emulator${path}`, { headers })).catch((error) => {
      throw new Error(`${this.origin} cannot be reached: ${reasonOf(error)}`);
    });
    if (answer.ok) return answer;
    const { error } = (await answer.json().catch(() => ({}))) as { error?: { message?: string } };
    const why = error?.message ?? `it answers ${answer.status}`;
    throw new Error(`${this.origin} is no emulator that tells stories: ${why}`);
  }

  /** What an event says never changes. */
  async event(id: string, account?: string): Promise<StoryEvent> {
    let event = this.looked.get(id);
    if (event === undefined) {
      event = (await this.send('GET', `/v1/events/${id}`, undefined, account)).body as StoryEvent;
      this.looked.set(id, event);
    }
    return event;
  }

  /** What follows from the changes so far has happened: a read that was answered since has waited for it. */
  get isSettled(): boolean {
    return this.settledAfter === this.changes && this.changing === 0;
  }

  /** Somebody else has changed something. */
  stir(): void {
    this.changes++;
  }

  /** The time of the sandbox, in Unix seconds. */
  async clock(): Promise<{ mode: string; now: number }> {
    return (await this.control('GET', '/clock')).body as { mode: string; now: number };
  }

  /** The id of the newest event of the account. What follows from earlier calls by itself has happened by then. */
  async newestEvent(account?: string): Promise<string | undefined> {
    const { body } = await this.send('GET', '/v1/events?limit=1', undefined, account);
    return (body as { data?: { id: string }[] }).data?.[0]?.id;
  }

  async deliveries(query: string): Promise<StoryDelivery[]> {
    const { body } = await this.control('GET', `/deliveries?${query}`);
    return (body as { data?: StoryDelivery[] }).data ?? [];
  }

  /** A request to the app under test. */
  async request(method: string, url: string, json?: unknown): Promise<Answer> {
    const body = json === undefined ? undefined : JSON.stringify(json);
    const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    return read(await fetch(url, { method, headers, ...(body !== undefined && { body }) }));
  }

  private async send(
    method: string,
    path: string,
    body: string | FormData | undefined,
    account?: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const isOfApi = path.startsWith('/v1/');
    const headers: Record<string, string> = {
      authorization: `Bearer ${this.key}`,
      ...(isOfApi && this.named),
      ...more,
    };
    if (account !== undefined) headers['stripe-account'] = account;
    const isRead = method === 'GET';
    if (!isRead) {
      this.changes++;
      this.changing++;
    }
    const before = this.changes;
    try {
      const init = { method, headers, ...(body !== undefined && { body }) };
      const answer = await this.fetch(new Request(this.origin + path, init));
      const id = answer.headers.get('request-id');
      if (id !== null) this.own.add(id);
      if (isRead && isOfApi) this.settledAfter = before;
      return await read(answer);
    } finally {
      if (!isRead) {
        this.changes++;
        this.changing--;
      }
    }
  }
}

/** `fetch` itself only says that it failed. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error.cause as Error | undefined)?.message || error.message;
}

async function read(answer: Response): Promise<Answer> {
  const text = await answer.text();
  try {
    return { status: answer.status, body: JSON.parse(text) };
  } catch {
    return { status: answer.status, body: text };
  }
}
