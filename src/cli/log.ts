/** What a running server prints: a line for each request and for each attempt to deliver. */
import { styleText } from 'node:util';
import type { EmulatorOptions } from '../server/emulator.ts';
import type { Endpoint } from '../server/kernel/work.ts';

export type LogFormat = 'pretty' | 'json' | 'silent';

type Listeners = Required<Pick<EmulatorOptions, 'onRequest' | 'onDelivery'>>;
type Line<K extends keyof Listeners> = Parameters<Listeners[K]>[0];

interface Log {
  /** What the emulator tells of, from the first `line()` on; empty when nothing is printed. */
  readonly listeners: Partial<Listeners>;
  line(text: string): void;
  forwarder(endpoint: Endpoint): void;
  /** Prints what waits for the end of this turn of the event loop. */
  flush(): void;
}

interface Style {
  request(line: Line<'onRequest'>): string;
  delivery(line: Line<'onDelivery'>): string;
  forwarder(endpoint: Endpoint): string;
}

const { env, stdout } = process;
const coloured = env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : stdout.isTTY === true && !env.NO_COLOR;

type Colour = Parameters<typeof styleText>[0];
const paint = (colour: Colour, text: string): string => (coloured ? styleText(colour, text) : text);
const dim = (text: string): string => paint('dim', text);

function statusColour(status: number | null): Colour {
  if (status === null || status >= 500) return 'red';
  return status >= 400 ? 'yellow' : 'green';
}

const milliseconds = (ms: number): string => dim(`${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`);

const pretty: Style = {
  request: ({ method, path, status, requestId, durationMs }) =>
    `${method.padEnd(6)} ${path} ${paint(statusColour(status), String(status))} ${dim(requestId || '-')} ${milliseconds(durationMs)}`,
  delivery({ delivery, attempt }) {
    const { event_type, event, url, next_attempt } = delivery;
    const { status, error, at } = attempt;
    const outcome = error ?? String(status);
    const retry = next_attempt === null ? '' : dim(`, again in ${next_attempt - at} s`);
    const colour = delivery.status === 'succeeded' ? 'green' : 'red';
    return `${'->'.padEnd(6)} ${event_type} ${paint(colour, outcome)} ${dim(event)} ${url} ${milliseconds(attempt.duration_ms)}${retry}`;
  },
  forwarder: ({ url, connect, secret }) =>
    `Forwarding events${connect ? ' of connected accounts' : ''} to ${url}; signing secret: ${secret}`,
};

const json: Style = {
  request: ({ requestId, durationMs, ...line }) =>
    JSON.stringify({
      type: 'request',
      ...line,
      request_id: requestId,
      duration_ms: Number(durationMs.toFixed(3)),
    }),
  delivery: ({ delivery: { id, event, event_type, endpoint, url, attempts, next_attempt, status }, attempt }) =>
    JSON.stringify({
      type: 'delivery',
      id,
      event,
      event_type,
      endpoint,
      url,
      status,
      attempt: attempts.length,
      http_status: attempt.status,
      error: attempt.error,
      duration_ms: attempt.duration_ms,
      next_attempt,
    }),
  forwarder: ({ id, url, connect, events, secret }) =>
    JSON.stringify({ type: 'forwarder', id, url, connect, events, secret }),
};

export function createLog(format: LogFormat): Log {
  const style = format === 'json' ? json : pretty;
  let waiting = '';

  function flush(): void {
    if (waiting !== '') stdout.write(waiting);
    waiting = '';
  }
  /** One write for many lines: a busy server must not wait for its terminal. */
  function line(text: string): void {
    if (waiting === '') setImmediate(flush);
    waiting += `${text}\n`;
  }

  // The first line says where the server is: whoever started it waits for that.
  let begun = false;

  return {
    listeners:
      format === 'silent'
        ? {}
        : {
            onRequest: (each) => begun && line(style.request(each)),
            onDelivery: (each) => begun && line(style.delivery(each)),
          },
    line(text) {
      begun = true;
      line(text);
    },
    forwarder: (endpoint) => line(style.forwarder(endpoint)),
    flush,
  };
}
