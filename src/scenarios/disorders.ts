/** The disorders under which a story is replayed: each kind alone, then mixtures that the seed decides. */
import type { Disorder } from './format.ts';

const alone: readonly Disorder[] = [
  { duplicate: true },
  { shuffle: true },
  { drop: 1 },
  { delay_ms: 30 },
  { stale_signature: true },
  { wrong_signature: true },
];

/** The nth number from 0 to 1 that the seed gives. */
function chance(seed: number, nth: number): number {
  let mixed = Math.imul(seed ^ Math.imul(nth, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

function mixture(seed: number): Disorder {
  return {
    duplicate: chance(seed, 1) < 0.7,
    shuffle: chance(seed, 2) < 0.8,
    drop: Math.floor(3 * chance(seed, 3)),
    delay_ms: 5 + Math.floor(25 * chance(seed, 4)),
    stale_signature: chance(seed, 5) < 0.3,
    wrong_signature: chance(seed, 6) < 0.3,
  };
}

/** `count` disorders; the same seed gives the same ones. */
export function disorders(seed: number, count: number): Disorder[] {
  return Array.from({ length: count }, (_, at) => {
    const own = Math.abs(seed) * 1000 + at;
    return { ...(alone[at] ?? mixture(own)), seed: own };
  });
}
