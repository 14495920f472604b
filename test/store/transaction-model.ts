/** Random transactions, some of which fail: a store holds what a plain map would after those that did not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Row, Store, Tx } from '../../src/server/store/port.ts';

interface Step {
  readonly act: 'insert' | 'replace' | 'remove';
  readonly id: string;
  readonly status: string;
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('insert', 'replace', 'remove'),
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  status: fc.constantFrom('open', 'won'),
});
const transaction = fc.record({ steps: fc.array(step, { maxLength: 12 }), fails: fc.boolean() });

class Refused extends Error {}

async function take(tx: Tx, model: Map<string, Row>, { act, id, status }: Step): Promise<void> {
  const row = { id, status };
  if (act === 'insert' && !model.has(id)) {
    await tx.insert('a', 'x', row);
    model.set(id, row);
  } else if (act === 'replace' && model.has(id)) {
    await tx.replace('a', 'x', row);
    model.set(id, row);
  } else if (act === 'remove' && model.has(id)) {
    await tx.remove('a', 'x', id, undefined);
    model.delete(id);
  }
}

export function transactionModel(store: () => Store): void {
  describe('transactions', () => {
    it('keep all of what succeeded and nothing of what failed', async () => {
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(transaction, { maxLength: 8 }), async (transactions) => {
          const name = `transactions ${round++}`;
          let model = new Map<string, Row>();
          for (const { steps, fails } of transactions) {
            const after = new Map(model);
            const outcome = store().transaction(name, async (tx) => {
              await tx.list('a', 'x', { where: { status: 'open' } });
              for (const each of steps) await take(tx, after, each);
              if (fails) throw new Refused();
            });
            if (fails) await expect(outcome).rejects.toBeInstanceOf(Refused);
            else {
              await outcome;
              model = after;
            }
            const rows = [...model.values()];
            const open = rows.filter((row) => 'status' in row && row.status === 'open').reverse();
            const page = await store().transaction(name, async (tx) =>
              tx.list('a', 'x', { where: { status: 'open' } }),
            );
            expect((await store().dump(name))['a/x'] ?? []).toEqual(rows);
            expect(page.rows).toEqual(open);
          }
        }),
        { numRuns: 200, seed: 7 },
      );
    });
  });
}
