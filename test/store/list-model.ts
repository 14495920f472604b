/** Random collections and queries: a store answers what a plain array would. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ListQuery } from '../../src/server/kernel/work.ts';
import type { Page, Row, Store } from '../../src/server/store/port.ts';

interface Sample extends Row {
  readonly created: number;
  readonly status: string;
  readonly customer: string | null;
}

const statuses = ['open', 'won', 'lost'];
const customers = ['cus_1', 'cus_2', null];

/** The same page, read off an array that has the oldest row first. */
function expected(rows: readonly Sample[], { where = {}, created = {}, ...query }: ListQuery): Page {
  const cursor = query.startingAfter ?? query.endingBefore;
  const at = rows.findIndex((row) => row.id === cursor);
  if (cursor !== undefined && at === -1) return { rows: [], hasMore: false, unknownCursor: cursor };
  const fits = (row: Sample): boolean =>
    Object.entries(where).every(([field, value]) => row[field as keyof Sample] === value) &&
    (created.gt === undefined || row.created > created.gt) &&
    (created.gte === undefined || row.created >= created.gte) &&
    (created.lt === undefined || row.created < created.lt) &&
    (created.lte === undefined || row.created <= created.lte) &&
    (query.filter?.(row as never) ?? true);
  const limit = query.limit ?? Number.POSITIVE_INFINITY;
  if (query.endingBefore !== undefined) {
    const newer = rows.slice(at + 1).filter(fits);
    return { rows: newer.slice(0, limit).reverse(), hasMore: newer.length > limit };
  }
  const older = rows
    .slice(0, at === -1 ? rows.length : at)
    .filter(fits)
    .reverse();
  return { rows: older.slice(0, limit), hasMore: older.length > limit };
}

const sample = fc.record({
  step: fc.integer({ min: 0, max: 3 }),
  status: fc.constantFrom(...statuses),
  customer: fc.constantFrom(...customers),
});

/** What happens to a row after it was inserted, so that indexes hold entries that no longer fit. */
const change = fc.record({
  at: fc.nat(29),
  to: fc.option(fc.constantFrom(...statuses), { nil: undefined, freq: 4 }),
});

const bound = fc.integer({ min: 0, max: 40 });
const cursor = fc.nat(32).map((at) => `r${at}`);
const cursors = fc.oneof(fc.constant({}), fc.record({ startingAfter: cursor }), fc.record({ endingBefore: cursor }));
const filters = fc.record(
  {
    where: fc.record(
      { status: fc.constantFrom(...statuses), customer: fc.constantFrom(...customers) },
      { requiredKeys: [] },
    ),
    created: fc.record({ gt: bound, gte: bound, lt: bound, lte: bound }, { requiredKeys: [] }),
    filter: fc.constantFrom(
      (row: Row) => row.id.endsWith('1'),
      (row: Row) => Number(row.id.slice(1)) % 2 === 0,
    ),
    limit: fc.integer({ min: 1, max: 8 }),
  },
  { requiredKeys: [] },
);
const query: fc.Arbitrary<ListQuery> = fc.tuple(filters, cursors).map(([filter, page]) => ({ ...filter, ...page }));

export function listModel(store: () => Store): void {
  it('answers what a plain array would', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(sample, { maxLength: 30 }),
        fc.array(change, { maxLength: 12 }),
        fc.array(query, { minLength: 1, maxLength: 6 }),
        async (samples, changes, queries) => {
          let created = 0;
          let rows: Sample[] = samples.map(({ step, ...fields }, at) => {
            created += step;
            return { id: `r${at}`, created, ...fields };
          });
          const name = `list ${round++}`;
          const left = [...changes];
          await store().transaction(name, async (tx) => {
            for (const row of rows) await tx.insert('a', 'x', row);
            for (const each of [...queries, ...queries]) {
              expect(await tx.list('a', 'x', each)).toEqual(expected(rows, each));
              for (const { at, to } of left.splice(0, 3)) {
                const row = rows[at];
                if (row === undefined) continue;
                if (to === undefined) {
                  await tx.remove('a', 'x', row.id, undefined);
                  rows = rows.filter((other) => other !== row);
                } else {
                  const changed = { ...row, status: to };
                  await tx.replace('a', 'x', changed);
                  rows = rows.map((other) => (other === row ? changed : other));
                }
              }
            }
          });
        },
      ),
      { numRuns: 150, seed: 11 },
    );
  });
}
