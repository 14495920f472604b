import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../src/index.ts';
import { defineScenario, runScenario } from '../../src/scenarios/index.ts';

const count = 200;
const path = '/v1/customers/${jenny:id}';

const scenario = defineScenario({
  name: 'customer-for-a-day',
  title: 'A customer comes, changes and goes',
  steps: [
    { name: 'jenny', call: { method: 'POST', path: '/v1/customers', params: { name: 'Jenny' } } },
    { call: { method: 'POST', path, params: { name: 'Jenny Rosen' } } },
    { call: { method: 'DELETE', path } },
    { expect: { events: ['customer.created', 'customer.updated', 'customer.deleted'] } },
    { expect: { delivered: 'customer.deleted' }, within: 30_000 },
  ],
});

const keys = Array.from({ length: count }, (_, n) => `sk_test_parallel_${n}`);

describe(`${count} stories in parallel on one server`, () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await createEmulator();
  });
  afterAll(() => emulator.close());

  it('keep every event in its own sandbox', async () => {
    const heard = new Map(keys.map((key) => [key, [] as string[]]));
    for (const key of keys) {
      await emulator.sandbox(key).deliverTo(async (request) => {
        heard.get(key)?.push(((await request.json()) as { id: string }).id);
        return new Response();
      });
    }
    const { url: base } = await emulator.listen();
    const runs = await Promise.all(keys.map((key) => runScenario(scenario, { base, key })));
    expect(runs.filter(({ ok }) => !ok).map(({ failure }) => failure)).toEqual([]);
    await emulator.sandbox().delivered();

    const owner = new Map<string, string>();
    for (const key of keys) {
      const answer = await emulator.fetch('http://emulator/v1/events?limit=100', {
        headers: { authorization: `Bearer ${key}` },
      });
      const { data } = (await answer.json()) as { data: { id: string }[] };
      const ids = data.map(({ id }) => id);
      expect(ids).toHaveLength(3);
      expect(heard.get(key)?.toSorted()).toEqual(ids.toSorted());
      for (const id of ids) {
        expect(owner.get(id)).toBeUndefined();
        owner.set(id, key);
      }
    }
    expect(owner.size).toBe(3 * count);
  }, 60_000);
});
