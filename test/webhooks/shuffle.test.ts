import { describe, expect, it } from 'vitest';
import { createShuffle } from '../../src/server/webhooks/shuffle.ts';

async function order(seed: number): Promise<string> {
  const shuffle = createShuffle(seed);
  const ran: string[] = [];
  let running = 0;
  const job = (name: string) => () =>
    new Promise<string>((resolve) => {
      running++;
      expect(running).toBe(1);
      setImmediate(() => {
        running--;
        ran.push(name);
        resolve(name);
      });
    });
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  expect(await Promise.all(names.map((name) => shuffle(job(name))))).toEqual(names);
  return ran.join('');
}

describe('createShuffle', () => {
  it('runs one job after another, in an order that the seed decides', async () => {
    const [first, again, other] = await Promise.all([order(1), order(1), order(2)]);
    expect(first).toBe(again);
    expect(first).not.toBe('abcdefgh');
    expect(other).not.toBe(first);
    expect([...first].sort().join('')).toBe('abcdefgh');
  });

  it('hands on what goes wrong, and goes on', async () => {
    const shuffle = createShuffle(1);
    const failing = shuffle(() => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
    expect(await shuffle(async () => 1)).toBe(1);
  });
});
