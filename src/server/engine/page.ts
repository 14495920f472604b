/** One page of a list, and what Stripe says of its cursors. */
import { errors } from '../kernel/errors.ts';
import type { ListQuery, ListResult, StoredObject } from '../kernel/work.ts';
import type { Page, Row, Tx } from '../store/port.ts';

interface Reader {
  readonly account: string;
  noun(type: string): string;
}

const createdAt = (row: Row): number => (row as unknown as { created?: number }).created ?? 0;

/** Objects of several types in one list, as payment sources are: few enough to be merged in memory. */
async function mixed(tx: Tx, account: string, types: readonly string[], query: ListQuery): Promise<Page> {
  const { limit = Number.POSITIVE_INFINITY, startingAfter, endingBefore, ...rest } = query;
  const rows: Row[] = [];
  for (const type of types) rows.push(...(await tx.list(account, type, rest)).rows);
  rows.sort((a, b) => createdAt(b) - createdAt(a));
  const cursor = startingAfter ?? endingBefore;
  if (cursor === undefined) return { rows: rows.slice(0, limit), hasMore: rows.length > limit };
  const at = rows.findIndex((row) => row.id === cursor);
  if (at === -1) return { rows: [], hasMore: false, unknownCursor: cursor };
  if (startingAfter !== undefined) {
    const after = rows.slice(at + 1);
    return { rows: after.slice(0, limit), hasMore: after.length > limit };
  }
  const before = rows.slice(0, at);
  return { rows: before.slice(-limit), hasMore: before.length > limit };
}

export async function pageOf(
  tx: Tx,
  reader: Reader,
  types: readonly string[],
  query: ListQuery,
  url: string,
): Promise<ListResult> {
  const [type = ''] = types;
  const { startingAfter, endingBefore } = query;
  if (startingAfter !== undefined && endingBefore !== undefined) {
    for (const [param, id] of [
      ['starting_after', startingAfter],
      ['ending_before', endingBefore],
    ] as const) {
      let known = false;
      for (const each of types) known ||= (await tx.get(reader.account, each, id)) !== undefined;
      if (!known) throw errors.missing(reader.noun(type), id, param, 'parameter');
    }
    throw errors.invalid('Received both starting_after and ending_before parameters. Please pass in only one.');
  }
  const page =
    types.length > 1 ? await mixed(tx, reader.account, types, query) : await tx.list(reader.account, type, query);
  if (page.unknownCursor !== undefined) {
    const param = startingAfter === undefined ? 'ending_before' : 'starting_after';
    throw errors.missing(reader.noun(type), page.unknownCursor, param, 'parameter');
  }
  return { object: 'list', data: page.rows as unknown as StoredObject[], has_more: page.hasMore, url };
}
