/**
 * `${dispute:id}` in the texts of a step stands for a value of an earlier step's result; `${.env:PHONE|+1234567890}` for
 * one with something to fall back on, as in fixtures files of the Stripe CLI.
 */

const reference = /\$\{([\w.-]+):([^}|]*)(?:\|([^}]*))?\}/g;
const whole = /^\$\{([\w.-]+):([^}|]*)(?:\|([^}]*))?\}$/;

export class UnknownReference extends Error {}

function valueAt(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path === '' ? [] : path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

function lookUp(known: ReadonlyMap<string, unknown>, name: string, path: string, otherwise?: string): unknown {
  const value = known.has(name) ? valueAt(known.get(name), path) : undefined;
  if (value !== undefined) return value;
  if (otherwise !== undefined) return otherwise;
  if (known.has(name)) throw new UnknownReference(`'${name}' has nothing at '${path}'`);
  const names = [...known.keys()].join(', ') || 'none';
  throw new UnknownReference(`no step named '${name}' came before; known: ${names}`);
}

/** The same structure with every reference replaced. A text that is one reference takes the value's own type. */
export function resolve<T>(value: T, known: ReadonlyMap<string, unknown>): T {
  if (typeof value === 'string') {
    if (!value.includes('${')) return value;
    const [, name = '', path = '', otherwise] = whole.exec(value) ?? [];
    if (name !== '') return lookUp(known, name, path, otherwise) as T;
    return value.replace(reference, (_, each: string, at: string, or?: string) =>
      String(lookUp(known, each, at, or)),
    ) as T;
  }
  if (Array.isArray(value)) return value.map((item) => resolve(item, known)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner, known)])) as T;
}
