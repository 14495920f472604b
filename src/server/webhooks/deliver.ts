/** One attempt to hand an event to a receiver. The only place that calls out; whatever the receiver does becomes an Attempt. */
import { Agent, type Dispatcher, errors } from 'undici';
import { wallClock } from '../kernel/clock.ts';
import type { Attempt } from '../kernel/delivery.ts';
import { signatureHeader } from './sign.ts';
import { localLookup, type Resolve, type Target, TargetRefused, targetOf } from './target.ts';

/** An application in this process that takes deliveries without a port. */
export type Handler = (request: Request) => Response | Promise<Response>;

/** A URL to post to, or a function to call. */
export type Receiver = string | Handler;

/** What is to be delivered. */
export interface Message {
  readonly url: string;
  readonly secrets: readonly string[];
  readonly payload: string;
  /** Unix seconds on the sandbox's clock. */
  readonly timestamp: number;
  /** Signed as so many seconds ago; now when left out. */
  readonly age?: number;
}

export interface DeliverOptions {
  /** For the whole attempt, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** Also call addresses that are neither loopback nor private. */
  readonly allowPublic?: boolean | undefined;
  /** In place of the system's name resolution. */
  readonly resolve?: Resolve | undefined;
}

export interface Deliverer {
  /** Never rejects. An aborted attempt ends at once, as a failed one. */
  deliver(receiver: Receiver, message: Message, signal?: AbortSignal): Promise<Attempt>;
  /** Closes every connection, also those in use. */
  close(): Promise<void>;
}

interface Answer {
  readonly status: number | null;
  readonly response: string;
  readonly error: string | null;
}

type Settle = (answer: Answer) => void;
/** Stops an attempt that has been given up. */
type Cancel = () => void;

const keptCharacters = 2000;
/** Enough for the kept characters, of at most three bytes for each UTF-16 unit. */
const keptBytes = 3 * keptCharacters;
/** An answer longer than this is cut off, and its connection with it. */
const longestAnswer = 256 * 1024;

const rememberedTargets = 1000;

const fixedHeaders = {
  'Content-Type': 'application/json; charset=utf-8',
  'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
  Accept: '*/*; q=0.5, application/xml',
  'Cache-Control': 'no-cache',
};

type Headers = Record<string, string>;

const failures: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was closed before the answer was complete.',
  EPIPE: 'The connection was closed before the answer was complete.',
  UND_ERR_SOCKET: 'The connection was closed before the answer was complete.',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'The connection was closed before the answer was complete.',
  ENOTFOUND: 'The name of the host does not resolve.',
  EAI_AGAIN: 'The name of the host does not resolve.',
  EHOSTUNREACH: 'The host cannot be reached.',
  ENETUNREACH: 'The host cannot be reached.',
  ETIMEDOUT: 'The connection could not be opened in time.',
  UND_ERR_CONNECT_TIMEOUT: 'The connection could not be opened in time.',
  UND_ERR_HEADERS_OVERFLOW: 'The headers of the answer are too long.',
};

function failureText(error: unknown): string {
  if (error instanceof TargetRefused) return error.message;
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (error instanceof errors.HTTPParserError) return `The answer is not HTTP: ${error.message}.`;
  const text = typeof code === 'string' ? failures[code] : undefined;
  if (text !== undefined) return `${text} (${code})`;
  return typeof message === 'string' && message !== '' ? message : String(error);
}

function failed(error: unknown): Answer {
  return { status: null, response: '', error: failureText(error) };
}

/** The beginning of an answer's body. */
class Kept {
  private readonly chunks: Uint8Array[] = [];
  private bytes = 0;

  add(chunk: Uint8Array): void {
    if (this.bytes < keptBytes) this.chunks.push(chunk.subarray(0, keptBytes - this.bytes));
    this.bytes += chunk.length;
  }

  get seen(): number {
    return this.bytes;
  }

  text(): string {
    if (this.chunks.length === 0) return '';
    const text = Buffer.concat(this.chunks).toString('utf8').slice(0, keptCharacters);
    const last = text.charCodeAt(text.length - 1);
    const halfACharacter = last >= 0xd800 && last <= 0xdbff;
    return halfACharacter ? text.slice(0, -1) : text;
  }
}

