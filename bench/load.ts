/** A small HTTP/1.1 client that costs little itself: prebuilt requests over keep-alive sockets, answers only counted. */
import { connect } from 'node:net';

export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly requests: number;
  /** The bytes of the nth request. */
  build(n: number): string;
}

export interface LoadResult {
  readonly seconds: number;
  /** Milliseconds from request to answer, ascending. */
  readonly latencies: number[];
  readonly failures: number;
}

export function request(method: string, path: string, body = '', headers: Record<string, string> = {}): string {
  const lines = [`${method} ${path} HTTP/1.1`, 'host: 127.0.0.1', 'authorization: Bearer sk_test_bench'];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (method !== 'GET') {
    lines.push('content-type: application/x-www-form-urlencoded', `content-length: ${Buffer.byteLength(body)}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

const headEnd = Buffer.from('\r\n\r\n');

/** Bytes of the answer at the start of `data`, or undefined while it is incomplete. */
function answerLength(data: Buffer): number | undefined {
  const end = data.indexOf(headEnd);
  if (end === -1) return undefined;
  const head = data.toString('latin1', 0, end).toLowerCase();
  const at = head.indexOf('content-length: ');
  const length = at === -1 ? 0 : Number.parseInt(head.slice(at + 16), 10);
  const total = end + 4 + length;
  return data.length >= total ? total : undefined;
}

export async function run({ port, connections, requests, build }: Load): Promise<LoadResult> {
  const latencies: number[] = [];
  let sent = 0;
  let failures = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, () => {
      return new Promise<void>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1');
        socket.setNoDelay(true);
        let pending: Buffer = Buffer.alloc(0);
        let at = 0;
        const next = (): void => {
          if (sent >= requests) {
            socket.end();
            resolve();
            return;
          }
          at = performance.now();
          socket.write(build(sent++));
        };
        socket.on('connect', next);
        socket.on('error', reject);
        socket.on('data', (chunk: Buffer) => {
          pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
          const length = answerLength(pending);
          if (length === undefined) return;
          if (pending[9] !== 0x32) failures++;
          pending = pending.subarray(length);
          latencies.push(performance.now() - at);
          next();
        });
      });
    }),
  );
  return { seconds: (performance.now() - started) / 1000, latencies: latencies.sort((a, b) => a - b), failures };
}
