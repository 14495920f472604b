/** What every store has to do, told as tests: `storeContract('memory', createMemoryStore)`. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Row, Store, Timer, Tx } from '../../src/server/store/port.ts';
import { listModel } from './list-model.ts';
import { transactionModel } from './transaction-model.ts';

const sandbox = 'box';
const account = 'acct_1';

const row = (id: string, fields: object = {}): Row => ({ id, ...fields });
const timer = (id: string, at: number, soon = false): Timer => ({
  id,
  at,
  soon,
  account,
  type: 'dispute',
  object: id,
  action: 'expire',
});
const ids = (rows: readonly Row[]): string[] => rows.map(({ id }) => id);

export function storeContract(name: string, create: () => Store | Promise<Store>): void {
  describe(`${name} store`, () => {
    let store: Store;

    beforeEach(async () => {
      store = await create();
    });
    afterEach(() => store.close());

    const write = <T>(run: (tx: Tx) => Promise<T>): Promise<T> => store.transaction(sandbox, run);
    const fails = (run: (tx: Tx) => Promise<unknown>): Promise<void> =>
      expect(
        write(async (tx) => {
          await run(tx);
          throw new Error('refused');
        }),
      ).rejects.toThrow('refused');
    const insert = (...rows: Row[]): Promise<void> =>
      write(async (tx) => {
        for (const each of rows) await tx.insert(account, 'charge', each);
      });

    describe('rows', () => {
      it('gives back what was inserted, replaced and removed', async () => {
        await insert(row('a', { n: 1 }));
        await write(async (tx) => {
          expect(await tx.get(account, 'charge', 'a')).toEqual({ id: 'a', n: 1 });
          await tx.replace(account, 'charge', row('a', { n: 2 }));
          expect(await tx.get(account, 'charge', 'a')).toEqual({ id: 'a', n: 2 });
          await tx.remove(account, 'charge', 'a', undefined);
          expect(await tx.get(account, 'charge', 'a')).toBeUndefined();
        });
        expect(await store.dump(sandbox)).toEqual({});
      });

      it('answers the result of the transaction', async () => {
        expect(await write(async () => 42)).toBe(42);
      });

      it('keeps accounts, types and sandboxes apart', async () => {
        await insert(row('a'));
        await write(async (tx) => {
          expect(await tx.get('acct_2', 'charge', 'a')).toBeUndefined();
          expect(await tx.get(account, 'refund', 'a')).toBeUndefined();
          expect((await tx.list('acct_2', 'charge', {})).rows).toEqual([]);
        });
        await store.transaction('other', async (tx) => {
          expect(await tx.get(account, 'charge', 'a')).toBeUndefined();
          await tx.insert(account, 'charge', row('a', { n: 9 }));
        });
        expect(await store.dump(sandbox)).toEqual({ [`${account}/charge`]: [{ id: 'a' }] });
      });

      it('refuses a second row of the same id, and changes of rows that are not there', async () => {
        await insert(row('a'));
        await expect(insert(row('a'))).rejects.toThrow();
        await expect(write(async (tx) => tx.replace(account, 'charge', row('b')))).rejects.toThrow();
        await expect(write(async (tx) => tx.remove(account, 'charge', 'b', undefined))).rejects.toThrow();
      });

      it('keeps the stub of a removed row, and lets its id be used again', async () => {
        await insert(row('a', { n: 1 }));
        await write(async (tx) => tx.remove(account, 'charge', 'a', row('a', { deleted: true })));
        await write(async (tx) => {
          expect(await tx.stub(account, 'charge', 'a')).toEqual({ id: 'a', deleted: true });
          expect(await tx.get(account, 'charge', 'a')).toBeUndefined();
          await tx.insert(account, 'charge', row('a', { n: 2 }));
          expect(await tx.get(account, 'charge', 'a')).toEqual({ id: 'a', n: 2 });
        });
      });

      it('takes ids and values that are names of object members', async () => {
        await insert(row('__proto__', { type: 'constructor' }), row('constructor', { type: '__proto__' }));
        await write(async (tx) => {
          expect(await tx.get(account, 'charge', '__proto__')).toEqual(row('__proto__', { type: 'constructor' }));
          const page = await tx.list(account, 'charge', { where: { type: '__proto__' } });
          expect(ids(page.rows)).toEqual(['constructor']);
        });
      });
    });

    describe('rollback', () => {
      it('leaves nothing of a transaction that throws', async () => {
        await insert(row('a', { n: 1 }), row('b', { n: 1 }), row('c', { n: 1 }));
        await write(async (tx) => {
          await tx.putTimer(timer('t1', 100));
          await tx.putTimer(timer('t2', 100));
          await tx.putBlob('blob', Uint8Array.of(1));
        });
        const before = await store.dump(sandbox);
        await fails(async (tx) => {
          await tx.insert(account, 'charge', row('d'));
          await tx.replace(account, 'charge', row('a', { n: 2 }));
          await tx.replace(account, 'charge', row('a', { n: 3 }));
          await tx.remove(account, 'charge', 'b', row('b', { deleted: true }));
          await tx.remove(account, 'charge', 'c', undefined);
          await tx.insert(account, 'charge', row('e'));
          await tx.remove(account, 'charge', 'e', row('e', { deleted: true }));
          await tx.putTimer(timer('t1', 50));
          await tx.cancelTimer('t2');
          await tx.putTimer(timer('t3', 1));
          await tx.putBlob('blob', Uint8Array.of(2));
          await tx.putBlob('other', Uint8Array.of(3));
        });
        expect(await store.dump(sandbox)).toEqual(before);
        await write(async (tx) => {
          expect(await tx.stub(account, 'charge', 'b')).toBeUndefined();
          expect(await tx.stub(account, 'charge', 'e')).toBeUndefined();
          expect(await tx.blob('blob')).toEqual(Uint8Array.of(1));
          expect(await tx.blob('other')).toBeUndefined();
          expect((await tx.nextTimer(false))?.id).toBe('t1');
        });
      });

      it('passes the very error on', async () => {
        const error = new Error('mine');
        await expect(write(() => Promise.reject(error))).rejects.toBe(error);
      });

      it('finds rows by their fields as before', async () => {
        await insert(row('a', { status: 'open' }), row('b', { status: 'open' }), row('c', { status: 'won' }));
        const open = async (): Promise<string[]> =>
          write(async (tx) => ids((await tx.list(account, 'charge', { where: { status: 'open' } })).rows));
        expect(await open()).toEqual(['b', 'a']);
        await fails(async (tx) => {
          await tx.replace(account, 'charge', row('a', { status: 'won' }));
          await tx.remove(account, 'charge', 'b', undefined);
          await tx.insert(account, 'charge', row('d', { status: 'open' }));
        });
        expect(await open()).toEqual(['b', 'a']);
      });

      it('keeps the stub that an earlier removal left', async () => {
        await insert(row('a'));
        await write(async (tx) => tx.remove(account, 'charge', 'a', row('a', { first: true })));
        await fails(async (tx) => {
          await tx.insert(account, 'charge', row('a'));
          await tx.remove(account, 'charge', 'a', row('a', { second: true }));
        });
        expect(await write(async (tx) => tx.stub(account, 'charge', 'a'))).toEqual({ id: 'a', first: true });
      });

      it('keeps the turn of timers that fall due at the same time', async () => {
        await write(async (tx) => {
          await tx.putTimer(timer('t1', 100));
          await tx.putTimer(timer('t2', 100));
        });
        await fails(async (tx) => {
          await tx.cancelTimer('t1');
          await tx.nextTimer(false);
        });
        expect((await write(async (tx) => tx.nextTimer(false)))?.id).toBe('t1');
      });

      it('leaves the next transaction a clean start', async () => {
        await fails(async (tx) => tx.insert(account, 'charge', row('a')));
        await insert(row('a', { n: 2 }));
        expect(await write(async (tx) => tx.get(account, 'charge', 'a'))).toEqual({ id: 'a', n: 2 });
      });
    });

    describe('list', () => {
      const page = (query: Parameters<Tx['list']>[2]) => write(async (tx) => tx.list(account, 'charge', query));

      beforeEach(() =>
        insert(
          ...Array.from({ length: 6 }, (_, at) =>
            row(`c${at}`, { created: 100 + at, status: at % 2 === 0 ? 'open' : 'won', n: at }),
          ),
        ),
      );

      it('answers the newest first', async () => {
        expect(await page({})).toEqual({ rows: expect.anything(), hasMore: false });
        expect(ids((await page({})).rows)).toEqual(['c5', 'c4', 'c3', 'c2', 'c1', 'c0']);
      });

      it('pages towards older rows', async () => {
        const first = await page({ limit: 2 });
        expect([ids(first.rows), first.hasMore]).toEqual([['c5', 'c4'], true]);
        const second = await page({ limit: 2, startingAfter: 'c4' });
        expect([ids(second.rows), second.hasMore]).toEqual([['c3', 'c2'], true]);
        const last = await page({ limit: 2, startingAfter: 'c2' });
        expect([ids(last.rows), last.hasMore]).toEqual([['c1', 'c0'], false]);
        expect((await page({ startingAfter: 'c0' })).rows).toEqual([]);
      });

      it('pages towards newer rows with those nearest to the cursor, newest first', async () => {
        const nearest = await page({ limit: 2, endingBefore: 'c1' });
        expect([ids(nearest.rows), nearest.hasMore]).toEqual([['c3', 'c2'], true]);
        const newest = await page({ limit: 2, endingBefore: 'c3' });
        expect([ids(newest.rows), newest.hasMore]).toEqual([['c5', 'c4'], false]);
      });

      it('says which cursor it does not know', async () => {
        expect(await page({ startingAfter: 'c9' })).toEqual({ rows: [], hasMore: false, unknownCursor: 'c9' });
        expect((await page({ endingBefore: 'c9' })).unknownCursor).toBe('c9');
      });

      it('takes a cursor that the filter leaves out', async () => {
        expect(ids((await page({ where: { status: 'open' }, startingAfter: 'c3' })).rows)).toEqual(['c2', 'c0']);
        expect(ids((await page({ where: { status: 'open' }, endingBefore: 'c3' })).rows)).toEqual(['c4']);
      });

      it('filters on fields, on a test and on the time of creation at once', async () => {
        const query = {
          where: { status: 'open' },
          filter: (each: Row) => (each as Row & { n: number }).n !== 2,
          created: { gte: 100, lt: 104 },
        };
        expect(ids((await page(query)).rows)).toEqual(['c0']);
        expect(ids((await page({ where: { status: 'open', n: 4 } })).rows)).toEqual(['c4']);
        expect((await page({ where: { status: 'lost' } })).rows).toEqual([]);
        expect(ids((await page({ created: { gt: 104 } })).rows)).toEqual(['c5']);
        expect(ids((await page({ created: { lte: 100 } })).rows)).toEqual(['c0']);
      });

      it('knows that there is more when only the filter tells', async () => {
        expect((await page({ where: { status: 'open' }, limit: 2 })).hasMore).toBe(true);
        expect((await page({ where: { status: 'open' }, limit: 3 })).hasMore).toBe(false);
      });

      it('follows changes of a field that it filtered on before', async () => {
        expect((await page({ where: { status: 'open' } })).rows).toHaveLength(3);
        await write(async (tx) => {
          await tx.replace(account, 'charge', row('c2', { status: 'won' }));
          await tx.replace(account, 'charge', row('c1', { status: 'open' }));
          await tx.remove(account, 'charge', 'c4', undefined);
          await tx.insert(account, 'charge', row('c6', { status: 'open' }));
          await tx.replace(account, 'charge', row('c0', { status: 'won' }));
          await tx.replace(account, 'charge', row('c0', { status: 'open' }));
        });
        expect(ids((await page({ where: { status: 'open' } })).rows)).toEqual(['c6', 'c1', 'c0']);
        expect(ids((await page({ where: { status: 'open' }, endingBefore: 'c0', limit: 1 })).rows)).toEqual(['c1']);
      });

      it('does not answer the cursor itself after the row before it was removed', async () => {
        await page({ where: { status: 'won' } });
        await write(async (tx) => {
          await tx.remove(account, 'charge', 'c5', undefined);
          await tx.insert(account, 'charge', row('c7', { status: 'won' }));
        });
        expect((await page({ where: { status: 'won' }, endingBefore: 'c7' })).rows).toEqual([]);
        expect(ids((await page({ where: { status: 'won' }, startingAfter: 'c7' })).rows)).toEqual(['c3', 'c1']);
      });

      listModel(() => store);
    });

    transactionModel(() => store);

    describe('timers', () => {
      it('rings the earliest, those of one time in the order in which they were set', async () => {
        await write(async (tx) => {
          for (const each of [timer('b', 20), timer('c', 30), timer('a', 10), timer('b2', 20)]) await tx.putTimer(each);
        });
        const rung: string[] = [];
        for (;;) {
          const due = await write(async (tx) => {
            const next = await tx.nextTimer(false);
            if (next !== undefined) await tx.cancelTimer(next.id);
            return next;
          });
          if (due === undefined) break;
          rung.push(due.id);
        }
        expect(rung).toEqual(['a', 'b', 'b2', 'c']);
      });

      it('keeps those of each clock apart', async () => {
        await write(async (tx) => {
          await tx.putTimer(timer('own', 30));
          await tx.putTimer({ ...timer('late', 20), clock: 'clock_1' });
          await tx.putTimer({ ...timer('early', 10, true), clock: 'clock_1' });
          await tx.putTimer({ ...timer('other', 5), clock: 'clock_2' });
          expect((await tx.nextTimer(false))?.id).toBe('own');
          expect((await tx.nextTimer(false, 'clock_1'))?.id).toBe('early');
          expect((await tx.nextTimer(false, 'clock_2'))?.id).toBe('other');
          expect((await tx.nextTimer(true))?.id).toBe('early');
          expect(await tx.nextTimer(false, 'clock_3')).toBeUndefined();
          await tx.cancelTimer('early');
          expect((await tx.nextTimer(false, 'clock_1'))?.id).toBe('late');
          // A timer may change its clock.
          await tx.putTimer(timer('late', 20));
          expect(await tx.nextTimer(false, 'clock_1')).toBeUndefined();
          expect((await tx.nextTimer(false))?.id).toBe('late');
        });
      });

      it('lets those of one moment ring in turn', async () => {
        await write(async (tx) => {
          await tx.putTimer({ ...timer('third', 10), turn: 3 });
          await tx.putTimer(timer('second', 10));
          await tx.putTimer({ ...timer('first', 10), turn: -1 });
          await tx.putTimer({ ...timer('before', 9), turn: 9 });
        });
        const rung: string[] = [];
        for (let due: Timer | undefined; ; rung.push(due.id)) {
          due = await write(async (tx) => {
            const next = await tx.nextTimer(false);
            if (next !== undefined) await tx.cancelTimer(next.id);
            return next;
          });
          if (due === undefined) break;
        }
        expect(rung).toEqual(['before', 'first', 'second', 'third']);
      });

      it('tells those that an instant clock does not wait for from the others', async () => {
        await write(async (tx) => {
          await tx.putTimer(timer('late', 10));
          await tx.putTimer(timer('soon', 99, true));
          expect((await tx.nextTimer(true))?.id).toBe('soon');
          expect((await tx.nextTimer(false))?.id).toBe('late');
          await tx.cancelTimer('soon');
          expect(await tx.nextTimer(true)).toBeUndefined();
        });
      });

      it('moves a timer that is set again', async () => {
        await write(async (tx) => {
          await tx.putTimer(timer('a', 10));
          await tx.putTimer(timer('b', 20));
          await tx.putTimer(timer('a', 30));
          expect(await tx.nextTimer(false)).toEqual(timer('b', 20));
        });
      });

      it('survives thousands of changes of one far timer', async () => {
        await write(async (tx) => {
          for (let at = 0; at < 5000; at++) await tx.putTimer(timer('far', 10_000 - at));
          await tx.putTimer(timer('near', 1));
          expect((await tx.nextTimer(false))?.id).toBe('near');
          await tx.cancelTimer('near');
          expect(await tx.nextTimer(false)).toEqual(timer('far', 5001));
        });
      });
    });

    describe('snapshots', () => {
      const fill = (): Promise<void> =>
        write(async (tx) => {
          await tx.insert(account, 'charge', row('a', { n: 1 }));
          await tx.insert(account, 'charge', row('gone'));
          await tx.remove(account, 'charge', 'gone', row('gone', { deleted: true }));
          await tx.putTimer(timer('t', 5));
          await tx.putBlob('blob', Uint8Array.of(7));
        });

      it('brings everything back, as often as asked', async () => {
        await fill();
        const before = await store.dump(sandbox);
        await store.saveSnapshot(sandbox, 'start');
        for (let round = 0; round < 2; round++) {
          await write(async (tx) => {
            await tx.replace(account, 'charge', row('a', { n: 2 }));
            await tx.insert(account, 'charge', row('b'));
            await tx.cancelTimer('t');
          });
          expect(await store.restoreSnapshot(sandbox, 'start')).toBe(true);
          expect(await store.dump(sandbox)).toEqual(before);
        }
        await write(async (tx) => {
          expect(await tx.stub(account, 'charge', 'gone')).toEqual({ id: 'gone', deleted: true });
          expect(await tx.blob('blob')).toEqual(Uint8Array.of(7));
          expect(await tx.nextTimer(false)).toEqual(timer('t', 5));
        });
      });

      it('belong to their sandbox and go by name', async () => {
        await fill();
        await store.saveSnapshot(sandbox, 'one');
        await store.saveSnapshot(sandbox, 'two');
        await store.saveSnapshot(sandbox, 'one');
        expect((await store.snapshots(sandbox)).toSorted()).toEqual(['one', 'two']);
        expect(await store.snapshots('other')).toEqual([]);
        expect(await store.restoreSnapshot('other', 'one')).toBe(false);
        expect(await store.dropSnapshot(sandbox, 'one')).toBe(true);
        expect(await store.dropSnapshot(sandbox, 'one')).toBe(false);
        expect(await store.restoreSnapshot(sandbox, 'one')).toBe(false);
        expect((await store.dump(sandbox))[`${account}/charge`]).toHaveLength(1);
      });

      it('outlive a clearing unless it is told to take them too', async () => {
        await fill();
        await store.saveSnapshot(sandbox, 'start');
        await store.clear(sandbox);
        expect(await store.dump(sandbox)).toEqual({});
        expect(await store.snapshots(sandbox)).toEqual(['start']);
        await store.clear(sandbox, true);
        expect(await store.snapshots(sandbox)).toEqual([]);
      });
    });

    describe('transactions of one sandbox', () => {
      const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

      it('run one after another, in the order in which they were asked for', async () => {
        await insert(row('n', { n: 0 }));
        const order: number[] = [];
        await Promise.all(
          Array.from({ length: 40 }, (_, at) =>
            write(async (tx) => {
              const { n } = (await tx.get(account, 'charge', 'n')) as Row & { n: number };
              if (at % 3 === 0) await pause();
              await tx.replace(account, 'charge', row('n', { n: n + 1 }));
              order.push(at);
            }),
          ),
        );
        expect(order).toEqual(Array.from({ length: 40 }, (_, at) => at));
        expect(await write(async (tx) => tx.get(account, 'charge', 'n'))).toEqual({ id: 'n', n: 40 });
      });

      it('go on after one of them failed', async () => {
        const outcomes = await Promise.allSettled([
          write(async (tx) => {
            await tx.insert(account, 'charge', row('a'));
            await pause();
            throw new Error('refused');
          }),
          write(async (tx) => tx.get(account, 'charge', 'a')),
        ]);
        expect(outcomes.map((each) => each.status)).toEqual(['rejected', 'fulfilled']);
        expect(outcomes[1]).toMatchObject({ value: undefined });
      });

      it('do not wait for another sandbox', async () => {
        let release: () => void = () => undefined;
        const held = write(
          () =>
            new Promise<void>((resolve) => {
              release = resolve;
            }),
        );
        await store.transaction('other', async (tx) => tx.insert(account, 'charge', row('a')));
        release();
        await held;
      });

      it('are waited for by snapshots and clearings', async () => {
        const slow = write(async (tx) => {
          await tx.insert(account, 'charge', row('a'));
          await pause();
          await tx.insert(account, 'charge', row('b'));
        });
        const saved = store.saveSnapshot(sandbox, 'both');
        await Promise.all([slow, saved, store.clear(sandbox)]);
        await store.restoreSnapshot(sandbox, 'both');
        expect((await store.dump(sandbox))[`${account}/charge`]).toHaveLength(2);
      });
    });

    describe('a page', () => {
      /** Milliseconds that the fastest of some rounds takes, so that a busy machine does not count. */
      async function cost(query: (size: number) => Parameters<Tx['list']>[2], size: number): Promise<number> {
        let best = Number.POSITIVE_INFINITY;
        for (let round = 0; round < 8; round++) {
          const started = performance.now();
          for (let call = 0; call < 50; call++)
            await store.transaction(`size ${size}`, async (tx) => tx.list(account, 'charge', query(size)));
          best = Math.min(best, performance.now() - started);
        }
        return best;
      }

      it('costs the same in a small and in a large collection', async () => {
        const sizes = [1000, 50_000];
        for (const size of sizes) {
          await store.transaction(`size ${size}`, async (tx) => {
            for (let at = 0; at < size; at++) {
              const fields = { customer: `cus_${at % 10}`, status: 'pending', created: at };
              await tx.insert(account, 'charge', row(`c${at}`, fields));
            }
            await tx.list(account, 'charge', { where: { status: 'pending' } });
            for (let at = 0; at < size - 5; at++)
              await tx.replace(account, 'charge', row(`c${at}`, { customer: `cus_${at % 10}`, status: 'paid' }));
          });
        }
        const queries: ((size: number) => Parameters<Tx['list']>[2])[] = [
          () => ({ limit: 10 }),
          (size) => ({ limit: 10, startingAfter: `c${size / 2}` }),
          (size) => ({ limit: 10, endingBefore: `c${size / 2}` }),
          (size) => ({ limit: 10, where: { customer: 'cus_3' }, startingAfter: `c${size / 2}` }),
          () => ({ limit: 10, where: { status: 'pending' } }),
        ];
        for (const query of queries) {
          const [small = 0, large = 0] = [await cost(query, 1000), await cost(query, 50_000)];
          expect(large, JSON.stringify(query(50_000))).toBeLessThan(small * 5 + 1);
        }
      });
    });
  });
}
