/** Requests drawn from the description: most of their parameters fit, some do not, and some are nonsense. */
import fc, { type GeneratorValue } from 'fast-check';
import { encodeForm } from '../../src/server/http/form.ts';
import type { Operation } from '../../src/server/spec/description.ts';
import type { Schema } from '../../src/server/spec/document.ts';
import type { World } from './world.ts';

export interface RandomRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly headers: Record<string, string>;
}

type Value = unknown;
type Hash = Record<string, Value>;

const deepest = 3;
const texts = [
  'x',
  'usd',
  'eur',
  'US',
  'jenny@example.com',
  'https://example.com/hook',
  'tok_visa',
  'tok_chargeDeclined',
  'pm_card_visa',
  'pm_card_createDispute',
  'winning_evidence',
  '2026-01-01',
  'Jüße 北京 👩‍👩‍👧',
  '__proto__',
  'constructor',
  '0',
  '-1',
  'null',
  ' ',
  '\u0000',
  'a'.repeat(300),
];
const numbers = [0, 1, -1, 50, 1000, 1999, 99_999_999, 2 ** 31, 2 ** 53 - 1, 1_767_225_600, 1_900_000_000];
const nonsense: readonly Value[] = [
  '',
  null,
  'nonsense',
  'x'.repeat(6000),
  -5,
  2.5,
  1e300,
  true,
  [],
  ['a', 'b'],
  {},
  { a: 'b' },
  { 0: 'a', 7: 'b' },
  { constructor: { prototype: 'x' } },
  [[[['deep']]]],
  '1e5',
  '0x10',
  '١٢٣',
  '\ud800',
];
const oddIds = [
  'nobody',
  '__proto__',
  'constructor',
  '..',
  '%00',
  '%2F',
  '%20',
  'a'.repeat(300),
  'cus_',
  '%F0%9F%98%80',
];
const versions = ['2026-10-28.endive', '2026-08-26.dahlia', '2024-06-20', '2022-11-15', '2099-01-01'];

