/** Reads objects beside the one that is answered: older versions of the API show more of them. */
import { type Awaitable, andThen } from '../kernel/awaitable.ts';
import type { ExpandTree, Reader, Shown } from '../kernel/reader.ts';
import type { StoredObject } from '../kernel/work.ts';
import type { Description } from '../spec/description.ts';
import type { Tx } from '../store/port.ts';
import type { Rows } from './sight.ts';

export const rowsOf = (tx: Tx, account: string): Rows => ({
  get: (type, id) => tx.get(account, type, id) as Awaitable<StoredObject | undefined>,
  list: (type, among) => andThen(tx.list(account, type, among), ({ rows }) => rows as StoredObject[]),
});

/** `show` gives an object as the newest version shows it. */
export function createReader(
  description: Description,
  rows: Rows,
  show: (object: StoredObject, expand: ExpandTree | undefined) => Awaitable<object | undefined>,
): Reader {
  return {
    stored: (type, id) => rows.get(type, id) as Awaitable<unknown> as Awaitable<Shown | undefined>,
    shown: (type, id, expand) =>
      andThen(rows.get(type, id), (found) => found && show(found, expand)) as Awaitable<Shown | undefined>,
    list: (type, where) => rows.list(type, { where }) as Awaitable<readonly unknown[]> as Awaitable<readonly Shown[]>,
    holders: (type) => description.object(type)?.holders,
    always: (type) => description.object(type)?.always,
  };
}
