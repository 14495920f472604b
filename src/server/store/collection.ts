/** Rows of one type of one account in memory: by id, in order of creation, and by any field that a list was filtered on. */
import { inRange } from '../kernel/range.ts';
import type { ListQuery } from '../kernel/work.ts';
import { type Entry, FieldIndex, fieldOf, placeOf } from './field-index.ts';
import type { Page, Row } from './port.ts';

/** What a removal took away, to be given back. */
interface Removed {
  readonly row: Row;
  readonly position: number;
  /** The stub that an earlier row of the same id had left. */
  readonly stub: Row | undefined;
}

export class Collection {
  private readonly byId = new Map<string, Entry>();
  private order: Entry[] = [];
  private gone = 0;
  private readonly stubs = new Map<string, Row>();
  /** Built when a list first filters on the field. */
  private readonly indexes = new Map<string, FieldIndex>();

  get(id: string): Row | undefined {
    return this.byId.get(id)?.row;
  }

  stub(id: string): Row | undefined {
    return this.stubs.get(id);
  }

  get size(): number {
    return this.byId.size;
  }

  rows(): Row[] {
    const rows: Row[] = [];
    for (const entry of this.order) if (entry.row !== undefined) rows.push(entry.row);
    return rows;
  }

  allStubs(): Row[] {
    return [...this.stubs.values()];
  }

  insert(row: Row): void {
    if (this.byId.has(row.id)) throw new Error(`a row ${row.id} exists`);
    const entry: Entry = { row, position: this.order.length };
    this.order.push(entry);
    this.byId.set(row.id, entry);
    for (const index of this.indexes.values()) index.add(row, entry);
  }

  replace(row: Row): Row {
    const entry = this.byId.get(row.id);
    const before = entry?.row;
    if (entry === undefined || before === undefined) throw new Error(`no row ${row.id}`);
    entry.row = row;
    for (const [field, index] of this.indexes) {
      if (fieldOf(row, field) === fieldOf(before, field)) continue;
      index.leave(before, entry);
      index.add(row, entry);
    }
    return before;
  }

  remove(id: string, stub: Row | undefined): Removed {
    const entry = this.byId.get(id);
    const row = entry?.row;
    if (entry === undefined || row === undefined) throw new Error(`no row ${id}`);
    const removed = { row, position: entry.position, stub: this.stubs.get(id) };
    this.byId.delete(id);
    if (stub !== undefined) this.stubs.set(id, stub);
    entry.row = undefined;
    for (const index of this.indexes.values()) index.leave(row, entry);
    if (entry.position === this.order.length - 1) this.order.pop();
    else this.gone++;
    return removed;
  }

  /** Takes the last insert back. */
  undoInsert(id: string): void {
    this.remove(id, undefined);
  }

  /** Takes a removal back: the row returns to its place. */
  undoRemove({ row, position, stub }: Removed): void {
    if (stub === undefined) this.stubs.delete(row.id);
    else this.stubs.set(row.id, stub);
    const entry: Entry = { row, position };
    if (position < this.order.length) this.gone--;
    this.order[position] = entry;
    this.byId.set(row.id, entry);
    this.indexes.clear();
  }

  list(query: ListQuery): Page {
    const { startingAfter, endingBefore } = query;
    const cursor = startingAfter ?? endingBefore;
    const from = cursor === undefined ? undefined : this.byId.get(cursor);
    if (cursor !== undefined && from === undefined) return { rows: [], hasMore: false, unknownCursor: cursor };

    const entries = this.candidates(query.where);
    if (entries.length === 0) return { rows: [], hasMore: false };
    const matches = this.matcher(query);
    const limit = query.limit ?? Number.POSITIVE_INFINITY;
    const rows: Row[] = [];
    const forward = endingBefore !== undefined;
    let at = this.startAt(entries, from, forward);
    let hasMore = false;
    for (; at >= 0 && at < entries.length; at += forward ? 1 : -1) {
      const entry = entries[at];
      if (entry === undefined || !matches(entry)) continue;
      if (rows.length === limit) {
        hasMore = true;
        break;
      }
      rows.push(entry.row as Row);
    }
    if (forward) rows.reverse();
    return { rows, hasMore };
  }

  /** Drops the holes that removals leave, once they are the larger part. Not while a removal may still be undone. */
  compact(): void {
    if (this.gone < 64 || this.gone * 2 < this.order.length) return;
    this.order = this.order.filter((entry) => entry.row !== undefined);
    this.order.forEach((entry, position) => {
      entry.position = position;
    });
    this.gone = 0;
    this.indexes.clear();
  }

  copy(): Collection {
    const copy = new Collection();
    for (const entry of this.order) if (entry.row !== undefined) copy.insert(entry.row);
    for (const [id, stub] of this.stubs) copy.stubs.set(id, stub);
    return copy;
  }

  private startAt(entries: readonly Entry[], from: Entry | undefined, forward: boolean): number {
    if (from === undefined) return forward ? 0 : entries.length - 1;
    if (entries === this.order) return from.position + (forward ? 1 : -1);
    let place = placeOf(entries, from.position);
    if (!forward) return place - 1;
    while (entries[place]?.position === from.position) place++;
    return place;
  }

  /** The entries worth looking at: the smallest bucket among those of the wanted values. */
  private candidates(where: ListQuery['where']): readonly Entry[] {
    let best: readonly Entry[] = this.order;
    if (where === undefined) return best;
    for (const field of Object.keys(where)) {
      const bucket = this.indexOn(field).entries(where[field]);
      if (bucket.length < best.length || best === this.order) best = bucket;
    }
    return best;
  }

  private matcher({ where, created, filter }: ListQuery): (entry: Entry) => boolean {
    const wanted = where === undefined ? [] : Object.entries(where);
    if (wanted.length === 0 && created === undefined && filter === undefined) return (entry) => entry.row !== undefined;
    return ({ row }) => {
      if (row === undefined) return false;
      for (const [field, value] of wanted) if (fieldOf(row, field) !== value) return false;
      if (created !== undefined && !inRange(fieldOf(row, 'created') as number, created)) return false;
      return filter === undefined || filter(row as Parameters<typeof filter>[0]);
    };
  }

  private indexOn(field: string): FieldIndex {
    let index = this.indexes.get(field);
    if (index === undefined) {
      index = new FieldIndex(field, this.order);
      this.indexes.set(field, index);
    }
    return index;
  }
}
