/**
 * What the real Stripe CLI asks of Stripe beside the API: `stripe listen` and `stripe logs tail` open a session and a
 * websocket. The protocol is that of the CLI's own source: https://github.com/stripe/stripe-cli
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Engine } from '../engine/engine.ts';
import { readParams } from '../http/body.ts';
import { readCredentials } from '../http/credentials.ts';
import { plainHeaders } from '../http/headers.ts';
import { errors, StripeError } from '../kernel/errors.ts';
import type { Endpoint } from '../kernel/work.ts';
import type { Handler } from '../webhooks/deliver.ts';
import { signatureHeader } from '../webhooks/sign.ts';
import { readSession } from './session.ts';
import { Sessions } from './sessions.ts';
import type { TakeSocket } from './sockets.ts';

interface StripeCliOptions {
  readonly engine: Engine;
  readonly handlers: Map<string, Handler>;
  /** Of requests and events that name none. */
  readonly defaultVersion: string;
  readonly latestVersion: string;
  onCrash(error: unknown): void;
}

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** An HTTP server of Node. */
interface UpgradeSource {
  on(event: 'upgrade', take: Upgrade): unknown;
}

export interface StripeCli {
  /** Answers `POST /v1/stripecli/sessions`, and 404 what else lies below `/v1/stripecli/`. */
  answer(request: Request): Promise<Response>;
  /**
   * Takes websockets from a server, from the first session on. A server that takes them no longer answers requests that
   * merely offer an upgrade, as the HTTP/2 clients of some languages do with each of theirs.
   */
  attach(server: UpgradeSource): void;
  /** The receivers of a sandbox that are Stripe CLIs. */
  endpoints(sandbox: string): readonly Endpoint[];
  close(): void;
}

export { isStripeCli } from './sessions.ts';

const sessionsPath = '/v1/stripecli/sessions';
const socketPath = '/v1/stripecli/ws';
/** Seconds after which the CLI dials anew. */
const reconnectDelay = 60;

export function createStripeCli(options: StripeCliOptions): StripeCli {
  const { engine, defaultVersion, latestVersion } = options;
  const sessions = new Sessions({
    ...options,
    async latest(sandbox, secret, payload, signedAt) {
      if (defaultVersion === latestVersion) return undefined;
      const { id, account, pending_webhooks } = JSON.parse(payload) as Record<string, unknown>;
      const keeper = typeof account === 'string' ? account : engine.sandbox(sandbox).platform;
      const event = await engine.store.transaction(sandbox, async (tx) => tx.get(keeper, 'event', String(id)));
      if (event === undefined) return undefined;
      const newest = JSON.stringify({ ...event, api_version: latestVersion, pending_webhooks }, null, 2);
      return { payload: newest, signature: signatureHeader(newest, [secret], signedAt) };
    },
  });
  let sockets: Promise<TakeSocket> | undefined;

  async function begin(request: Request): Promise<object> {
    const { pathname, protocol, host } = new URL(request.url);
    if (request.method !== 'POST' || pathname !== sessionsPath) throw errors.unrecognizedUrl(request.method, pathname);
    const credentials = readCredentials(request.headers.get('authorization'));
    if (credentials.kind === 'publishable') throw errors.unauthorized('The Stripe CLI needs a secret key.');
    const asked = readSession(await readParams(request, (name) => request.headers.get(name)));
    listen();
    const session = sessions.begin(credentials.sandbox, asked);
    return {
      websocket_id: session.id,
      websocket_url: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}${socketPath}`,
      websocket_authorized_feature: asked.features.join(','),
      secret: session.secret,
      reconnect_delay: reconnectDelay,
      default_version: defaultVersion,
      latest_version: latestVersion,
      display_connect_filter_warning: false,
      device_token: session.id,
    };
  }

  const upgrade: Upgrade = (request, socket, head) => {
    socket.on('error', () => undefined);
    const path = (request.url ?? '').split('?')[0];
    if (path !== socketPath) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    // Loaded with the first call: a server that no CLI listens to is ready earlier.
    sockets ??= import('./sockets.ts').then(({ createSockets }) => createSockets(sessions));
    sockets.then(
      (take) => take(request, socket, head),
      (error) => options.onCrash(error),
    );
  };

  const servers: UpgradeSource[] = [];
  let listening = false;
  function listen(): void {
    listening = true;
    for (const server of servers.splice(0)) server.on('upgrade', upgrade);
  }

  return {
    async answer(request) {
      try {
        return new Response(JSON.stringify(await begin(request)), { status: 200, headers: plainHeaders });
      } catch (error) {
        if (!(error instanceof StripeError)) options.onCrash(error);
        const told =
          error instanceof StripeError ? error : errors.unexpected('An unexpected error occurred in the emulator.');
        return new Response(JSON.stringify(told.toBody()), { status: told.status, headers: plainHeaders });
      }
    },
    attach(server) {
      if (listening) server.on('upgrade', upgrade);
      else servers.push(server);
    },
    endpoints: (sandbox) => sessions.endpointsOf(sandbox),
    close: () => sessions.end(),
  };
}
