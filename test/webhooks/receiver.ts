/** A receiver of webhooks on a loopback port. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  close(): Promise<void>;
}

type Respond = (response: ServerResponse, request: Received) => void;

const open: Receiver[] = [];

async function listen(server: Server, sockets: Set<Socket>, received: Received[]): Promise<Receiver> {
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const receiver = {
    url: `http://127.0.0.1:${port}`,
    received,
    async close() {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
  open.push(receiver);
  return receiver;
}

/** Reads each request and answers with `respond`. */
export function receive(respond: Respond): Promise<Receiver> {
  const received: Received[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const seen = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
      received.push(seen);
      respond(response, seen);
    });
  };
  return listen(createServer(listener), new Set(), received);
}

/** Speaks anything but proper HTTP: `act` is called once the first bytes of a request are there. */
export function receiveRaw(act: (socket: Socket) => void): Promise<Receiver> {
  const server = createTcpServer((socket) => socket.once('data', () => act(socket)));
  return listen(server, new Set(), []);
}

/** A port that nothing listens on. */
export async function closedPort(): Promise<string> {
  const receiver = await receive(() => undefined);
  await receiver.close();
  return receiver.url;
}

export async function closeReceivers(): Promise<void> {
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
}
