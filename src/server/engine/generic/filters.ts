/** List parameters that ask something of what is listed, by the field that they name. */
import type { Params } from '../../kernel/params.ts';
import { inRange, isRange } from '../../kernel/range.ts';
import type { ListQuery, StoredObject, Work } from '../../kernel/work.ts';
import type { Description, Operation } from '../../spec/description.ts';
import { linkField } from '../sublists.ts';
import { type Fields, fieldsOf } from './handler.ts';

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value is what was asked for: itself, in the range, one of several, the object of this id, a hash with these keys. */
function fits(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return wanted.includes(value);
  if (isFields(wanted)) {
    if (isRange(wanted)) return typeof value === 'number' && inRange(value, wanted);
    return isFields(value) && Object.entries(wanted).every(([key, each]) => fits(value[key], each));
  }
  return value === wanted || (isFields(value) && value.id === wanted);
}

function valueAt(row: object, path: readonly string[]): unknown {
  let value: unknown = row;
  for (const key of path) value = isFields(value) ? value[key] : undefined;
  return value;
}

/** Parameters that no field is named like, by type and parameter. */
const special: Readonly<Record<string, (row: Fields, wanted: unknown) => boolean>> = {
  'entitlements.feature archived': ({ active }, wanted) => active !== wanted,
  'invoiceitem pending': ({ invoice }, wanted) => (invoice === null) === wanted,
  'payment_record created_after': ({ created }, wanted) => Number(created) > Number(wanted),
  'payment_record created_before': ({ created }, wanted) => Number(created) < Number(wanted),
  'shipping_rate currency': ({ fixed_amount: amount }, wanted) => fits(amount, { currency: wanted }),
  'subscription_schedule scheduled': ({ status }, wanted) => (status === 'not_started') === wanted,
};

/** What a parameter asks about. */
type Subject =
  | { readonly kind: 'field'; readonly name: string; readonly indexed: boolean }
  | { readonly kind: 'path'; readonly path: readonly string[] }
  | { readonly kind: 'special'; holds(row: Fields, wanted: unknown): boolean }
  /** A field of what the object lists: the price of a subscription's items. */
  | { readonly kind: 'children'; readonly element: string; readonly link: string; readonly name: string }
  | undefined;

/** `value` decides between a field of this name and, for a list of values, one that it names in the plural (`ids`, `lookup_keys`). */
function subjectOf(description: Description, type: string, param: string, value: unknown): Subject {
  const shape = description.object(type);
  if (shape === undefined) return undefined;
  const exception = special[`${type} ${param}`];
  if (exception !== undefined) return { kind: 'special', holds: exception };
  const singular = Array.isArray(value) ? param.replace(/s$/, '') : param;
  const field = shape.fields.get(param) ?? shape.fields.get(singular);
  if (field !== undefined) {
    const isAll = value === 'all' && !(field.enum ?? ['all']).includes('all');
    return isAll
      ? { kind: 'special', holds: () => true }
      : { kind: 'field', name: field.name, indexed: typeof value !== 'object' && field.embedded === undefined };
  }
  const inner = shape.references.filter(({ path, array }) => !array && path.at(-1) === param);
  if (inner[0] !== undefined && inner.length === 1) return { kind: 'path', path: inner[0].path };
  for (const { element, required } of shape.sublists) {
    if (required && description.object(element)?.fields.has(param))
      return { kind: 'children', element, link: linkField(description, element, type), name: param };
  }
  return undefined;
}

type Query = Pick<ListQuery, 'where' | 'filter'>;
type Test = (row: StoredObject) => boolean;

async function testOf(work: Work, subject: NonNullable<Subject>, wanted: unknown): Promise<Test> {
  if (subject.kind === 'special') return (row) => subject.holds(fieldsOf(row), wanted);
  if (subject.kind === 'path') return (row) => fits(valueAt(row, subject.path), wanted);
  if (subject.kind === 'field') return (row) => fits(fieldsOf(row)[subject.name], wanted);
  const { element, link, name } = subject;
  const children = await work.list(element, { filter: (child) => fits(fieldsOf(child)[name], wanted) });
  const parents = new Set(children.map((child) => fieldsOf(child)[link]));
  return (row) => parents.has(row.id);
}

const paging: ReadonlySet<string> = new Set(['limit', 'starting_after', 'ending_before', 'created', 'expand']);

/** What parameters ask of objects of these types, beside what every list takes. */
export async function filterQuery(
  work: Work,
  description: Description,
  types: readonly string[],
  params: Params,
): Promise<Query> {
  const where: Fields = {};
  const tests: Test[] = [];
  for (const [param, value] of Object.entries(params)) {
    if (paging.has(param)) continue;
    const subject = types.map((type) => subjectOf(description, type, param, value)).find((each) => each !== undefined);
    if (subject === undefined) continue;
    if (subject.kind === 'field' && subject.indexed) where[subject.name] = value;
    else tests.push(await testOf(work, subject, value));
  }
  return { where, ...(tests.length > 0 && { filter: (row: StoredObject) => tests.every((test) => test(row)) }) };
}

/** Whether a parameter of this list has any effect here. */
export function isFilter(description: Description, { resources }: Operation, param: string): boolean {
  return paging.has(param) || resources.some((type) => subjectOf(description, type, param, []) !== undefined);
}
