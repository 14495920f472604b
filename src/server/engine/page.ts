/** One page of what is stored, and what Stripe says of its cursors. */
import { errors } from '../kernel/errors.ts';
import { bothCursors, pageOf } from '../kernel/page.ts';
import type { ListQuery, ListResult, StoredObject } from '../kernel/work.ts';
import type { Row, Tx } from '../store/port.ts';

interface Reader {
  readonly account: string;
  noun(type: string): string;
}

const createdAt = (row: Row): number => (row as unknown as { created?: number }).created ?? 0;

/** Objects of several types in one list, as payment sources are: few enough to be merged in memory. */
async function mixed(tx: Tx, account: string, types: readonly string[], query: ListQuery): Promise<StoredObject[]> {
  const { limit: _, startingAfter: after, endingBefore: before, ...wanted } = query;
  const rows: Row[] = [];
  for (const type of types) rows.push(...(await tx.list(account, type, wanted)).rows);
  return rows.sort((a, b) => createdAt(b) - createdAt(a)) as unknown as StoredObject[];
}

export async function storedPage(
  tx: Tx,
  reader: Reader,
  types: readonly string[],
  query: ListQuery,
  url: string,
): Promise<ListResult> {
  const [type = ''] = types;
  const { account } = reader;
  if (types.length > 1) return pageOf(await mixed(tx, account, types, query), query, reader.noun(type), url);
  const { startingAfter, endingBefore } = query;
  const check = async (id: string, param: string): Promise<void> => {
    if ((await tx.get(account, type, id)) === undefined)
      throw errors.missing(reader.noun(type), id, param, 'parameter');
  };
  if (startingAfter !== undefined && endingBefore !== undefined) {
    await check(startingAfter, 'starting_after');
    await check(endingBefore, 'ending_before');
    throw bothCursors();
  }
  const page = await tx.list(account, type, query);
  if (page.unknownCursor !== undefined) {
    const param = startingAfter === undefined ? 'ending_before' : 'starting_after';
    throw errors.missing(reader.noun(type), page.unknownCursor, param, 'parameter');
  }
  return { object: 'list', data: page.rows as unknown as StoredObject[], has_more: page.hasMore, url };
}
