/** The facts of an outside action, read as strictly as the parameters of a request. */
import { errors } from './errors.ts';
import type { Facts } from './machine.ts';

/** Answers the value of one fact, or throws the error for what it cannot be. */
export type FactReader<T> = (value: unknown, name: string) => T;
type Read<R> = { readonly [N in keyof R]?: R[N] extends FactReader<infer T> ? T : never };

/** Twelve digits: the most that any currency takes. */
const most = 999_999_999_999;

/** Never calls into the value: a hash may bring a `toString` of its own. */
function told(value: unknown): string {
  return value === null || typeof value !== 'object' ? String(value) : Array.isArray(value) ? 'a list' : 'a hash';
}

export const text: FactReader<string> = (value, name) => {
  if (typeof value === 'string') return value;
  throw errors.invalid(`Invalid string: ${told(value)}`, name);
};

export const flag: FactReader<boolean> = (value, name) => {
  if (typeof value === 'boolean') return value;
  throw errors.invalid(`Invalid boolean: ${told(value)}`, name);
};

/** Money in the smallest unit of its currency. */
export const amount: FactReader<number> = (value, name) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw errors.integer(name, told(value));
  if (value < 1) throw errors.tooSmall(name, 1);
  if (value > most) throw errors.invalid(`Invalid integer: ${value} has more than 12 digits.`, name);
  return value;
};

export function oneOf<const T extends string>(values: readonly T[]): FactReader<T> {
  return (value, name) => {
    const chosen = values.find((each) => each === value);
    if (chosen === undefined) throw errors.choice(name, name, values);
    return chosen;
  };
}

/** What was left out is absent. Throws a StripeError for a fact that nobody reads or that cannot be what it says. */
export function readFacts<R extends Readonly<Record<string, FactReader<unknown>>>>(facts: Facts, readers: R): Read<R> {
  const sent = Object.entries(facts).filter(([, value]) => value !== undefined);
  const unknown = sent.map(([name]) => name).filter((name) => !Object.hasOwn(readers, name));
  if (unknown.length > 0) throw errors.parameterUnknown(unknown);
  return Object.fromEntries(sent.map(([name, value]) => [name, readers[name]?.(value, name)])) as Read<R>;
}
