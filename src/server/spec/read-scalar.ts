import { errors, type StripeError } from '../kernel/errors.ts';
import { FilePart, type ParamValue } from '../kernel/params.ts';
import type { Schema } from './document.ts';
import { type Faults, invalid } from './fault.ts';

/** Turns a value as it was sent into the type that the description asks for, or reports why it cannot. */
export type Read = (value: ParamValue, faults: Faults) => ParamValue;

/** Stripe's limit where a parameter documents none of its own. */
const MAX_STRING = 5000;
const INTEGER = /^-?\d+$/;
const DECIMAL = /^-?(\d+(\.\d*)?|\.\d+)$/;

export function readScalar(schema: Schema, name: string): Read {
  if (schema.enum !== undefined && schema['x-open'] !== true) return readChoice(schema.enum);
  if (schema.format === 'binary') return readFile;
  switch (schema.type) {
    case 'integer':
      return readInteger;
    case 'number':
      return readNumber;
    case 'boolean':
      return readBoolean;
    case 'string':
      if (schema.format === 'decimal') return readDecimal;
      return readString(schema.maxLength ?? MAX_STRING, name === 'currency' || name.endsWith('_currency'));
    default:
      return (value) => value;
  }
}

export const isEmpty = (value: ParamValue): boolean => value === '' || value === null;

function refuse(faults: Faults, error: (param: string) => StripeError): '' {
  faults.push(invalid(error));
  return '';
}

export function refuseAs(faults: Faults, message: string): '' {
  return refuse(faults, (param) => errors.parameterInvalid(param, message));
}

function readString(limit: number, isCurrency: boolean): Read {
  return (value, faults) => {
    if (isEmpty(value)) return refuse(faults, errors.empty);
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (typeof value !== 'string') return refuseAs(faults, `Invalid string: ${shown(value)}`);
    if (value.length > limit && characters(value) > limit)
      return refuseAs(faults, `Invalid string: ${abbreviated(value)}; must be at most ${limit} characters`);
    return isCurrency ? value.toLowerCase() : value;
  };
}

function readChoice(values: readonly (string | number | boolean)[]): Read {
  const byText = new Map(values.map((value) => [String(value), value]));
  const texts = [...byText.keys()].map((text) => text || "''");
  const emptyable = byText.has('');
  return (value, faults) => {
    if (isEmpty(value)) return emptyable ? '' : refuse(faults, errors.empty);
    if (typeof value === 'object') return refuseAs(faults, `Invalid string: ${shown(value)}`);
    return byText.get(String(value)) ?? refuse(faults, (param) => errors.choice(param, param, texts));
  };
}

const readInteger: Read = (value, faults) => {
  const number = typeof value === 'string' && INTEGER.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number + 0;
  return refuse(faults, (param) => errors.integer(param, shown(value)));
};

const readNumber: Read = (value, faults) => {
  const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number + 0;
  return refuseAs(faults, `Invalid decimal: ${shown(value)}`);
};

const readDecimal: Read = (value, faults) => {
  if (isEmpty(value)) return refuse(faults, errors.empty);
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string' && DECIMAL.test(text)) return text;
  return refuseAs(faults, `Invalid decimal: ${shown(value)}`);
};

/** Python's `True`, too: its official library sends that up to version 5. */
const booleans: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  ['true', true],
  ['True', true],
  [false, false],
  ['false', false],
  ['False', false],
]);

const readBoolean: Read = (value, faults) => {
  const read = booleans.get(value);
  if (read !== undefined) return read;
  return refuseAs(faults, `Invalid boolean: ${shown(value)}`);
};

/** Stripe says `Invalid hash` of a file that came as text: https://github.com/stripe/stripe-php/issues/392 */
const readFile: Read = (value, faults) => (value instanceof FilePart ? value : refuseAs(faults, 'Invalid hash'));

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Stripe keeps ten characters at either end: https://github.com/polarsource/polar/issues/5429 */
function abbreviated(text: string): string {
  return text.length > 20 ? `${text.slice(0, 10)}...${text.slice(-10)}` : text;
}

/** A value as Stripe repeats it: text as it is, a hash as JSON, an array as a hash by index, since libraries send it so. */
function shown(value: ParamValue): string {
  const seen = plain(value, 0);
  const text = typeof seen === 'object' && seen !== null ? JSON.stringify(seen) : String(seen ?? '');
  return text.length > MAX_STRING ? abbreviated(text) : text;
}

function plain(value: ParamValue, depth: number): unknown {
  if (value instanceof FilePart) return value.filename;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 10) return '...';
  const entries = Object.entries(value).slice(0, 100);
  return Object.fromEntries(entries.map(([key, each]): [string, unknown] => [key, plain(each, depth + 1)]));
}
