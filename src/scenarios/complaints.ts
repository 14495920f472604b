/** What is wrong with a story, in words, with the place. The small build of zod has no words of its own. */
import type * as z from 'zod/mini';
import { safeParse } from 'zod/mini';
import { kindOf, scenario, stepKeys, stepKinds } from './format.ts';
import { suggestion } from './nearest.ts';

export type Place = readonly PropertyKey[];

export interface Complaint {
  readonly place: Place;
  readonly message: string;
  /** The key at that place which is wrong, where it is not the value. */
  readonly key?: string;
}

type Schema = z.core.$ZodType;
type Issue = z.core.$ZodIssue;

/** A definition as the walk below reads it. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly element?: Schema;
  readonly innerType?: Schema;
  readonly options?: readonly Schema[];
  getter?(): Schema;
}

const valueAt = (value: unknown, place: Place): unknown =>
  place.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema of one of the kinds of step, or the object among the alternatives. */
function choose(options: readonly Schema[], value: unknown): Schema | undefined {
  const kind = isObject(value) ? kindOf(value) : undefined;
  const ofKind = kind && (stepKinds[kind] as Schema);
  if (ofKind && options.includes(ofKind)) return ofKind;
  return options.find((option) => definitionOf(option).type === 'object');
}

const definitionOf = (schema: Schema): Definition => schema._zod.def as unknown as Definition;

/** What a schema is once it need not be left out and stands for nothing else. */
function bare(schema: Schema): Definition {
  const definition = definitionOf(schema);
  const inner = definition.type === 'lazy' ? definition.getter?.() : definition.innerType;
  return inner === undefined ? definition : bare(inner);
}

/** The schema of a place in a story; undefined where anything goes. */
function schemaAt(place: Place, definition: unknown, root: Schema): Definition | undefined {
  let found: Definition | undefined = bare(root);
  for (const [depth, key] of place.entries()) {
    const object: Definition | undefined = objectIn(found, valueAt(definition, place.slice(0, depth)));
    const inner: Schema | undefined = object?.type === 'array' ? object.element : object?.shape?.[String(key)];
    if (inner === undefined) return undefined;
    found = bare(inner);
  }
  return found;
}

/** Of alternatives, the one that the value is meant to be. */
function objectIn(schema: Definition | undefined, value: unknown): Definition | undefined {
  if (schema?.type !== 'union') return schema;
  const chosen = choose(schema.options ?? [], value);
  return chosen && bare(chosen);
}

function keysAt(place: Place, definition: unknown, root: Schema): readonly string[] {
  return Object.keys(objectIn(schemaAt(place, definition, root), valueAt(definition, place))?.shape ?? {});
}

function unknownKeys(place: Place, keys: readonly string[], known: readonly string[]): Complaint[] {
  return keys.map((key) => ({
    place,
    key,
    message: `does not know '${key}'${suggestion(key, known) || `; known: ${known.join(', ')}`}`,
  }));
}

function aboutAlternatives(place: Place, options: readonly Schema[], definition: unknown): Complaint[] {
  const value = valueAt(definition, place);
  const isStep = options.includes(stepKinds.call as Schema);
  const kinds = Object.keys(stepKinds);
  if (isStep && (!isObject(value) || kindOf(value) === undefined)) {
    const wrong = isObject(value) ? Object.keys(value).find((key) => !stepKeys.includes(key)) : undefined;
    const meant = wrong === undefined ? '' : suggestion(wrong, kinds);
    const message = `must be a step with one of ${kinds.join(', ')}${wrong === undefined ? '' : `, not '${wrong}'`}${meant}`;
    return [{ place, message, ...(wrong !== undefined && { key: wrong }) }];
  }
  const chosen = isObject(value) ? choose(options, value) : undefined;
  if (chosen === undefined) return [{ place, message: 'must be a text or an object' }];
  const { error } = safeParse(chosen as z.ZodMiniType, value);
  return (error?.issues ?? []).flatMap((issue) =>
    complaintsOf({ ...issue, path: [...place, ...issue.path] }, definition),
  );
}

const wordFor: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a text',
};

/** `root` is the schema of the `definition`. */
export function complaintsOf(issue: Issue, definition: unknown, root: Schema = scenario): Complaint[] {
  const { path: place } = issue;
  const value = valueAt(definition, place);
  if (value === undefined) return [{ place, message: 'is missing' }];
  switch (issue.code) {
    case 'invalid_union':
      return aboutAlternatives(place, schemaAt(place, definition, root)?.options ?? [], definition);
    case 'unrecognized_keys':
      return unknownKeys(place, issue.keys, keysAt(place, definition, root));
    case 'invalid_type':
      return [{ place, message: `must be ${wordFor[issue.expected] ?? issue.expected}` }];
    case 'invalid_value': {
      const values = issue.values.map(String);
      const meant = typeof value === 'string' ? suggestion(value, values) : '';
      return [{ place, message: `must be one of ${values.join(', ')}${meant}` }];
    }
    case 'invalid_format':
      return [{ place, message: `must match ${issue.pattern ?? issue.format}` }];
    case 'too_small':
      return [{ place, message: issue.origin === 'array' ? 'must not be empty' : `must be ${issue.minimum} or more` }];
    default:
      return [{ place, message: issue.message }];
  }
}
