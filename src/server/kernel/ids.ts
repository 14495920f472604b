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

const codes = Uint8Array.from(alphabet, (character) => character.charCodeAt(0));

/** Where an id is put together: in one piece, because a text that grew by `+` stays a tree of its pieces. */
const page = Buffer.alloc(512);

/** Answers where it ends. */
const write = (text: string, at: number): number => at + page.write(text, at, 'latin1');
const idUpTo = (end: number): string => page.toString('latin1', 0, end);

function base62(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / lettersAndDigits)) {
    text = `${alphabet[rest % lettersAndDigits]}${text}`;
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

  /** Random characters on the page from `at` on; answers where they end. */
  function writeRandom(at: number, length: number): number {
    const end = at + length;
    while (at < end) {
      let word = next();
      for (let i = 0; i < 5 && at < end; i++) {
        page[at++] = codes[word % lettersAndDigits] ?? 0;
        word = Math.floor(word / lettersAndDigits);
      }
    }
    return end;
  }

  const token = (length: number): string => idUpTo(writeRandom(0, length));

  let stampedAt = -1;
  let stamp = '';

  return {
    id(prefix, account, now, kin) {
      if (prefix === '') return token(8);
      let at = write(`${prefix}_`, 0);
      const short = shortIds[prefix];
      const core = kin?.slice(kin.indexOf('_') + 1);
      if (short !== undefined) return idUpTo(writeRandom(at, short));
      if (core?.length === 24) {
        at = write(core.slice(0, 16), at);
        page[at++] = codes[next() % 3] ?? 0;
        return idUpTo(writeRandom(at, 7));
      }
      if (now !== stampedAt) {
        stampedAt = now;
        stamp = base62(now % timeSpan, 5);
      }
      at = write(`${paymentFamily.has(prefix) ? 3 : 1}${stamp}${account.slice(-10)}`, at);
      return idUpTo(writeRandom(at, 8));
    },
    token,
    number: (below) => next() % below,
    state: () => [a, b, c, d],
    restore([w = 0, x = 0, y = 0, z = 0]) {
      [a, b, c, d] = [w, x, y, z];
    },
  };
}