export class RandomRequests {
  readonly #world: World;
  /** Of a tame request everything is meant to fit. */
  #wild = false;
  /** What the operation is about. */
  #type: string | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  draw(operation: Operation, g: GeneratorValue): RandomRequest {
    const { schemas, connectedAccount } = this.#world;
    this.#wild = g(fc.boolean);
    this.#type = operation.resource;
    const params = this.#hash(schemas.of(operation), [], g);
    if (this.#wild && chance(g, 10))
      params[pick(g, ['wat', '__proto__', 'constructor', 'limit', 'expand', 'id'])] = pick(g, nonsense);
    if (chance(g, this.#wild ? 25 : 10)) params.expand = this.#expand(operation, g);
    const headers: Record<string, string> = {};
    if (this.#wild && chance(g, 10)) headers['stripe-version'] = pick(g, versions);
    if (this.#wild && chance(g, 5)) headers['stripe-account'] = pick(g, [connectedAccount, 'acct_nobody']);
    const path = this.#path(operation, g);
    if (operation.method === 'GET') {
      const query = encodeForm(params);
      return { method: 'GET', path: query === '' ? path : `${path}?${query}`, body: undefined, headers };
    }
    if (chance(g, 20)) {
      headers['content-type'] = 'application/json';
      return { method: operation.method, path, body: JSON.stringify(params), headers };
    }
    return { method: operation.method, path, body: encodeForm(params), headers };
  }

  /** The last id first: those before it are most often the ones that it belongs to. */
  #path(operation: Operation, g: GeneratorValue): string {
    const { idsOf, allIds, ownerOf } = this.#world;
    let { path } = operation;
    let owned: string | undefined;
    for (const { name, type } of operation.pathParams.toReversed()) {
      const several =
        owned === undefined && path.endsWith('}') ? operation.resources.flatMap((each) => idsOf(each)) : [];
      const known = [...new Set([...idsOf(type), ...several])];
      const fits = known.length > 0 && (!this.#wild || chance(g, 70));
      const owner = fits && owned !== undefined ? ownerOf(owned, type) : undefined;
      const id: string = owner ?? (fits ? pick(g, known) : pick(g, [...oddIds, ...allIds]));
      owned = id;
      path = path.replace(`{${name}}`, () => id);
    }
    return path;
  }

  #expand(operation: Operation, g: GeneratorValue): Value {
    if (this.#wild && chance(g, 20)) return pick(g, nonsense);
    const shape = this.#world.bench.description.object(operation.resource ?? '');
    const names = [
      ...(shape?.references ?? []).map(({ path }) => path.join('.')),
      ...(shape?.fields.keys() ?? []),
      'nope',
    ];
    const prefix = operation.kind === 'list' && chance(g, 80) ? 'data.' : '';
    return [prefix + pick(g, names)];
  }

  #hash(schema: Schema, path: readonly string[], g: GeneratorValue): Hash {
    const { properties = {}, required = [], additionalProperties } = schema;
    const hash: Hash = {};
    for (const name of required)
      if (!this.#wild || chance(g, 95)) hash[name] = this.#value(properties[name] ?? {}, [...path, name], g);
    const optional = Object.keys(properties).filter((name) => name !== 'expand' && !required.includes(name));
    const extra = optional.length === 0 ? 0 : g(upTo, path.length === 0 ? 4 : 2);
    for (let count = 0; count < extra; count++) {
      const name = pick(g, optional);
      hash[name] = this.#value(properties[name] ?? {}, [...path, name], g);
    }
    if (additionalProperties !== undefined && chance(g, 80))
      hash[pick(g, this.#wild ? ['a', 'order', '__proto__', '0', 'constructor'] : ['a', 'order'])] = this.#value(
        additionalProperties,
        [...path, 'a'],
        g,
      );
    return hash;
  }

  #value(schema: Schema, path: readonly string[], g: GeneratorValue): Value {
    if (this.#wild && chance(g, 12)) return pick(g, nonsense);
    const resolved = this.#world.schemas.resolve(schema);
    if (resolved.anyOf !== undefined && resolved.anyOf.length > 0) return this.#value(pick(g, resolved.anyOf), path, g);
    if (resolved['x-emptyable'] === true && chance(g, 10)) return '';
    if (resolved.enum !== undefined && resolved.enum.length > 0) return pick(g, resolved.enum);
    switch (Array.isArray(resolved.type) ? resolved.type[0] : resolved.type) {
      case 'integer':
        return this.#wild ? pick(g, numbers) : resolved.format === 'unix-time' ? 1_790_000_000 : pick(g, [1, 12, 1000]);
      case 'number':
        return pick(g, this.#wild ? [0, 1.5, 12.25, 100, -3] : [1.5, 12]);
      case 'boolean':
        return pick(g, [true, false]);
      case 'array': {
        if (path.length >= deepest) return [];
        const length = g(upTo, 2);
        return Array.from({ length }, (_, at) => this.#value(resolved.items ?? {}, [...path, String(at)], g));
      }
      case 'object':
        return path.length >= deepest + 1 ? {} : this.#hash(resolved, path, g);
      default:
        return resolved.format === 'decimal'
          ? pick(g, this.#wild ? ['1.5', '0', '-3', '1e9'] : ['1.5', '12'])
          : this.#text(path, g);
    }
  }

  /** Mostly the id of something that the name of the parameter calls for. */
  #text(path: readonly string[], g: GeneratorValue): Value {
    const name = path.findLast((key) => !/^\d+$/.test(key)) ?? '';
    const fitting = this.#fitting(name);
    if (fitting.length > 0 && (!this.#wild || chance(g, 80))) return pick(g, fitting);
    if (!this.#wild) return tameText(name);
    return chance(g, 70) ? pick(g, texts) : pick(g, this.#world.allIds);
  }

  #fitting(name: string): readonly string[] {
    if (name === 'currency') return ['usd', 'eur', 'jpy'];
    if (name === 'country') return ['US', 'DE'];
    if (name === 'source' || name === 'card') return ['tok_visa', 'tok_chargeDeclined', ...this.#world.idsOf(name)];
    if (name === 'payment_method') return ['pm_card_visa', ...this.#world.idsOf(name)];
    return this.#world.idsCalled(name.replace(/^(default|starting|from)_/, ''), this.#type);
  }
}

function tameText(name: string): string {
  if (name.endsWith('url')) return 'https://example.com/hook';
  if (name.endsWith('email')) return 'jenny@example.com';
  return name === 'query' ? 'created>0' : 'x';
}

/** Without the bias to the ends of the range, which would make the unlikely likely. */
const upTo = (max: number) => fc.noBias(fc.nat(max));

function chance(g: GeneratorValue, percent: number): boolean {
  return g(upTo, 99) < percent;
}

function pick<T>(g: GeneratorValue, values: readonly T[]): T {
  const at = g(upTo, values.length - 1);
  return values[at] as T;
}
