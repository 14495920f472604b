/** Retrieves that need no transaction: one object, and what is shown in it. They are most of what a test suite asks. */
import type { Operation } from '../spec/description.ts';
import { answerText } from './answer.ts';
import { AtHand } from './at-hand.ts';
import type { Engine } from './engine.ts';
import type { ApiAnswer, ApiCall } from './operations.ts';
import type { Registry } from './registry.ts';
import { typesAt } from './targets.ts';

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

/** The answer, where it can be given at once; undefined leaves the call to `execute`. */
export function glance(engine: Engine, call: ApiCall): ApiAnswer | undefined {
  const { sandbox, account, operation, ids, expand, publishable, requestId } = call;
  if (publishable || sandbox.settling !== undefined) return undefined;
  const type = retrieved(engine.registry, operation);
  if (type === null) return undefined;
  const sight = new AtHand(engine, sandbox, account);
  const stored = sight.peek(type, ids[operation.pathParams[0]?.name ?? ''] ?? '');
  if (stored === undefined) return undefined;
  const body = answerText(engine, call, sight, stored, expand);
  // The time may be that of a clock of its own.
  if (body instanceof Promise || (sight.timed && engine.registry.keepsTime(type))) return undefined;
  return { status: 200, body, original: requestId, replayed: false, executed: true };
}
