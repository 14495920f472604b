/** The state of an app under test, so that two runs of a story can be compared: ids and times differ, nothing else should. */
import { type Mismatch, mismatch } from './match.ts';

const id = /^(?:[a-z]+_)+(?:test_)?[A-Za-z0-9]{8,}$/;
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** Unix seconds or milliseconds of this age. */
function isTime(value: number): boolean {
  return Number.isInteger(value) && ((value > 1.4e9 && value < 5e9) || (value > 1.4e12 && value < 5e12));
}

const prefixOf = (value: string): string => value.slice(0, value.lastIndexOf('_'));

/** Without what differs in every run, to sort by. */
function blank(value: unknown): string {
  return JSON.stringify(value, (_, inner) => {
    if (typeof inner === 'string' && id.test(inner)) return prefixOf(inner);
    return typeof inner === 'number' && isTime(inner) ? '<time>' : inner;
  });
}

/** Ids become `pi#1`, `pi#2` in the order in which they appear, times become `<time>`; keys are in a fixed order. */
export function canonical(state: unknown): unknown {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const nameOf = (found: string): string => {
    const prefix = prefixOf(found);
    let name = names.get(found);
    if (name === undefined) {
      counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
      name = `${prefix}#${counts.get(prefix)}`;
      names.set(found, name);
    }
    return name;
  };
  const visit = (value: unknown): unknown => {
    if (typeof value === 'string') return id.test(value) ? nameOf(value) : isoTime.test(value) ? '<time>' : value;
    if (typeof value === 'number') return isTime(value) ? '<time>' : value;
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    const sorted = Object.entries(value)
      .map(([key, inner]) => ({ key, inner, by: id.test(key) ? `${prefixOf(key)} ${blank(inner)}` : key }))
      .sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0));
    return Object.fromEntries(sorted.map(({ key, inner }) => [id.test(key) ? nameOf(key) : key, visit(inner)]));
  };
  return visit(state);
}

const isHash = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a run added: sums by how much they grew, lists and hashes by what is new in them, the rest as it is now. */
export function growth(before: unknown, after: unknown): unknown {
  if (typeof before === 'number' && typeof after === 'number' && !isTime(after)) return after - before;
  if (Array.isArray(before) && Array.isArray(after)) {
    const had = new Set(before.map((each) => JSON.stringify(each)));
    return after.filter((each) => !had.has(JSON.stringify(each)));
  }
  if (!isHash(before) || !isHash(after)) return after;
  const grown = Object.entries(after).filter(
    ([key, value]) => !(id.test(key) && JSON.stringify(before[key]) === JSON.stringify(value)),
  );
  return Object.fromEntries(grown.map(([key, value]) => [key, key in before ? growth(before[key], value) : value]));
}

/** Exactly equal, keys that only one of them has included. */
export function difference(expected: unknown, got: unknown): Mismatch | undefined {
  return mismatch(expected, got) ?? flipped(mismatch(got, expected));
}

const flipped = (found: Mismatch | undefined): Mismatch | undefined =>
  found && { path: found.path, expected: found.got, got: found.expected };