/** Posts the payload. Redirects are not followed: to Stripe they are failures. */
function post(agent: Agent, target: Target, headers: Headers, body: string, settle: Settle): Cancel {
  const kept = new Kept();
  let status: number | null = null;
  let controller: Dispatcher.DispatchController | undefined;
  let canceled = false;

  const cancel = (): void => {
    canceled = true;
    controller?.abort(new Error('given up'));
  };
  agent.dispatch(
    { origin: target.origin, path: target.path, method: 'POST', headers, body },
    {
      onRequestStart(started) {
        controller = started;
        if (canceled) cancel();
      },
      onResponseStart(_, code) {
        if (code >= 200) status = code;
      },
      onResponseData(_, chunk) {
        kept.add(chunk);
        if (kept.seen <= longestAnswer) return;
        settle({ status, response: kept.text(), error: null });
        cancel();
      },
      onResponseEnd() {
        settle({ status, response: kept.text(), error: null });
      },
      onResponseError(_, error) {
        settle({ ...failed(error), response: kept.text() });
      },
    },
  );
  return cancel;
}

async function readResponse(response: Response): Promise<Answer> {
  const kept = new Kept();
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    kept.add(value);
    if (kept.seen > longestAnswer) {
      await reader.cancel();
      break;
    }
  }
  return { status: response.status, response: kept.text(), error: null };
}

/** `inproc:app/webhooks` is asked for as `http://localhost/webhooks`. */
function requestUrl(url: string): string {
  const slash = url.indexOf('/');
  return `http://localhost${slash === -1 ? '/' : url.slice(slash)}`;
}

function call(handler: Handler, url: string, headers: Headers, body: string, settle: Settle): Cancel {
  const abort = new AbortController();
  const ask = async (): Promise<Answer> => {
    const request = new Request(requestUrl(url), { method: 'POST', headers, body, signal: abort.signal });
    const response: Response | undefined = await handler(request);
    if (typeof response?.status !== 'number') throw new Error('it gave no Response');
    return readResponse(response);
  };
  ask().then(settle, (error) =>
    settle({ status: null, response: '', error: `The handler failed: ${failureText(error)}` }),
  );
  return () => abort.abort();
}

/** Makes attempts that end within `timeoutMs` (10,000 when left out), over kept-alive connections. */
export function createDeliverer({ timeoutMs = 10_000, allowPublic = false, resolve }: DeliverOptions = {}): Deliverer {
  const agent = new Agent({
    connect: { timeout: timeoutMs, ...(allowPublic ? undefined : { lookup: localLookup(resolve) }) },
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  const targets = new Map<string, Target>();
  function knownTarget(url: string): Target {
    let target = targets.get(url);
    if (target === undefined) {
      target = targetOf(url, allowPublic);
      if (targets.size >= rememberedTargets) targets.clear();
      targets.set(url, target);
    }
    return target;
  }

  function start(receiver: Receiver, message: Message, settle: Settle): Cancel {
    const { url, payload, secrets, timestamp, age = 0 } = message;
    // Receivers refuse old signatures by their own clock, so a sandbox that lives in the past signs as of today.
    const signature = signatureHeader(payload, secrets, Math.max(timestamp, wallClock.seconds()) - age);
    const headers: Headers = { ...fixedHeaders, 'Stripe-Signature': signature };
    if (typeof receiver !== 'string') return call(receiver, url, headers, payload, settle);
    const target = knownTarget(receiver);
    if (target.authorization !== undefined) headers.Authorization = target.authorization;
    return post(agent, target, headers, payload, settle);
  }

  return {
    deliver(receiver, message, signal) {
      const began = wallClock.elapsed();
      return new Promise((finish) => {
        let settled = false;
        let cancel: Cancel = () => undefined;
        const settle: Settle = (answer) => {
          if (settled) return;
          settled = true;
          stopTimer();
          signal?.removeEventListener('abort', abort);
          finish({ at: message.timestamp, duration_ms: Math.round(wallClock.elapsed() - began), ...answer });
        };
        const giveUp = (error: string): void => {
          settle({ status: null, response: '', error });
          cancel();
        };
        const abort = (): void => giveUp('The attempt was stopped.');
        const stopTimer = wallClock.after(timeoutMs, () =>
          giveUp(`No complete answer came within ${timeoutMs / 1000} s.`),
        );
        if (signal?.aborted) return abort();
        signal?.addEventListener('abort', abort);
        try {
          cancel = start(receiver, message, settle);
        } catch (error) {
          settle(failed(error));
        }
      });
    },
    close: () => agent.destroy(),
  };
}
