/** The Stripe CLIs that listen, by the id of their connection. */
import type { Engine } from '../engine/engine.ts';
import { wallClock } from '../kernel/clock.ts';
import { createIds } from '../kernel/ids.ts';
import type { Endpoint } from '../kernel/work.ts';
import type { Handler } from '../webhooks/deliver.ts';
import { Line } from './line.ts';
import { Listener, type ListenOptions } from './listen.ts';
import { passes } from './log-filters.ts';
import { requestLogEvent } from './request-log.ts';
import { type SessionRequest, secretOf } from './session.ts';

interface SessionsOptions {
  readonly engine: Engine;
  /** Applications in this process that take deliveries, by URL. */
  readonly handlers: Map<string, Handler>;
  /** See ListenOptions. */
  latest(sandbox: string, secret: string, payload: string, signedAt: number): ReturnType<ListenOptions['latest']>;
  readonly latestVersion: string;
}

interface Session {
  readonly id: string;
  readonly sandbox: string;
  readonly secret: string;
  readonly line: Line;
  /** Two, because an endpoint has either the events of the account or those of connected ones. */
  readonly endpoints: readonly Endpoint[];
  end(): void;
}

/** A CLI dials anew within a second or two; one that was killed never does. */
const graceMs = 60_000;
const idPrefix = 'cliws';
const digits = 24;
const endpointPrefix = 'cli';

/** Whether the endpoint of this id is a Stripe CLI. */
export const isStripeCli = (endpoint: string): boolean => endpoint.startsWith(`${endpointPrefix}_`);

export class Sessions {
  private readonly options: SessionsOptions;
  private readonly byId = new Map<string, Session>();
  /** Not from the sandbox: its ids must not depend on whether somebody listens. */
  private readonly ids = createIds();

  constructor(options: SessionsOptions) {
    this.options = options;
  }

  find(id: string): Session | undefined {
    return this.byId.get(id);
  }

  endpointsOf(sandbox: string): readonly Endpoint[] {
    if (this.byId.size === 0) return [];
    return [...this.byId.values()].filter((each) => each.sandbox === sandbox).flatMap(({ endpoints }) => endpoints);
  }

  private readonly newId = (prefix: string): string => `${prefix}_${this.ids.token(digits)}`;

  begin(sandbox: string, { device, features, forwards, filters }: SessionRequest): Session {
    const { engine, handlers, latest, latestVersion } = this.options;
    const id = this.newId(idPrefix);
    const secret = secretOf(sandbox, device);
    let stopWaiting: () => void = () => undefined;
    const wait = (): void => {
      stopWaiting();
      stopWaiting = wallClock.after(graceMs, () => session.end());
    };
    const line: Line = new Line({
      onTold: (message) => listener.told(message),
      onOpen() {
        stopWaiting();
        listener.sendAgain();
      },
      onClosed: (done) => (done ? session.end() : wait()),
    });
    const listener = new Listener({
      line,
      forwards,
      latestVersion,
      newId: this.newId,
      latest: (payload, signedAt) => latest(sandbox, secret, payload, signedAt),
    });
    const url = `stripe-cli:${id}`;
    const connects = features.includes('webhooks') ? [false, true] : [];
    const endpoints = connects.map((connect) => ({
      id: this.newId(endpointPrefix),
      url,
      secret,
      events: ['*'],
      connect,
      account: '',
      enabled: true,
      api_version: null,
    }));
    if (endpoints.length > 0) handlers.set(url, listener.deliver);
    const { platform } = engine.sandbox(sandbox);
    const stopWatching = features.includes('request_logs')
      ? engine.feed.watch(sandbox, (happening) => {
          if (happening.kind !== 'request' || !passes(filters, { entry: happening.request, platform })) return;
          line.send(requestLogEvent(happening.request));
        })
      : undefined;
    const session: Session = {
      id,
      sandbox,
      secret,
      line,
      endpoints,
      end: () => {
        stopWaiting();
        stopWatching?.();
        handlers.delete(url);
        this.byId.delete(id);
        line.close();
      },
    };
    this.byId.set(id, session);
    wait();
    return session;
  }

  end(): void {
    for (const session of [...this.byId.values()]) session.end();
  }
}
