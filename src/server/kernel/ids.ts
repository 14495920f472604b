/**
 * Ids, secrets and every other random character, from one seeded source.
 * Shape of Stripe's ids: a version digit and five characters of time, ten of the account, eight random ones;
 * objects of one payment share all but the last eight.
 */
import { randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const lettersAndDigits = alphabet.length;
const timeSpan = lettersAndDigits ** 5;

/** Objects whose ids carry no time and no account, with the length after the prefix. */
const shortIds: Readonly<Record<string, number>> = {
  cus: 14,
  prod: 14,
  req: 14,
  si: 14,
  sli: 14,
  whsec: 32,
  acct: 16,
  ca: 32,
};

/** Prefixes of the payment family: their version digit is 3. */
const paymentFamily: ReadonlySet<string> = new Set(['pi', 'ch', 'py', 're', 'pyr']);

export interface Ids {
  /**
   * `account` is the id of the account that owns the object; `kin` an id of the same payment; `now` Unix seconds.
   * Without a prefix, eight random characters, as coupons have that were not named.
   */
  id(prefix: string, account: string, now: number, kin?: string): string;
  token(length: number): string;
  /** A whole number from 0 to `below` - 1. */
  number(below: number): number;
  state(): readonly number[];
  restore(state: readonly number[]): void;
}

const codes = Array.from(alphabet, (character) => character.charCodeAt(0));
const underscore = '_'.charCodeAt(0);
const known = new Map<string, readonly number[]>();

/** The characters of a text that comes up again and again: a prefix, an account. */
function codesOf(text: string): readonly number[] {
  let found = known.get(text);
  if (found === undefined) {
    found = Array.from(text, (character) => character.charCodeAt(0));
    if (known.size >= 10_000) known.clear();
    known.set(text, found);
  }
  return found;
}

/** In one piece: a text that grew by `+` stays a tree of its pieces, which the garbage collector walks for each id. */
const textOf = (characters: number[]): string => String.fromCharCode.apply(undefined, characters);

function base62(value: number, length: number): number[] {
  const text = new Array<number>(length).fill(0);
  let rest = value;
  for (let at = length - 1; at >= 0; at--) {
    text[at] = codes[rest % lettersAndDigits] ?? 0;
    rest = Math.floor(rest / lettersAndDigits);
  }
  return text;
}

export function createIds(seed?: number): Ids {
  const first = seed === undefined ? randomBytes(16) : undefined;
  let a = first ? first.readInt32LE(0) : 0x9e3779b9;
  let b = first ? first.readInt32LE(4) : 0x243f6a88;
  let c = first ? first.readInt32LE(8) : 0xb7e15162;
  let d = first ? first.readInt32LE(12) : (seed ?? 0) | 0;

  // sfc32: small, fast, and the same on every machine.
  function next(): number {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  }
  for (let i = 0; i < 16; i++) next();

  function addRandom(characters: number[], length: number): void {
    let left = length;
    while (left > 0) {
      let word = next();
      for (let i = 0; i < 5 && left > 0; i++, left--) {
        characters.push(codes[word % lettersAndDigits] ?? 0);
        word = Math.floor(word / lettersAndDigits);
      }
    }
  }

  function token(length: number): string {
    const characters: number[] = [];
    addRandom(characters, length);
    return textOf(characters);
  }

  let stampedAt = -1;
  let stamp: readonly number[] = [];

  return {
    id(prefix, account, now, kin) {
      if (prefix === '') return token(8);
      const characters = [...codesOf(prefix), underscore];
      const short = shortIds[prefix];
      const core = kin?.slice(kin.indexOf('_') + 1);
      if (short !== undefined) {
        addRandom(characters, short);
      } else if (core?.length === 24) {
        for (let at = 0; at < 16; at++) characters.push(core.charCodeAt(at));
        characters.push(codes[next() % 3] ?? 0);
        addRandom(characters, 7);
      } else {
        if (now !== stampedAt) {
          stampedAt = now;
          stamp = base62(now % timeSpan, 5);
        }
        characters.push(codes[paymentFamily.has(prefix) ? 3 : 1] ?? 0, ...stamp, ...codesOf(account).slice(-10));
        addRandom(characters, 8);
      }
      return textOf(characters);
    },
    token,
    number: (below) => next() % below,
    state: () => [a, b, c, d],
    restore([w = 0, x = 0, y = 0, z = 0]) {
      [a, b, c, d] = [w, x, y, z];
    },
  };
}
