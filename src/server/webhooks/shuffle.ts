/** Runs what comes at about the same time one after another, in an order that the seed decides. */
import { wallClock } from '../kernel/clock.ts';

export type Shuffle = <T>(run: () => Promise<T>) => Promise<T>;

/** In milliseconds: how long to wait for others to be shuffled with. */
const gathering = 20;

/** mulberry32 */
function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function createShuffle(seed: number): Shuffle {
  const random = randomNumbers(seed);
  let gathered: (() => Promise<void>)[] = [];
  let before = Promise.resolve();

  async function play(jobs: (() => Promise<void>)[]): Promise<void> {
    while (jobs.length > 0) {
      const [job] = jobs.splice(Math.floor(random() * jobs.length), 1);
      await job?.();
    }
  }

  return (run) =>
    new Promise((resolve, reject) => {
      gathered.push(() => run().then(resolve, reject));
      if (gathered.length > 1) return;
      void wallClock.sleep(gathering).then(() => {
        const jobs = gathered;
        gathered = [];
        before = before.then(() => play(jobs));
      });
    });
}
