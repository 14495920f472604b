/** Pages of lists: what a request asks for, and which part of the rows it is given. */
import { errors, type StripeError } from './errors.ts';
import type { Range } from './range.ts';
import type { ListQuery, ListResult, StoredObject } from './work.ts';

/** The parameters that every list takes. */
interface PageParams {
  readonly limit?: unknown;
  readonly starting_after?: unknown;
  readonly ending_before?: unknown;
  readonly created?: unknown;
}

interface PageQuery extends Pick<ListQuery, 'startingAfter' | 'endingBefore' | 'created'> {
  readonly limit: number;
}

const mostOnAPage = 100;
const pageLength = 10;

/** Stripe clamps a `limit` outside 1 to 100 rather than refusing it. */
export const pageLimit = ({ limit }: { readonly limit?: unknown }): number =>
  Math.min(mostOnAPage, Math.max(1, typeof limit === 'number' ? limit : pageLength));

function createdRange(sent: unknown): Range | undefined {
  if (typeof sent === 'number') return { gte: sent, lte: sent };
  return typeof sent === 'object' && sent !== null ? sent : undefined;
}

/** What parameters that were checked by the description ask for. */
export function pageQuery(params: PageParams): PageQuery {
  const { starting_after: startingAfter, ending_before: endingBefore } = params;
  const created = createdRange(params.created);
  return {
    limit: pageLimit(params),
    ...(typeof startingAfter === 'string' && { startingAfter }),
    ...(typeof endingBefore === 'string' && { endingBefore }),
    ...(created !== undefined && { created }),
  };
}

export const bothCursors = (): StripeError =>
  errors.invalid('Received both starting_after and ending_before parameters. Please pass in only one.');

interface Span {
  readonly from: number;
  /** The first place that is not on the page. */
  readonly until: number;
  readonly hasMore: boolean;
}

/** Which of `count` rows are on the page. `placeOf` finds the row of a cursor, or throws. */
export function pageSpan(
  count: number,
  { limit = count, startingAfter, endingBefore }: ListQuery,
  placeOf: (id: string, param: string) => number,
): Span {
  const after = startingAfter === undefined ? -1 : placeOf(startingAfter, 'starting_after');
  if (endingBefore === undefined) {
    const until = Math.min(count, after + 1 + limit);
    return { from: after + 1, until, hasMore: until < count };
  }
  const until = placeOf(endingBefore, 'ending_before');
  if (startingAfter !== undefined) throw bothCursors();
  const from = Math.max(0, until - limit);
  return { from, until, hasMore: from > 0 };
}

/** A page of what no store keeps. `noun` is Stripe's word for one row. */
export function pageOf(rows: readonly StoredObject[], query: ListQuery, noun: string, url: string): ListResult {
  const { from, until, hasMore } = pageSpan(rows.length, query, (id, param) => {
    const at = rows.findIndex((row) => row.id === id);
    if (at === -1) throw errors.missing(noun, id, param, 'parameter');
    return at;
  });
  return { object: 'list', data: rows.slice(from, until), has_more: hasMore, url };
}
