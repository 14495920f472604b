/** List parameters that name a field of what is listed, and what they ask of it. */
import type { Params } from '../../kernel/params.ts';
import type { ListQuery, StoredObject } from '../../kernel/work.ts';
import type { Description, Field, Operation } from '../../spec/description.ts';
import { type Fields, fieldsOf } from './handler.ts';

type Test = (row: StoredObject) => boolean;

const bounds: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  gt: (value, bound) => value > bound,
  gte: (value, bound) => value >= bound,
  lt: (value, bound) => value < bound,
  lte: (value, bound) => value <= bound,
};

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isRange = (wanted: Fields): boolean => Object.keys(wanted).every((key) => Object.hasOwn(bounds, key));

/** Whether a value is what was asked for: itself, in the range, one of several, the object of this id, a hash with these keys. */
function fits(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return wanted.includes(value);
  if (isFields(wanted)) {
    if (isRange(wanted)) {
      return (
        typeof value === 'number' &&
        Object.entries(wanted).every(([key, bound]) => bounds[key]?.(value, bound as number) ?? true)
      );
    }
    return isFields(value) && Object.entries(wanted).every(([key, each]) => fits(value[key], each));
  }
  return value === wanted || (isFields(value) && value.id === wanted);
}

/** The field that a parameter asks about: its own, or the one it names in the plural (`ids`, `lookup_keys`). */
function fieldFor(
  description: Description,
  types: readonly string[],
  param: string,
  value: unknown,
): Field | undefined {
  for (const type of types) {
    const fields = description.object(type)?.fields;
    const field = fields?.get(param) ?? (Array.isArray(value) ? fields?.get(param.replace(/s$/, '')) : undefined);
    if (field !== undefined) return field;
  }
  return undefined;
}

/** `all` asks for nothing where it is no value of the field. */
const asksNothing = (field: Field, value: unknown): boolean =>
  value === 'all' && !(field.enum ?? ['all']).includes('all');

interface Filters {
  readonly where: Fields;
  readonly tests: readonly (readonly [string, unknown])[];
}

function filtersOf(description: Description, types: readonly string[], params: Params): Filters {
  const where: Fields = {};
  const tests: [string, unknown][] = [];
  for (const [param, value] of Object.entries(params)) {
    const field = fieldFor(description, types, param, value);
    if (field === undefined || asksNothing(field, value)) continue;
    if (typeof value === 'object' || field.embedded !== undefined) tests.push([field.name, value]);
    else where[field.name] = value;
  }
  return { where, tests };
}

const allOf =
  (tests: readonly (readonly [string, unknown])[]): Test =>
  (row) =>
    tests.every(([name, wanted]) => fits(fieldsOf(row)[name], wanted));

/** A test of rows against parameters named like fields. */
export function matcher(description: Description, types: readonly string[], params: Params): Test {
  const { where, tests } = filtersOf(description, types, params);
  return allOf([...Object.entries(where), ...tests]);
}

const paging: ReadonlySet<string> = new Set(['limit', 'starting_after', 'ending_before', 'created', 'expand']);

/** What a list's own parameters ask, beside those that every list has. */
export function filterQuery(
  description: Description,
  { resources }: Operation,
  params: Params,
): Pick<ListQuery, 'where' | 'filter'> {
  const own = Object.fromEntries(Object.entries(params).filter(([name]) => !paging.has(name)));
  const { where, tests } = filtersOf(description, resources, own);
  return tests.length === 0 ? { where } : { where, filter: allOf(tests) };
}

/** Whether a parameter of this list has any effect here. */
export function isFilter(description: Description, { resources }: Operation, param: string): boolean {
  return paging.has(param) || fieldFor(description, resources, param, []) !== undefined;
}
