import { readFileSync } from 'node:fs';
import { packageFile } from '../package.ts';
import { AnswerCheck } from './check.ts';
import { Components, type Document } from './document.ts';
import { DescribedObject, type ObjectShape } from './object-shape.ts';
import { DescribedOperation, type Method, type Operation } from './operation.ts';
import { PathTypes } from './path-types.ts';
import { Router } from './router.ts';
import { Validators } from './validator.ts';

export type { ObjectShape } from './object-shape.ts';
export type { Operation, PathParam } from './operation.ts';
export type { ExpandTarget } from './references.ts';

/** Stripe's API as `openapi/stripe.json` describes it. */
export interface Description {
  readonly version: string;
  readonly document: unknown;
  readonly operations: readonly Operation[];
  readonly objects: readonly ObjectShape[];
  /** The types of object that each type of event carries. */
  readonly events: ReadonlyMap<string, readonly string[]>;
  /** The file as it is, for those who want to read it. */
  text(): string;
  /** Throws for an id that the description does not have. */
  operation(id: string): Operation;
  /** Ids are percent-decoded and in path order. Nothing when no operation answers, or an id is badly encoded. */
  match(
    method: string,
    path: string,
    allowed?: (operation: Operation) => boolean,
  ): { operation: Operation; ids: Record<string, string> } | undefined;
  /** Some method answers at this path. */
  knowsPath(path: string): boolean;
  object(type: string): ObjectShape | undefined;
  eventsOf(type: string): readonly string[];
  idPrefix(type: string): string | undefined;
}

let loaded: Description | undefined;

/** The description that comes with the package, read once. */
export function loadDescription(): Description {
  const text = () => readFileSync(packageFile('openapi/stripe.json'), 'utf8');
  loaded ??= describeDocument(JSON.parse(text()) as Document, text);
  return loaded;
}

/** `text` gives the document as it was written. */
export function describeDocument(document: Document, text: () => string): Description {
  const components = new Components(document.components.schemas);
  const answers = new AnswerCheck(components);
  const context = {
    components,
    answers,
    types: new PathTypes(document, components),
    validators: new Validators(components),
  };
  const byId = new Map<string, Operation>();
  const router = new Router<Operation>();
  for (const [path, entries] of Object.entries(document.paths)) {
    for (const [verb, entry] of Object.entries(entries)) {
      const method = verb.toUpperCase() as Method;
      const operation = new DescribedOperation(method, path, entry, context);
      byId.set(operation.id, operation);
      router.add(method, path, operation);
    }
  }
  const objects = new Map<string, ObjectShape>();
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    if (schema['x-object'] === undefined || schema['x-deleted'] === true) continue;
    objects.set(name, new DescribedObject(name, schema, components, answers));
  }
  const events = new Map(Object.entries(document['x-events']).map(([type, carried]) => [type, [carried].flat()]));
  const eventsByObject = new Map<string, string[]>();
  for (const [event, carried] of events)
    for (const type of carried) eventsByObject.set(type, [...(eventsByObject.get(type) ?? []), event]);
  const prefixes = new Map(Object.entries(document['x-id-prefixes']));
  return {
    version: document.info.version,
    document,
    operations: [...byId.values()],
    objects: [...objects.values()],
    events,
    text,
    operation(id) {
      const operation = byId.get(id);
      if (operation === undefined) throw new Error(`the description has no operation ${id}`);
      return operation;
    },
    match(method, path, allowed) {
      const found = router.match(method, path, allowed);
      return found && { operation: found.value, ids: found.ids };
    },
    knowsPath: (path) => router.knows(path),
    object: (type) => objects.get(type),
    eventsOf: (type) => eventsByObject.get(type) ?? [],
    idPrefix: (type) => prefixes.get(type),
  };
}
