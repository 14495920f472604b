/** The websocket that a Stripe CLI dials, with the id that its session gave it. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Sessions } from './sessions.ts';

const protocol = 'stripecli-devproxy-v1';
const longestMessage = 1024 * 1024;

/** At exactly this text the CLI begins a new session; at any other it dials the same id for ever. */
const unknownId = { error: { message: 'Unknown WebSocket ID.' } };

export type TakeSocket = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export function createSockets(sessions: Sessions): TakeSocket {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: longestMessage,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
  });
  return (request, socket, head) => {
    const id = request.headers['websocket-id'];
    const session = typeof id === 'string' ? sessions.find(id) : undefined;
    if (session === undefined) refuse(socket);
    else server.handleUpgrade(request, socket, head, (opened) => session.line.open(opened));
  };
}

function refuse(socket: Duplex): void {
  const body = JSON.stringify(unknownId);
  const head = [
    'HTTP/1.1 404 Not Found',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
