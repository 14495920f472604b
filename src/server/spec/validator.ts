import * as z from 'zod/mini';
import { isHash, type ParamHash, type Params, type ParamValue } from '../kernel/params.ts';
import type { Components, Schema } from './document.ts';
import { type Fault, type Faults, firstFault, missing, unknown } from './fault.ts';
import { namedValues, readMetadata } from './read-metadata.ts';
import { isEmpty, type Read, readScalar, refuseAs } from './read-scalar.ts';

type HashSchema = z.ZodMiniType<ParamHash, unknown>;

/** Builds validators from parameter schemas, each hash when it is first sent. */
export class Validators {
  readonly #components: Components;
  readonly #hashes = new WeakMap<object, Read>();

  constructor(components: Components) {
    this.#components = components;
  }

  /** Coerces parameters to their described types; throws the first fault as a StripeError. */
  of(schema: () => Schema): (params: Params) => Params {
    let hash: HashSchema | undefined;
    return (params) => {
      hash ??= this.#hashSchema(schema());
      const result = z.safeParse(hash, params);
      if (result.success) return result.data;
      throw firstFault(result.error.issues as unknown as Fault[], params);
    };
  }

  #reader(schema: Schema, name: string): Read {
    const resolved = this.#components.resolve(schema);
    const read = this.#plainReader(resolved, name);
    if (resolved['x-emptyable'] !== true) return read;
    return (value, faults) => (isEmpty(value) ? '' : read(value, faults));
  }

  #plainReader(schema: Schema, name: string): Read {
    if (schema.anyOf !== undefined) return readUnion(schema.anyOf.map((each) => this.#choice(each, name)));
    if (schema['x-metadata'] === true) return readMetadata;
    if (schema.type === 'array') return readArray(this.#reader(schema.items ?? {}, name));
    if (schema.properties !== undefined) return this.#hashReader(schema, schema.properties);
    if (schema.additionalProperties !== undefined) return readMap(this.#reader(schema.additionalProperties, ''));
    return readScalar(schema, name);
  }

  #choice(schema: Schema, name: string): Choice {
    const { type } = this.#components.resolve(schema);
    return { kind: type === 'object' || type === 'array' ? type : 'scalar', read: this.#reader(schema, name) };
  }

  #hashReader(schema: Schema, properties: object): Read {
    const known = this.#hashes.get(properties);
    if (known !== undefined) return known;
    let hash: HashSchema | undefined;
    const read: Read = (value, faults) => {
      if (!isHash(value)) return refuseAs(faults, 'Invalid object');
      hash ??= this.#hashSchema(schema);
      const result = z.safeParse(hash, value);
      if (result.success) return result.data;
      for (const issue of result.error.issues) faults.push(issue as unknown as Fault);
      return '';
    };
    this.#hashes.set(properties, read);
    return read;
  }

  #hashSchema(schema: Schema): HashSchema {
    const { properties = {}, required = [] } = this.#components.resolve(schema);
    const shape: Record<string, z.ZodMiniType> = {};
    for (const [name, each] of Object.entries(properties))
      shape[name] = field(this.#reader(each, name), required.includes(name));
    return z.strictObject(shape) as unknown as HashSchema;
  }
}

function field(read: Read, required: boolean): z.ZodMiniType {
  return z.transform((value: ParamValue | undefined, payload) => {
    const faults = payload.issues as unknown as Faults;
    if (value !== undefined) return read(value, faults);
    if (required) faults.push(missing());
    return undefined;
  });
}

function readArray(read: Read): Read {
  return (value, faults) => {
    const sent = Array.isArray(value) ? value : isHash(value) ? indexed(value) : undefined;
    if (sent === undefined) return refuseAs(faults, 'Invalid array');
    const inner = new Within(faults);
    const items: ParamValue[] = [];
    for (let index = 0; index < sent.length && !inner.full; index++)
      items.push(read(sent[index] ?? null, inner.at(index)));
    return items;
  };
}

/** `a[1]=x&a[0]=y` as an array; nothing when a key is no index. */
function indexed(hash: ParamHash): ParamValue[] | undefined {
  const entries = Object.entries(hash);
  if (entries.length === 0 || entries.some(([key]) => !/^\d+$/.test(key))) return undefined;
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);
}

function readMap(read: Read): Read {
  return (value, faults) => {
    const sent = namedValues(value);
    if (sent === undefined) return refuseAs(faults, 'Invalid object');
    const inner = new Within(faults);
    const map: ParamHash = {};
    for (const [key, each] of Object.entries(sent)) {
      if (inner.full) break;
      if (key === '__proto__') faults.push(unknown(key));
      else map[key] = read(each, inner.at(key));
    }
    return map;
  };
}

interface Choice {
  kind: 'object' | 'array' | 'scalar';
  read: Read;
}

/** The first choice that takes the value; else the faults of the choice whose kind fits what was sent. */
function readUnion(choices: readonly Choice[]): Read {
  return (value, faults) => {
    const kind = Array.isArray(value) ? 'array' : isHash(value) ? 'object' : 'scalar';
    let refused: { fits: boolean; faults: Fault[] } | undefined;
    for (const choice of choices) {
      const own: Fault[] = [];
      const read = choice.read(value, own);
      if (own.length === 0) return read;
      const fits = choice.kind === kind;
      if (refused === undefined || (fits && (!refused.fits || own.length < refused.faults.length)))
        refused = { fits, faults: own };
    }
    for (const each of refused?.faults ?? []) faults.push(each);
    return '';
  };
}

/** Reports the faults of items under their keys. A request full of wrong items is given up early: only one fault is answered. */
class Within implements Faults {
  static readonly #ENOUGH = 100;
  readonly #faults: Faults;
  #key: PropertyKey = '';
  #count = 0;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  get full(): boolean {
    return this.#count >= Within.#ENOUGH;
  }

  at(key: PropertyKey): this {
    this.#key = key;
    return this;
  }

  push(fault: Fault): void {
    this.#count++;
    this.#faults.push({ ...fault, path: [this.#key, ...fault.path] });
  }
}
