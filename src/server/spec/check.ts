import type { Components, Schema } from './document.ts';

/** Compares answers with the description. Collects every violation as `path: problem`. */
export class AnswerCheck {
  readonly #components: Components;

  constructor(components: Components) {
    this.#components = components;
  }

  check(schema: Schema, value: unknown): string[] {
    const found: string[] = [];
    this.#value(schema, value, '', found);
    return found;
  }

  #value(schema: Schema, value: unknown, path: string, found: string[]): void {
    const resolved = this.#components.resolve(schema);
    const expandable = resolved['x-expandable'];
    if (resolved.anyOf !== undefined) this.#union(resolved.anyOf, value, path, found);
    else if (expandable !== undefined && isObject(value)) this.#expanded(expandable, value, path, found);
    else if (resolved['x-list-of'] !== undefined) this.#page(LIST, resolved['x-list-of'], value, path, found);
    else if (resolved['x-search-of'] !== undefined) this.#page(SEARCH, resolved['x-search-of'], value, path, found);
    else {
      const problem = problemWith(resolved, value);
      if (problem !== undefined) report(found, path, problem);
      else if (Array.isArray(value)) this.#items(resolved.items ?? {}, value, path, found);
      else if (isObject(value)) this.#object(resolved, value, path, found);
    }
  }

  #object(schema: Schema, value: Record<string, unknown>, path: string, found: string[]): void {
    const { properties, required = [], additionalProperties } = schema;
    if (properties === undefined && additionalProperties === undefined) return;
    for (const name of required) if (!Object.hasOwn(value, name)) report(found, join(path, name), 'is missing');
    for (const [name, each] of Object.entries(value)) {
      const known =
        properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
      if (known === undefined) report(found, join(path, name), 'is not in the description');
      else if (each === undefined) report(found, join(path, name), 'is undefined');
      else this.#value(known, each, join(path, name), found);
    }
  }

  /** The choice that fits, else the violations of the one that comes nearest. */
  #union(choices: readonly Schema[], value: unknown, path: string, found: string[]): void {
    let nearest: string[] | undefined;
    for (const choice of this.#candidates(choices, value)) {
      const own: string[] = [];
      this.#value(choice, value, path, own);
      if (own.length === 0) return;
      if (nearest === undefined || own.length < nearest.length) nearest = own;
    }
    found.push(...(nearest ?? [`${path}: fits none of the described choices`]));
  }

  /** By the `object` field where there is one; else those of the same kind, so that null never counts as near to an object. */
  #candidates(choices: readonly Schema[], value: unknown): readonly Schema[] {
    const resolved = choices.map((each) => this.#components.resolve(each));
    const named = isObject(value) ? resolved.filter((each) => this.#isOf(each, value)) : [];
    if (named.length > 0) return named;
    const alike = resolved.filter(
      (each) => each.type === undefined || problemWith({ type: each.type }, value) === undefined,
    );
    return alike.length > 0 ? alike : resolved;
  }

  #isOf(schema: Schema, value: Record<string, unknown>): boolean {
    const { 'x-object': name, 'x-deleted': deleted = false } = schema;
    return name !== undefined && name === value.object && deleted === (value.deleted === true);
  }

  #expanded(names: readonly string[], value: Record<string, unknown>, path: string, found: string[]): void {
    const schema = names
      .flatMap((live) => [this.#components.get(live), this.#components.get(`deleted_${live}`)])
      .find((each) => each !== undefined && this.#isOf(each, value));
    if (schema !== undefined) this.#value(schema, value, path, found);
    else report(found, path, `is a ${String(value.object)}, not an expanded ${names.join(' or ')}`);
  }

  #page(shape: Schema, element: Schema, value: unknown, path: string, found: string[]): void {
    if (isObject(value)) {
      this.#object(shape, value, path, found);
      if (Array.isArray(value.data)) this.#items(element, value.data, join(path, 'data'), found);
    } else report(found, path, `is ${kindName(value)}, not a list`);
  }

  #items(schema: Schema, items: readonly unknown[], path: string, found: string[]): void {
    for (const [index, each] of items.entries()) this.#value(schema, each, `${path}[${index}]`, found);
  }
}

const PAGE = {
  data: { type: 'array' },
  has_more: { type: 'boolean' },
  url: { type: 'string' },
  total_count: { type: 'integer' },
};
const LIST: Schema = {
  properties: { ...PAGE, object: { type: 'string', enum: ['list'] } },
  required: ['object', 'data', 'has_more', 'url'],
};
const SEARCH: Schema = {
  properties: { ...PAGE, object: { type: 'string', enum: ['search_result'] }, next_page: { type: ['string', 'null'] } },
  required: ['object', 'data', 'has_more', 'url'],
};

/** What is wrong with a value itself, its contents aside. */
function problemWith(schema: Schema, value: unknown): string | undefined {
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.some((type) => hasType(value, type)))
    return `is ${kindName(value)}, not ${types.join(' or ')}`;
  if (value === null) return undefined;
  if (schema.enum !== undefined && schema['x-open'] !== true && !schema.enum.some((each) => each === value))
    return `is ${JSON.stringify(value)}, not one of ${schema.enum.join(', ')}`;
  if (schema.format === 'decimal' && !/^-?\d+(\.\d+)?$/.test(String(value)))
    return `is ${JSON.stringify(value)}, not a decimal`;
  return undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function report(found: string[], path: string, problem: string): void {
  found.push(`${path}: ${problem}`);
}

function kindName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return isObject(value) ? 'an object' : (JSON.stringify(value) ?? 'undefined');
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return typeof value === type;
  }
}
