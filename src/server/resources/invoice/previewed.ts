import type { StoredObject } from '../../kernel/work.ts';

/** An object without its hidden fields. */
export function visible<T extends object>(object: T, hidden: readonly string[]): T {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !hidden.includes(name))) as T;
}

/**
 * A preview is stored nowhere: it carries its lines itself, and is shown as it is, like what a deleted object left.
 * `deleted` without a value says so, and is not in the answer.
 */
export function previewed<T extends StoredObject>(
  object: T,
  hidden: readonly string[],
  { data, ...rest }: { readonly data: readonly object[]; readonly url: string; readonly total_count?: number },
): T {
  const lines = { object: 'list', data, has_more: false, ...rest };
  return { ...visible(object, hidden), lines, deleted: undefined };
}
