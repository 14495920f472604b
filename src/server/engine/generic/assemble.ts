/** A new object from parameters, as the description alone tells it. Nothing is stored here. */
import { mergeMetadata } from '../../kernel/merge.ts';
import { isHash, type ParamHash, type Params } from '../../kernel/params.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import type { ObjectShape } from '../../spec/description.ts';
import type { Registry } from '../registry.ts';
import { linkField } from '../sublists.ts';
import { fillFresh } from './fresh.ts';
import { type Fields, fieldsOf } from './handler.ts';
import { referredObjects } from './references.ts';

interface Making {
  readonly type: string;
  readonly params: Params;
  /** Where `params` stand within those of the request. */
  readonly at?: readonly string[];
  /** The object that the new one belongs to. */
  readonly parent?: StoredObject | undefined;
}

/** A new object with those that are made along with it, in the order in which they are to be stored. */
export interface Made {
  readonly object: StoredObject;
  readonly all: readonly StoredObject[];
}

/** Parameters that make another object at once, by the field that then refers to it. */
const inline: Readonly<Record<string, string>> = {
  default_price_data: 'default_price',
  price_data: 'price',
  product_data: 'product',
};

/** A type such as `recurring` is said by sending the hash of that name. */
function typeSaidBy(shape: ObjectShape, params: Params): unknown {
  if (params.type !== undefined) return undefined;
  return shape.fields.get('type')?.enum?.find((value) => isHash(params[String(value)]));
}

const ending = '_decimal';
const decimals = new WeakMap<ObjectShape, readonly string[]>();

/** `unit_amount` and `unit_amount_decimal` say the same twice. */
function addDecimals(shape: ObjectShape, object: Fields, params: Params): void {
  let names = decimals.get(shape);
  if (names === undefined) {
    names = [...shape.fields.keys()].filter((name) => name.endsWith(ending));
    decimals.set(shape, names);
  }
  for (const name of names) {
    const whole = name.slice(0, -ending.length);
    if (typeof params[whole] === 'number') object[name] ??= String(params[whole]);
    else if (params[name] !== undefined && Number.isInteger(Number(params[name]))) object[whole] = Number(params[name]);
  }
}

/** What is still empty is as in the object it belongs to: the currency and amount of a reversal, the customer of a note. */
function inherit(shape: ObjectShape, object: Fields, params: Params, sources: Iterable<StoredObject>): void {
  for (const source of sources) {
    for (const [name, value] of Object.entries(source)) {
      const field = shape.fields.get(name);
      if (field?.required !== true || params[name] !== undefined || typeof value !== typeof object[name]) continue;
      const isEmpty = object[name] === '' || (name === 'amount' && object[name] === 0) || name === 'currency';
      if (isEmpty && value !== '') object[name] = value;
    }
  }
}

async function addInline(
  work: Work,
  registry: Registry,
  { params, at = [] }: Making,
  shape: ObjectShape,
  object: Fields,
): Promise<{ needed: StoredObject[]; owned: StoredObject[] }> {
  const needed: StoredObject[] = [];
  const owned: StoredObject[] = [];
  for (const [name, value] of Object.entries(params)) {
    const target = inline[name] ?? name;
    const field = shape.fields.get(target);
    const type = field?.expandable?.[0] ?? field?.embedded;
    if (type === undefined || !isHash(value) || registry.isModelled(type)) continue;
    if (inline[name] === undefined && field?.expandable === undefined) continue;
    const link = linkField(registry.description, type, shape.type);
    const isOwned = registry.description.object(type)?.fields.get(link)?.nullable === false;
    const parent = isOwned ? (object as unknown as StoredObject) : undefined;
    const made = await assemble(work, registry, { type, params: value, at: [...at, name], parent });
    object[target] = field?.embedded === undefined ? made.object.id : made.object;
    (isOwned ? owned : needed).push(...made.all);
  }
  return { needed, owned };
}

/** Lists of hashes make an object of each: the items of a subscription, the lines of a credit note. */
async function makeChildren(
  work: Work,
  registry: Registry,
  { type, params, at = [] }: Making,
  parent: StoredObject,
): Promise<StoredObject[]> {
  const children: StoredObject[] = [];
  for (const { field, element } of registry.description.object(type)?.sublists ?? []) {
    const sent = params[field];
    if (!Array.isArray(sent)) continue;
    for (const [index, each] of sent.entries()) {
      if (!isHash(each)) continue;
      const making = { type: element, params: each, at: [...at, field, String(index)], parent };
      children.push(...(await assemble(work, registry, making)).all);
    }
  }
  return children;
}

export async function assemble(work: Work, registry: Registry, making: Making): Promise<Made> {
  const { type, params, at = [], parent } = making;
  const { description } = registry;
  const shape = description.object(type);
  const object = fieldsOf({ ...work.blank<StoredObject>(type) });
  if (shape === undefined) return { object: object as unknown as StoredObject, all: [] };

  const referred = await referredObjects(work, registry, type, params, at);
  if (typeof params.id === 'string' && params.id !== '') object.id = params.id;
  else if (typeof object.id !== 'string') object.id = work.newId(type);
  Object.assign(object, shape.adopt(params));
  if ('metadata' in params) object.metadata = mergeMetadata({}, params.metadata as ParamHash | '');
  const said = typeSaidBy(shape, params);
  if (said !== undefined) object.type = said;
  for (const [name, found] of referred) if (shape.fields.get(name)?.embedded) object[name] = await work.show(found);
  addDecimals(shape, object, params);

  const { machine } = registry.resource(type);
  const state = machine?.field ?? 'status';
  if (machine !== undefined && !machine.initial.includes(String(object[state]))) object[state] = machine.initial[0];

  const sources = [...referred.values()];
  if (parent !== undefined) {
    object[linkField(description, type, parent.object)] = parent.id;
    sources.push(parent);
  }
  inherit(shape, object, params, sources);
  fillFresh(work, shape, object, params);
  const { needed, owned } = await addInline(work, registry, making, shape, object);
  const result = object as unknown as StoredObject;
  const children = await makeChildren(work, registry, making, result);
  return { object: result, all: [...needed, result, ...owned, ...children] };
}
