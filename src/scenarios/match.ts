/** Whether a value holds what a story expects: hashes in part, everything else exactly. */

export interface Mismatch {
  readonly path: string;
  readonly expected: unknown;
  readonly got: unknown;
}

const isHash = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function mismatch(expected: unknown, got: unknown, path = ''): Mismatch | undefined {
  if (isHash(expected) && isHash(got)) {
    for (const [key, value] of Object.entries(expected)) {
      const found = mismatch(value, got[key], path === '' ? key : `${path}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (Array.isArray(expected) && Array.isArray(got)) {
    if (expected.length !== got.length) return { path, expected, got };
    for (const [at, value] of expected.entries()) {
      const found = mismatch(value, got[at], `${path}[${at}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return Object.is(expected, got) ? undefined : { path, expected, got };
}
