import { StripeError } from '../kernel/errors.ts';
import {
  own,
  type SearchField,
  type SearchFields,
  type SearchFieldType,
  type Stored,
  valueAt,
} from './search-fields.ts';

export { type SearchFields, searchFields } from './search-fields.ts';

type Test = (object: Stored) => boolean;

/** A search query that Stripe would refuse: a 400. */
export class SearchError extends StripeError {
  constructor(message: string) {
    super(400, { type: 'invalid_request_error', message });
    this.name = 'SearchError';
  }
}

const mostClauses = 10;
const shortestSubstring = 3;
const unreadable =
  'We were unable to parse your search query. Try using the format `metadata["key"]:"value"` to query for metadata or key:"value" to query for other fields.';

interface Clause {
  negated: boolean;
  field: string;
  /** The key of `metadata["key"]`. */
  key: string | undefined;
  operator: string;
  value: string;
  quoted: boolean;
}

/**
 * Turns a query of Stripe's search language into a test of stored objects. `resource` (`charges`) is named in the
 * error about an unknown field. Throws SearchError for what the language or the field's type does not allow.
 */
export function parseSearch(query: string, fields: SearchFields, resource?: string): Test {
  const { clauses, any } = readClauses(query);
  const tests = clauses.map((clause) => {
    const test = compile(clause, fields, resource);
    return clause.negated ? (object: Stored) => !test(object) : test;
  });
  return any ? (object) => tests.some((test) => test(object)) : (object) => tests.every((test) => test(object));
}

const head = /(-?)([a-z0-9_]+(?:\.[a-z0-9_]+)*)(\[?)/iy;
const operators = />=|<=|[:~<>]/y;
const bare = /[^\s"']+/y;
const blank = /\s+/y;
const joint = /(and|or)\s+/iy;

function readClauses(query: string): { clauses: Clause[]; any: boolean } {
  const clauses: Clause[] = [];
  let joined: string | undefined;
  let position = 0;

  function take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = position;
    const match = pattern.exec(query);
    if (match !== null) position = pattern.lastIndex;
    return match;
  }
  function need(pattern: RegExp): RegExpExecArray {
    const match = take(pattern);
    if (match === null) throw new SearchError(unreadable);
    return match;
  }
  function quoted(): string | undefined {
    const quote = query[position];
    if (quote !== '"' && quote !== "'") return undefined;
    let text = '';
    for (position++; position < query.length; position++) {
      if (query[position] === quote) {
        position++;
        return text;
      }
      const next = query[position + 1];
      if (query[position] === '\\' && (next === '"' || next === "'" || next === '\\')) position++;
      text += query[position];
    }
    throw new SearchError(unreadable);
  }
  function clause(): Clause {
    const [, minus, field = '', bracket] = need(head);
    const key = bracket === '[' ? quoted() : undefined;
    if (bracket === '[' && (key === undefined || query[position++] !== ']')) throw new SearchError(unreadable);
    const [operator] = need(operators);
    const text = quoted();
    const value = text ?? need(bare)[0];
    return { negated: minus === '-', field, key, operator, value, quoted: text !== undefined };
  }

  take(blank);
  while (position < query.length || clauses.length === 0) {
    clauses.push(clause());
    if (clauses.length > mostClauses) {
      throw new SearchError(`You can combine up to ${mostClauses} query clauses in a search.`);
    }
    if (position === query.length) break;
    need(blank);
    if (position === query.length) break;
    const word = take(joint)?.[1]?.toUpperCase() ?? 'AND';
    if (joined !== undefined && joined !== word) {
      throw new SearchError('You cannot combine AND and OR in the same search query.');
    }
    joined = word;
    if (position === query.length) throw new SearchError(unreadable);
  }
  return { clauses, any: joined === 'OR' };
}

const allowed: Record<SearchFieldType, readonly string[]> = {
  token: [':'],
  metadata: [':'],
  boolean: [':'],
  string: [':', '~'],
  number: [':', '>', '<', '>=', '<='],
};
const numeric = /^-?\d+(\.\d+)?$/;

function compile(clause: Clause, fields: SearchFields, resource: string | undefined): Test {
  const { field: name, operator, value, quoted } = clause;
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) throw new SearchError(unsupported(name, resource));
  const type = typeof field === 'string' ? field : field.type;
  if ((type === 'metadata') !== (clause.key !== undefined)) throw new SearchError(unreadable);
  if (!allowed[type].includes(operator)) {
    throw new SearchError(`The operator \`${operator}\` is not supported for the field \`${name}\` of type ${type}.`);
  }
  const read = reader(name, field, clause.key);
  if (!quoted && value.toLowerCase() === 'null') {
    if (operator !== ':') throw new SearchError(unreadable);
    return (object) => isEmpty(read(object));
  }
  if (!quoted && !numeric.test(value)) throw new SearchError(unreadable);
  if (type === 'number') return compareNumber(name, read, operator, value);

  const wanted = value.toLowerCase();
  if (type === 'boolean' && wanted !== 'true' && wanted !== 'false') {
    throw new SearchError(`The field \`${name}\` accepts only the tokens "true" and "false".`);
  }
  if (operator === '~') {
    if (wanted.length < shortestSubstring) {
      throw new SearchError(`Substrings must have at least ${shortestSubstring} characters: ${name}~"${value}".`);
    }
    return (object) => textOf(read(object))?.includes(wanted) ?? false;
  }
  if (type === 'string') {
    const phrase = words(wanted);
    return (object) => {
      const text = textOf(read(object));
      return text !== undefined && (phrase === '' ? text === '' : ` ${words(text)} `.includes(` ${phrase} `));
    };
  }
  return (object) => textOf(read(object)) === wanted;
}

function unsupported(field: string, resource: string | undefined): string {
  if (resource === undefined) return `Field \`${field}\` is an unsupported search field.`;
  const page = `http://stripe.com/docs/search#query-fields-for-${resource.replaceAll('_', '-')}`;
  return `Field \`${field}\` is an unsupported search field for resource \`${resource}\`. See ${page} for a list of supported fields.`;
}

function compareNumber(name: string, read: (object: Stored) => unknown, operator: string, value: string): Test {
  if (!numeric.test(value)) throw new SearchError(`The field \`${name}\` accepts only numbers: ${value}`);
  const limit = Number(value);
  const compare: Record<string, (number: number) => boolean> = {
    ':': (number) => number === limit,
    '>': (number) => number > limit,
    '<': (number) => number < limit,
    '>=': (number) => number >= limit,
    '<=': (number) => number <= limit,
  };
  const holds = compare[operator];
  return (object) => {
    const number = read(object);
    return typeof number === 'number' && holds !== undefined && holds(number);
  };
}

function reader(name: string, field: SearchField, key: string | undefined): (object: Stored) => unknown {
  if (key !== undefined) return (object) => own(object.metadata, key);
  return typeof field === 'string' ? valueAt(name) : field.read;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** In lower case; a reference that was expanded counts as its id. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.toLowerCase();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const id = own(value, 'id');
  return typeof id === 'string' ? id.toLowerCase() : undefined;
}

/** Stripe: an exact match on a string holds when the text has all words of the query in the same order. */
function words(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
