/** The engine with its store at hand, on the resources asked for: none of them makes everything generic. */
import { Hono } from 'hono';
import { Engine } from '../../src/server/engine/engine.ts';
import { assemble } from '../../src/server/engine/generic/assemble.ts';
import { createRegistry } from '../../src/server/engine/registry.ts';
import { createApp } from '../../src/server/http/app.ts';
import type { Params } from '../../src/server/kernel/params.ts';
import type { Resource } from '../../src/server/kernel/resource.ts';
import type { StoredObject } from '../../src/server/kernel/work.ts';
import { type Description, loadDescription } from '../../src/server/spec/description.ts';
import { createMemoryStore } from '../../src/server/store/memory.ts';
import type { Row } from '../../src/server/store/port.ts';
import type { RawBody } from '../raw-body.ts';

export interface EngineAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: RawBody;
}

export interface EngineBench {
  readonly description: Description;
  readonly account: string;
  call(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<EngineAnswer>;
  /** Everything that the sandbox stores. */
  dump(): Promise<Record<string, Row[]>>;
  /** Puts a generic object of this type into the store, whether or not the API can create one. */
  seed(type: string, params?: Params, parent?: StoredObject): Promise<StoredObject>;
  /** Keeps the state of the sandbox; `restore` brings it back. */
  save(): Promise<void>;
  restore(): Promise<void>;
  /** Defects that were reported instead of an answer. */
  readonly crashes: unknown[];
}

const name = 'bench';
/** Nobody listens here. */
const noStripeCli = { answer: async () => new Response(null, { status: 404 }) };

export function engineBench(resources: readonly Resource[] = []): EngineBench {
  const description = loadDescription();
  const registry = createRegistry(description, resources);
  const store = createMemoryStore();
  const crashes: unknown[] = [];
  const onCrash = (error: unknown): void => {
    crashes.push(error);
  };
  const engine = new Engine({
    registry,
    store,
    apiVersion: description.version,
    seed: 1,
    clock: { mode: 'manual' },
    forwarders: () => [],
    onCrash,
    deliveries: { enqueue: () => undefined, drop: () => undefined, outstanding: async () => [] },
  });
  const api = { engine, apiVersion: description.version, strict: false, onCrash };
  const app = createApp({ api, stripeCli: noStripeCli, control: new Hono(), pages: new Hono() });
  const sandbox = engine.sandbox(name);
  const byHand = { id: null, idempotency_key: null };
  return {
    description,
    account: sandbox.platform,
    crashes,
    async call(method, path, body, headers) {
      const answer = await app(
        new Request(`http://emulator${path}`, {
          method,
          headers: {
            authorization: `Bearer sk_test_${name}`,
            ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
            ...headers,
          },
          ...(body !== undefined && { body }),
        }),
      );
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
    },
    dump: () => store.dump(name),
    save: () => engine.saveSnapshot(sandbox, 'kept'),
    async restore() {
      await engine.restoreSnapshot(sandbox, 'kept');
    },
    seed: (type, params = {}, parent) =>
      engine.transaction(sandbox, byHand, async (unit) => {
        const work = unit.work(sandbox.platform);
        const { object, all } = await assemble(work, registry, { type, params, parent });
        for (const each of all) await work.insert(each);
        return object;
      }),
  };
}
