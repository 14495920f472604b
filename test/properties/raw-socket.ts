/** Bytes to a port and bytes back, with none of the care that an HTTP client takes. */
import { connect } from 'node:net';

export interface RawOptions {
  /** Sends FIN after the last byte: the socket is half closed while the answer is awaited. */
  readonly end?: boolean;
  /** Cuts the connection after the last byte, and awaits nothing. */
  readonly destroy?: boolean;
  /** Milliseconds of silence after which nothing more is expected. */
  readonly quiet?: number;
}

/** All that came back until the server closed, or fell silent. */
export function sendRaw(port: number, sent: string | Uint8Array, options: RawOptions = {}): Promise<string> {
  const { end = false, destroy = false, quiet = 150 } = options;
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const received: Buffer[] = [];
    const finish = (): void => {
      socket.destroy();
      resolve(Buffer.concat(received).toString('latin1'));
    };
    socket.on('data', (data) => received.push(data));
    socket.on('close', finish);
    // The server may close while we still write.
    socket.on('error', () => undefined);
    socket.setTimeout(quiet, finish);
    socket.on('connect', () => {
      if (end) socket.end(sent);
      else socket.write(sent, () => destroy && finish());
    });
  });
}

/** The status of each answer in what came back. */
export function statusesOf(received: string): number[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}
