/** Entries of a collection by the value of one field, each bucket in order of creation. */
import type { Row } from './port.ts';

export interface Entry {
  /** Undefined once the row is removed. */
  row: Row | undefined;
  /** Place in the order of creation. */
  position: number;
}

/** Entries that left a bucket stay in it until they are the larger part: whoever reads checks each of them. */
interface Bucket {
  entries: Entry[];
  stale: number;
}

const fewStale = 64;

/** The first place in `entries` whose position is not before `position`. */
export function placeOf(entries: readonly Entry[], position: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.position ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function fieldOf(row: Row, field: string): unknown {
  return (row as unknown as Readonly<Record<string, unknown>>)[field];
}

export class FieldIndex {
  private readonly field: string;
  private readonly buckets = new Map<unknown, Bucket>();

  constructor(field: string, entries: readonly Entry[]) {
    this.field = field;
    for (const entry of entries) if (entry.row !== undefined) this.add(entry.row, entry);
  }

  entries(value: unknown): readonly Entry[] {
    return this.buckets.get(value)?.entries ?? [];
  }

  add(row: Row, entry: Entry): void {
    const value = fieldOf(row, this.field);
    const bucket = this.buckets.get(value);
    if (bucket === undefined) {
      this.buckets.set(value, { entries: [entry], stale: 0 });
      return;
    }
    const { entries } = bucket;
    const { position } = entry;
    if ((entries.at(-1)?.position ?? -1) < position) {
      entries.push(entry);
      return;
    }
    const at = placeOf(entries, position);
    // A row that left the value and came back is still here.
    for (let same = at; entries[same]?.position === position; same++) {
      if (entries[same] !== entry) continue;
      bucket.stale--;
      return;
    }
    entries.splice(at, 0, entry);
  }

  /** To be called once `entry` holds its new row, or none. */
  leave(before: Row, entry: Entry): void {
    const value = fieldOf(before, this.field);
    if (entry.row !== undefined && fieldOf(entry.row, this.field) === value) return;
    const bucket = this.buckets.get(value);
    if (bucket === undefined) return;
    bucket.stale++;
    if (bucket.stale < fewStale || bucket.stale * 2 < bucket.entries.length) return;
    bucket.entries = bucket.entries.filter(({ row }) => row !== undefined && fieldOf(row, this.field) === value);
    bucket.stale = 0;
    if (bucket.entries.length === 0) this.buckets.delete(value);
  }
}
