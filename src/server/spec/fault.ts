import { errors, type StripeError } from '../kernel/errors.ts';
import { type Params, type ParamValue, paramName } from '../kernel/params.ts';

/** In the order in which Stripe reports them. */
const RANKS = ['unknown', 'missing', 'invalid'] as const;
type Rank = (typeof RANKS)[number];

/** Something wrong with a parameter; `path` leads there from the value that was read. Has the shape of a zod issue. */
export interface Fault {
  code: 'custom';
  path: PropertyKey[];
  input: unknown;
  params: { rank: Rank; error: (param: string) => StripeError };
}

/** What readers report to; the issues of a zod payload are one. */
export interface Faults {
  push(fault: Fault): unknown;
}

type Issue = { code?: string; path: PropertyKey[]; keys?: string[]; params?: unknown };

function fault(rank: Rank, path: PropertyKey[], error: (param: string) => StripeError): Fault {
  return { code: 'custom', path, input: undefined, params: { rank, error } };
}

export const missing = () => fault('missing', [], errors.parameterMissing);
export const invalid = (error: (param: string) => StripeError, path: PropertyKey[] = []) =>
  fault('invalid', path, error);
export const unknown = (key: string) => fault('unknown', [key], (param) => errors.parameterUnknown([param]));

/** Stripe answers with one fault only: unknown parameters first, then missing ones, then wrong values in the order sent. */
export function firstFault(issues: readonly Issue[], params: Params): StripeError {
  const order = new SentOrder(params);
  let first: { rank: number; depth: number; issue: Issue } | undefined;
  for (const issue of issues) {
    const rank = RANKS.indexOf(rankOf(issue));
    const depth = rankOf(issue) === 'invalid' ? 0 : issue.path.length;
    const sooner =
      first === undefined ||
      rank < first.rank ||
      (rank === first.rank &&
        (depth < first.depth || (depth === first.depth && order.before(issue.path, first.issue.path))));
    if (sooner) first = { rank, depth, issue };
  }
  if (first === undefined) return errors.unexpected('A parameter was refused without a reason.');
  const { issue } = first;
  if (issue.keys !== undefined)
    return errors.parameterUnknown(issue.keys.map((key) => paramName([...issue.path, key])));
  return paramsOf(issue).error(paramName(issue.path));
}

function rankOf(issue: Issue): Rank {
  return issue.keys === undefined ? paramsOf(issue).rank : 'unknown';
}

function paramsOf(issue: Issue): Fault['params'] {
  return issue.params as Fault['params'];
}

/** Which of two parameters was sent first. Keys are numbered once for each hash, so that many faults stay cheap. */
class SentOrder {
  readonly #params: Params;
  readonly #positions = new Map<object, Map<string, number>>();

  constructor(params: Params) {
    this.#params = params;
  }

  before(a: readonly PropertyKey[], b: readonly PropertyKey[]): boolean {
    let parent: ParamValue | undefined = this.#params;
    for (let index = 0; index < Math.min(a.length, b.length); index++) {
      const key = String(a[index]);
      if (key !== String(b[index])) return this.#position(parent, key) < this.#position(parent, String(b[index]));
      parent = typeof parent === 'object' && parent !== null ? (parent as Params)[key] : undefined;
    }
    return a.length < b.length;
  }

  #position(parent: ParamValue | undefined, key: string): number {
    if (typeof parent !== 'object' || parent === null) return 0;
    let positions = this.#positions.get(parent);
    if (positions === undefined) {
      positions = new Map(Object.keys(parent).map((each, index) => [each, index]));
      this.#positions.set(parent, positions);
    }
    return positions.get(key) ?? positions.size;
  }
}
