/** `${dispute:id}` in the texts of a step stands for a value of an earlier step's result. */

const reference = /\$\{([\w.-]+):([^}]*)\}/g;

export class UnknownReference extends Error {}

function valueAt(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path === '' ? [] : path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

function lookUp(known: ReadonlyMap<string, unknown>, name: string, path: string): unknown {
  if (!known.has(name))
    throw new UnknownReference(`no step named '${name}' came before; known: ${[...known.keys()].join(', ') || 'none'}`);
  const value = valueAt(known.get(name), path);
  if (value === undefined) throw new UnknownReference(`'${name}' has nothing at '${path}'`);
  return value;
}

/** The same structure with every reference replaced. A text that is one reference takes the value's own type. */
export function resolve<T>(value: T, known: ReadonlyMap<string, unknown>): T {
  if (typeof value === 'string') {
    const whole = /^\$\{([\w.-]+):([^}]*)\}$/.exec(value);
    if (whole !== null) return lookUp(known, whole[1] ?? '', whole[2] ?? '') as T;
    return value.replace(reference, (_, name: string, path: string) => String(lookUp(known, name, path))) as T;
  }
  if (Array.isArray(value)) return value.map((item) => resolve(item, known)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner, known)])) as T;
}
