/** What is known of every object type: its resource where one is written, else what the description says. */
import { type EventRule, on } from '../kernel/events.ts';
import type { Handler, Reaction, Resource } from '../kernel/resource.ts';
import type { Description, Operation } from '../spec/description.ts';
import { withArising } from './arising.ts';

export type Coverage = 'modelled' | 'generic';

export interface Registry {
  readonly description: Description;
  readonly resources: readonly Resource[];
  resource(type: string): Resource;
  isModelled(type: string): boolean;
  /** Whether the operation follows Stripe's rules, or only the description. */
  coverage(operation: Operation): Coverage;
  handler(operation: string): Handler | undefined;
  rules(type: string): readonly EventRule[];
  /** A new object of the type without id and times; the top level is new at each call. Undefined for no object of the description. */
  blank(type: string): Record<string, unknown> | undefined;
  /** What other resources do when an object of this type changes. */
  reactions(type: string): readonly Reaction[];
  /** Whether objects of the type are clocks, or may go by one. */
  keepsTime(type: string): boolean;
  /** Whether the object of this id might be such a one. */
  mayKeepTime(id: string): boolean;
  /** Types whose ids start like this one, the likeliest first. */
  typesOfId(id: string): readonly string[];
}

/** `x.created`, `x.updated`, `x.deleted` and `x.<status>` say themselves when they happen. */
function describedRules(description: Description, type: string): EventRule[] {
  const statuses = new Set(description.object(type)?.fields.get('status')?.enum ?? []);
  const rules: EventRule[] = [];
  for (const event of description.eventsOf(type)) {
    const suffix = event.slice(event.lastIndexOf('.') + 1);
    if (suffix === 'created') rules.push(on.create(event));
    else if (suffix === 'deleted') rules.push(on.remove(event));
    else if (suffix === 'updated') rules.push(on.change(event));
    else if (statuses.has(suffix)) rules.push(on.enter(suffix, event));
  }
  return rules;
}

/** Nested values of a template are shared by all that is made from it. */
function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const each of Object.values(value)) deepFreeze(each);
  Object.freeze(value);
}

export function createRegistry(description: Description, written: readonly Resource[]): Registry {
  const resources = withArising(written);
  const byType = new Map<string, Resource>();
  const handlers = new Map<string, Handler>();
  const modelledHandlers = new Set<string>();
  const reactions = new Map<string, readonly Reaction[]>();
  const templates = new Map<string, Record<string, unknown>>();
  const rules = new Map<string, readonly EventRule[]>();
  const typesByPrefix = new Map<string, string[]>();
  const timed = new Set(
    resources.filter(({ clock, isClock }) => clock !== undefined || isClock !== undefined).map(({ type }) => type),
  );
  const timedPrefixes = new Set([...timed].map((type) => description.idPrefix(type)));

  for (const resource of resources) {
    if (byType.has(resource.type)) throw new Error(`two resources named ${resource.type}`);
    byType.set(resource.type, resource);
    for (const [type, reaction] of Object.entries(resource.reactions ?? {})) {
      reactions.set(type, [...(reactions.get(type) ?? []), reaction]);
    }
    for (const [id, handler] of Object.entries(resource.operations ?? {})) {
      description.operation(id);
      if (handlers.has(id)) throw new Error(`two handlers of ${id}`);
      handlers.set(id, handler);
      if (resource.outline !== true) modelledHandlers.add(id);
    }
  }
  for (const { type } of description.objects) {
    for (const prefix of [description.idPrefix(type), ...(byType.get(type)?.otherPrefixes ?? [])]) {
      if (prefix === undefined) continue;
      const types = typesByPrefix.get(prefix) ?? [];
      if (byType.has(type)) types.unshift(type);
      else types.push(type);
      typesByPrefix.set(prefix, types);
    }
  }
  const coverages = new Map<Operation, Coverage>();
  const isWritten = (type: string): boolean => byType.has(type) && byType.get(type)?.outline !== true;
  /** Read, listed or changed as every object is, and nothing on the way to it is only generic. */
  const isModelled = ({ resource, kind, pathParams }: Operation): boolean =>
    resource !== undefined &&
    kind !== 'action' &&
    isWritten(resource) &&
    pathParams.every(({ type }) => type === undefined || isWritten(type));
  /** An id that a user chose says nothing of its type. */
  const anyType = resources.map(({ type }) => type);

  return {
    description,
    resources,
    resource: (type) => byType.get(type) ?? { type },
    isModelled: isWritten,
    coverage(operation) {
      let known = coverages.get(operation);
      if (known === undefined) {
        known = modelledHandlers.has(operation.id) || isModelled(operation) ? 'modelled' : 'generic';
        coverages.set(operation, known);
      }
      return known;
    },
    handler: (operation) => handlers.get(operation),
    blank(type) {
      let template = templates.get(type);
      if (template === undefined) {
        const shape = description.object(type);
        if (shape === undefined) return undefined;
        // V8 copies what JSON.parse made many times faster than an object that grew field by field.
        template = JSON.parse(JSON.stringify({ ...shape.blank(), ...byType.get(type)?.initial })) as Record<
          string,
          unknown
        >;
        for (const value of Object.values(template)) deepFreeze(value);
        templates.set(type, template);
      }
      return { ...template };
    },
    reactions: (type) => reactions.get(type) ?? [],
    rules(type) {
      let known = rules.get(type);
      if (known === undefined) {
        known = byType.get(type)?.events ?? describedRules(description, type);
        rules.set(type, known);
      }
      return known;
    },
    keepsTime: (type) => timed.has(type),
    mayKeepTime: (id) => timedPrefixes.has(id.slice(0, Math.max(0, id.lastIndexOf('_')))),
    typesOfId(id) {
      const prefix = id.slice(0, Math.max(0, id.lastIndexOf('_')));
      return typesByPrefix.get(prefix) ?? typesByPrefix.get(id.slice(0, Math.max(0, id.indexOf('_')))) ?? anyType;
    },
  };
}
