/** Rows of one type of one account in memory: by id, in order of creation, and by any field that a list was filtered on. */
import type { ListQuery } from '../kernel/work.ts';
import type { Page, Row } from './port.ts';

interface Entry {
  row: Row | undefined;
  position: number;
}

type Fields = Readonly<Record<string, unknown>>;

const fieldOf = (row: Row, field: string): unknown => (row as unknown as Fields)[field];

export class Collection {
  private readonly byId = new Map<string, Entry>();
  private order: Entry[] = [];
  private gone = 0;
  private readonly stubs = new Map<string, Row>();
  /** Built when a list first filters on the field. Entries may be stale: they are checked when read. */
  private readonly indexes = new Map<string, Map<unknown, Entry[]>>();

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

  insert(row: Row): void {
    if (this.byId.has(row.id)) throw new Error(`a row ${row.id} exists`);
    const entry: Entry = { row, position: this.order.length };
    this.order.push(entry);
    this.byId.set(row.id, entry);
    for (const [field, index] of this.indexes) this.addTo(index, fieldOf(row, field), entry);
  }

  replace(row: Row): Row {
    const entry = this.byId.get(row.id);
    const before = entry?.row;
    if (entry === undefined || before === undefined) throw new Error(`no row ${row.id}`);
    entry.row = row;
    for (const [field, index] of this.indexes) {
      const value = fieldOf(row, field);
      if (value !== fieldOf(before, field)) this.addTo(index, value, entry);
    }
    return before;
  }

  remove(id: string, stub: Row | undefined): Row {
    const entry = this.byId.get(id);
    const before = entry?.row;
    if (entry === undefined || before === undefined) throw new Error(`no row ${id}`);
    this.byId.delete(id);
    if (stub !== undefined) this.stubs.set(id, stub);
    entry.row = undefined;
    if (entry.position === this.order.length - 1) this.order.pop();
    else this.gone++;
    return before;
  }

  /** Takes the last insert back. */
  undoInsert(id: string): void {
    this.remove(id, undefined);
  }

  /** Takes a removal back: the row returns to its place. */
  undoRemove(row: Row, position: number): void {
    this.stubs.delete(row.id);
    const entry: Entry = { row, position };
    if (position < this.order.length) this.gone--;
    this.order[position] = entry;
    this.byId.set(row.id, entry);
    this.indexes.clear();
  }

  positionOf(id: string): number {
    return this.byId.get(id)?.position ?? -1;
  }

  list(query: ListQuery): Page {
    const { startingAfter, endingBefore } = query;
    const cursor = startingAfter ?? endingBefore;
    const from = cursor === undefined ? undefined : this.byId.get(cursor);
    if (cursor !== undefined && from === undefined) return { rows: [], hasMore: false, unknownCursor: cursor };

    const [entries, indexed] = this.candidates(query.where);
    const matches = this.matcher(query, indexed);
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
    // Index entries are in order of creation but for rows that changed their value: find the nearest place.
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((entries[middle]?.position ?? 0) < from.position) low = middle + 1;
      else high = middle;
    }
    if (!forward) return low - 1;
    return entries[low] === from ? low + 1 : low;
  }

  /** The entries worth looking at, and the field whose index gave them. */
  private candidates(where: ListQuery['where']): [readonly Entry[], string | undefined] {
    if (where === undefined) return [this.order, undefined];
    let best: readonly Entry[] = this.order;
    let chosen: string | undefined;
    for (const field of Object.keys(where)) {
      const bucket = this.indexOn(field).get(where[field]) ?? [];
      if (chosen === undefined || bucket.length < best.length) {
        best = bucket;
        chosen = field;
      }
    }
    return [best, chosen];
  }

  private matcher({ where, created, filter }: ListQuery, indexed: string | undefined): (entry: Entry) => boolean {
    const wanted = where === undefined ? [] : Object.entries(where);
    if (wanted.length === 0 && created === undefined && filter === undefined) return (entry) => entry.row !== undefined;
    let last: Entry | undefined;
    return (entry) => {
      const { row } = entry;
      if (row === undefined) return false;
      // A row that left a value and came back stands twice in its bucket, next to itself.
      if (indexed !== undefined && entry === last) return false;
      last = entry;
      for (const [field, value] of wanted) if (fieldOf(row, field) !== value) return false;
      if (created !== undefined) {
        const at = fieldOf(row, 'created') as number;
        if (created.gt !== undefined && !(at > created.gt)) return false;
        if (created.gte !== undefined && !(at >= created.gte)) return false;
        if (created.lt !== undefined && !(at < created.lt)) return false;
        if (created.lte !== undefined && !(at <= created.lte)) return false;
      }
      return filter === undefined || filter(row as Parameters<typeof filter>[0]);
    };
  }

  private indexOn(field: string): Map<unknown, Entry[]> {
    const known = this.indexes.get(field);
    if (known !== undefined) return known;
    const index = new Map<unknown, Entry[]>();
    for (const entry of this.order) if (entry.row !== undefined) this.addTo(index, fieldOf(entry.row, field), entry);
    this.indexes.set(field, index);
    return index;
  }

  /** Keeps each bucket in order of creation. */
  private addTo(index: Map<unknown, Entry[]>, value: unknown, entry: Entry): void {
    const bucket = index.get(value);
    if (bucket === undefined) {
      index.set(value, [entry]);
      return;
    }
    let at = bucket.length;
    while (at > 0 && (bucket[at - 1]?.position ?? 0) > entry.position) at--;
    if (at === bucket.length) bucket.push(entry);
    else bucket.splice(at, 0, entry);
  }
}
