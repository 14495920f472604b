/**
 * Hands events to a Stripe CLI that listens. An attempt to deliver ends as the application answered the CLI: the CLI tells
 * that it took an event at once, and what the application answered once it knows.
 */
import { wallClock } from '../kernel/clock.ts';
import type { Line, Told } from './line.ts';

export interface ListenOptions {
  readonly line: Line;
  /** Whether the CLI hands events on. One that does not tells nothing more than that it took them. */
  readonly forwards: boolean;
  readonly latestVersion: string;
  newId(prefix: string): string;
  /** The payload as of the newest API version, for `stripe listen --latest`; undefined where it is the same. */
  latest(payload: string, signedAt: number): Promise<{ payload: string; signature: string } | undefined>;
}

/** Shorter than an attempt may take. */
const patienceMs = 9000;
const headerNames = ['User-Agent', 'Accept', 'Cache-Control', 'Content-Type', 'Stripe-Signature'];
/** A Response with one of these takes no body. */
const withoutBody = new Set([204, 205, 304]);

interface Pending {
  readonly messages: readonly object[];
  taken: boolean;
  settle(response: Response): void;
}

const taken = (text: string): Response => new Response(text, { status: 202 });

function answered({ status, body }: Told): Response {
  const code = Number(status);
  // What no Response can be counts as a failure, as it does to Stripe.
  if (!Number.isInteger(code) || code < 200 || code > 599) return new Response(String(body ?? ''), { status: 502 });
  return new Response(withoutBody.has(code) ? null : String(body ?? ''), { status: code });
}

export class Listener {
  private readonly options: ListenOptions;
  /** By conversation, in the order in which the events came. */
  private readonly pending = new Map<string, Pending>();

  constructor(options: ListenOptions) {
    this.options = options;
  }

  /** Takes one delivery; rejects when no CLI was there to take it. */
  readonly deliver = async (request: Request): Promise<Response> => {
    const payload = await request.text();
    const headers = Object.fromEntries(headerNames.map((name) => [name, request.headers.get(name) ?? '']));
    const { newId, latestVersion } = this.options;
    const conversations = [newId('wc'), newId('wc')];
    const message = (at: 0 | 1, version: string | null, own: object): object => ({
      type: 'webhook_event',
      webhook_id: newId('we'),
      webhook_conversation_id: conversations[at],
      endpoint: { api_version: version },
      event_payload: payload,
      http_headers: headers,
      ...own,
    });
    const [, signedAt = '0'] = /t=(\d+)/.exec(headers['Stripe-Signature'] ?? '') ?? [];
    const newest = await this.options.latest(payload, Number(signedAt));
    const asLatest = newest && {
      event_payload: newest.payload,
      http_headers: { ...headers, 'Stripe-Signature': newest.signature },
    };
    // The CLI takes both, and hands on the one of the version that it was started for.
    const messages = [message(0, null, {}), message(1, latestVersion, asLatest ?? {})];
    return this.converse(conversations, messages, request.signal);
  };

  private converse(
    conversations: readonly string[],
    messages: readonly object[],
    signal: AbortSignal,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        giveUp();
        signal.removeEventListener('abort', stop);
        for (const id of conversations) this.pending.delete(id);
      };
      const stop = (): void => {
        end();
        reject(new Error('the attempt was stopped'));
      };
      const giveUp = wallClock.after(patienceMs, () => {
        end();
        if (entry.taken) resolve(taken('The Stripe CLI took the event; no application answered.'));
        else reject(new Error('the Stripe CLI is not connected'));
      });
      const entry: Pending = {
        messages,
        taken: false,
        settle: (response) => {
          end();
          resolve(response);
        },
      };
      signal.addEventListener('abort', stop);
      for (const id of conversations) this.pending.set(id, entry);
      this.send(entry);
    });
  }

  private send({ messages }: Pending): void {
    for (const message of messages) this.options.line.send(message);
  }

  /** What nobody took yet, once more: the CLI has dialled anew. */
  sendAgain(): void {
    for (const entry of new Set(this.pending.values())) if (!entry.taken) this.send(entry);
  }

  told(message: Told): void {
    const entry = this.pending.get(String(message.webhook_conversation_id));
    if (entry === undefined) return;
    if (message.type === 'webhook_response') entry.settle(answered(message));
    if (message.type !== 'event_ack' || entry.taken) return;
    entry.taken = true;
    if (!this.options.forwards) entry.settle(taken('The Stripe CLI took the event.'));
  }
}
