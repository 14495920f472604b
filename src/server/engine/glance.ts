/** Retrieves that need no transaction: one object, shown by itself. They are most of what a test suite asks. */
import type { Reader, Shown } from '../kernel/reader.ts';
import type { StoredObject } from '../kernel/work.ts';
import type { Operation } from '../spec/description.ts';
import type { Engine } from './engine.ts';
import type { ApiAnswer, ApiCall } from './operations.ts';
import { createReader } from './reader.ts';
import type { Registry } from './registry.ts';
import { typesAt } from './targets.ts';
import { textOf } from './texts.ts';

/** What each registry has: two of them may share a description, not their handlers. */
const typesOf = new WeakMap<Registry, Map<Operation, string | null>>();

/** The type that the operation retrieves by one id and no rule of its own; null for every other operation. */
function retrieved(registry: Registry, operation: Operation): string | null {
  let types = typesOf.get(registry);
  if (types === undefined) {
    types = new Map();
    typesOf.set(registry, types);
  }
  let type = types.get(operation);
  if (type === undefined) {
    const [param, ...others] = operation.pathParams;
    const { kind, method, path } = operation;
    const byId = kind === 'retrieve' && method === 'GET' && path.endsWith('}') && others.length === 0;
    const [only, ...rest] = param === undefined || !byId ? [] : typesAt(registry.description, operation, param);
    const plain = only !== undefined && rest.length === 0 && registry.handler(operation.id) === undefined;
    type = plain && registry.resource(only).isAccount !== true ? only : null;
    types.set(operation, type);
  }
  return type;
}

const later = Promise.resolve(undefined);

/** Promises what is not at hand. */
function readerAtOnce({ registry, renderer, store }: Engine, { sandbox, account }: ApiCall): Reader {
  const rows = {
    get: (type: string, id: string) => store.peek?.(sandbox.name, account, type, id),
    list: (type: string, where: Shown) =>
      store.peekList?.(sandbox.name, account, type, { where })?.rows ?? later.then(() => []),
  };
  return createReader(
    registry.description,
    rows,
    (object, expand) => renderer.showAtOnce(object, sandbox.clock.now(), expand) ?? later,
  );
}

/** The answer, where it can be given at once; undefined leaves the call to `execute`. */
export function glance(engine: Engine, call: ApiCall): ApiAnswer | undefined {
  const { sandbox, account, operation, ids, expand, publishable, requestId } = call;
  if (publishable || sandbox.settling !== undefined) return undefined;
  const type = retrieved(engine.registry, operation);
  if (type === null) return undefined;
  const row = engine.store.peek?.(sandbox.name, account, type, ids[operation.pathParams[0]?.name ?? ''] ?? '');
  if (row === undefined) return undefined;
  const shown = engine.renderer.showAtOnce(row as StoredObject, sandbox.clock.now(), expand);
  if (shown === undefined) return undefined;
  const answer = call.downgrade(shown, readerAtOnce(engine, call));
  if (answer instanceof Promise) return undefined;
  const body = answer === (row as object) ? textOf(row) : JSON.stringify(answer);
  return { status: 200, body, original: requestId, replayed: false, executed: true };
}
