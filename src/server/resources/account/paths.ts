/** Fields named by their path: `business_profile.url`. */
type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function valueAt(object: unknown, path: string): unknown {
  let value: unknown = object;
  for (const key of path.split('.')) {
    if (!isFields(value)) return undefined;
    value = Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}

export const isGiven = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== '' && value !== false;

/** Sent fields over those there are: hashes merge, '' empties, everything else replaces. */
export function overlay<T>(current: T, sent: object): T {
  const result: Record<string, unknown> = { ...(current as Fields | null | undefined) };
  for (const [key, value] of Object.entries(sent)) {
    if (value === undefined) continue;
    if (isFields(value)) result[key] = overlay(isFields(result[key]) ? result[key] : {}, value);
    else result[key] = value === '' ? null : value;
  }
  return result as T;
}

/** The paths of everything that a request sends. */
export function pathsOf(sent: object, prefix = ''): string[] {
  return Object.entries(sent).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return isFields(value) ? pathsOf(value, `${prefix}${key}.`) : [`${prefix}${key}`];
  });
}
