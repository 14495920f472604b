/** Which requests the Stripe API knows, as far as a path with references in it tells. */
import { distance, nearest } from './nearest.ts';
import vocabulary from './vocabulary.json' with { type: 'json' };

interface Operation {
  readonly path: string;
  readonly segments: readonly string[];
  readonly methods: readonly string[];
}

const operations: readonly Operation[] = Object.entries(vocabulary.operations).map(([path, methods]) => ({
  path,
  segments: path.split('/'),
  methods: methods.split(' '),
}));

const byLength = new Map<number, Operation[]>();
for (const operation of operations) {
  const { length } = operation.segments;
  byLength.set(length, [...(byLength.get(length) ?? []), operation]);
}

const reference = /\$\{[^}]*\}/g;
const isOpen = (segment: string): boolean => segment.startsWith('{');

/** A segment with a reference in it may become anything. */
function fits(given: readonly string[], { segments }: Operation): boolean {
  return segments.every((segment, at) => isOpen(segment) || given[at] === segment || given[at]?.includes('*') === true);
}

/** Of `/v1/accounts/search` and `/v1/accounts/{account}` the one that is named. */
function exactness({ segments }: Operation): number {
  return segments.filter((segment) => !isOpen(segment)).length;
}

function operationsAt(path: string): Operation[] {
  const given = path.split('/');
  const fitting = (byLength.get(given.length) ?? []).filter((operation) => fits(given, operation));
  if (path.includes('*')) return fitting;
  const most = Math.max(...fitting.map(exactness));
  return fitting.filter((operation) => exactness(operation) === most);
}

const open = '{}';
const shape = ({ segments }: Operation): string => segments.map((each) => (isOpen(each) ? open : each)).join('/');

/** The nearest of them, one of as many segments before any other. */
function meantBy(path: string, known: readonly Operation[]): Operation | undefined {
  const given = path.split('/');
  // What stands in the place of an id is taken for one.
  const likeOf = ({ segments }: Operation): string =>
    given.map((each, at) => (isOpen(segments[at] ?? '') ? open : each)).join('/');
  let best: Operation | undefined;
  let least = Math.max(2, Math.floor(path.length / 4)) + 1;
  for (const operation of known.filter(({ segments }) => segments.length === given.length)) {
    const far = distance(likeOf(operation), shape(operation));
    if (far < least) [best, least] = [operation, far];
  }
  if (best !== undefined) return best;
  const meant = nearest(path, known.map(shape));
  return known.find((operation) => shape(operation) === meant);
}

/** Why there is no such request, and what was probably meant; undefined where there is one or that cannot be told. */
export function unknownOperation(method: string, given: string): string | undefined {
  const [path = ''] = given.replaceAll(reference, '*').split('?');
  if (path.startsWith('*')) return undefined;
  if (!path.startsWith('/v1/')) {
    const isOther = /^\/(_emulator|oauth)\//.test(path);
    return isOther ? undefined : `must be a path of the API, such as /v1/customers, not '${given}'`;
  }
  const fitting = operationsAt(path);
  if (fitting.some(({ methods }) => methods.includes(method))) return undefined;
  if (fitting.length > 0)
    return `there is no ${method} ${given}; it takes ${[...new Set(fitting.flatMap(({ methods }) => methods))].join(', ')}`;
  const meant = meantBy(
    path,
    operations.filter(({ methods }) => methods.includes(method)),
  );
  return `there is no ${method} ${given}${meant === undefined ? '' : `; did you mean '${meant.path}'?`}`;
}

/** Whether a fault's pattern, in which `*` stands for any text and `{id}` for a segment, can ever meet a request. */
export function meetsNothing(pattern: string, method: string | undefined): boolean {
  if (pattern.includes('${')) return false;
  const text = pattern
    .replaceAll(/[.+?^$()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll(/\{[^/}]*\}/g, '[^/]+');
  const wanted = new RegExp(`^${text}$`);
  return !operations.some(
    ({ path, methods }) =>
      (method === undefined || methods.includes(method)) && wanted.test(path.replaceAll(/[{}]/g, '')),
  );
}
