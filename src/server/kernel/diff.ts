type Hash = Readonly<Record<string, unknown>>;

/**
 * What `previous_attributes` of an event says: the changed keys with their old values. Hashes (lists too) show
 * their changed keys only, arrays come whole, a key that was absent shows null. Undefined when nothing differs.
 * Absent and null are the same to Stripe, so that neither is a change of the other.
 */
export function previousAttributes(before: Hash, after: Hash): Record<string, unknown> | undefined {
  if (before === after) return undefined;
  let previous: Record<string, unknown> | undefined;
  for (const key in before) {
    const old = before[key];
    if (old === after[key]) continue;
    const now = own(after, key);
    let value: unknown;
    if (isHash(old) && isHash(now)) {
      value = previousAttributes(old, now);
      if (value === undefined) continue;
    } else {
      if (isSame(old, now)) continue;
      value = old ?? null;
    }
    previous ??= {};
    set(previous, key, value);
  }
  for (const key in after) {
    const now = after[key];
    if (before[key] === now || now === null || now === undefined || Object.hasOwn(before, key)) continue;
    previous ??= {};
    set(previous, key, null);
  }
  return previous;
}

/** Puts old values back: gives the object before the change, where keys that were absent are null. */
export function applyPrevious(after: Hash, previous: Hash | undefined): Record<string, unknown> {
  const before: Record<string, unknown> = { ...after };
  for (const key in previous) {
    const old = previous[key];
    const now = after[key];
    set(before, key, isHash(old) && isHash(now) ? applyPrevious(now, old) : old);
  }
  return before;
}

function isHash(value: unknown): value is Hash {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (one === undefined || one === null) return other === undefined || other === null;
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((item, at) => isSame(item, other[at]));
  }
  return isHash(one) && isHash(other) && covers(one, other) && covers(other, one);
}

function covers(one: Hash, other: Hash): boolean {
  for (const key in one) if (!isSame(one[key], own(other, key))) return false;
  return true;
}

/** A metadata key may be named `constructor`, which every object has from elsewhere. */
function own(hash: Hash, key: string): unknown {
  return Object.hasOwn(hash, key) ? hash[key] : undefined;
}

/** A metadata key may be named `__proto__`, which an assignment would take for the prototype. */
function set(hash: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(hash, key, { value, configurable: true, enumerable: true, writable: true });
  } else hash[key] = value;
}
