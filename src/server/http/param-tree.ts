import { FilePart, type Params } from '../kernel/params.ts';

/** A request body or query string that cannot be read; `param` is the bracketed path at fault, `code` Stripe's where it has one. */
export class FormError extends Error {
  readonly param: string | undefined;
  readonly code: string | undefined;

  constructor(message: string, param?: string, code?: string) {
    super(message);
    this.name = 'FormError';
    this.param = param;
    this.code = code;
  }
}

type Tree = string | FilePart | Branch;
type Branch = Hash | Tree[] | Indexed;
type Indexed = Map<string, Tree>;

/** A hash without prototype. A class is three times faster to make than `Object.create(null)`. */
class Hash {
  [key: string]: Tree;
}
Reflect.deleteProperty(Hash.prototype, 'constructor');
Object.setPrototypeOf(Hash.prototype, null);
Object.freeze(Hash.prototype);

/** The nested object of one request while its pairs arrive: appendPair() for each, then finish(). */
interface ParamTree {
  readonly root: Hash;
  /** Where a hash that began with an array index sits, parents before children. */
  readonly indexed: { parent: Branch; key: string }[];
}

const deepest = 64;
/** The last array index there is. */
const farthest = '4294967294';

export function plant(): ParamTree {
  return { root: new Hash(), indexed: [] };
}

/** Puts one decoded pair in its place. Throws FormError when the place is taken by another shape. */
export function appendPair(tree: ParamTree, name: string, value: string | FilePart): void {
  const bracket = name.indexOf('[');
  const path = bracket > 0 ? split(name, bracket) : undefined;
  if (path === undefined) {
    if (name !== '') setLeaf(tree.root, name, value, name);
    return;
  }
  let branch: Branch = tree.root;
  const last = path.length - 1;
  for (let level = 0; level < last; level++) branch = descend(tree, branch, path, level);
  setLeaf(branch, path[last] as string, value, name);
}

export function finish(tree: ParamTree): Params {
  for (let at = tree.indexed.length - 1; at >= 0; at--) {
    const { parent, key } = tree.indexed[at] as { parent: Branch; key: string };
    put(parent, key, settle(get(parent, key) as Indexed));
  }
  return tree.root as Params;
}

/** `a[b][]` as ['a', 'b', '']; undefined when the brackets do not pair up, so that the name stays as it is. */
function split(name: string, bracket: number): string[] | undefined {
  const path = [name.slice(0, bracket)];
  for (let at = bracket; at < name.length; ) {
    const close = name.indexOf(']', at);
    if (close === -1 || name.charCodeAt(at) !== 91) return undefined;
    path.push(name.slice(at + 1, close));
    if (path.length > deepest) {
      throw new FormError(`Invalid request: ${path[0]} is nested more than ${deepest} levels deep.`, path[0]);
    }
    at = close + 1;
  }
  return path;
}

/** The branch below `branch` that the next level of the path belongs to, made when absent. */
function descend(tree: ParamTree, branch: Branch, path: readonly string[], level: number): Branch {
  const key = path[level] as string;
  const next = path[level + 1] as string;
  if (Array.isArray(branch)) {
    // items[][price]=..&items[][quantity]=..: a pair that the last element has already starts a new one.
    const latest = branch[branch.length - 1];
    if (next !== '' && latest !== undefined && isKeyed(latest) && !reaches(latest, path, level + 1)) return latest;
    return grow(tree, branch, String(branch.length), next);
  }
  if (key === '__proto__') throw unknown(nameOf(path, level));
  const child = get(branch, key);
  if (child === undefined) return grow(tree, branch, key, next);
  if (isLeaf(child) || Array.isArray(child) !== (next === '')) throw conflict(nameOf(path, level));
  return child;
}

function grow(tree: ParamTree, parent: Branch, key: string, next: string): Branch {
  let child: Branch;
  if (next === '') child = [];
  else if (isIndex(next)) {
    child = new Map();
    tree.indexed.push({ parent, key });
  } else child = new Hash();
  put(parent, key, child);
  return child;
}

function setLeaf(branch: Branch, key: string, value: string | FilePart, name: string): void {
  if (Array.isArray(branch)) {
    branch.push(value);
    return;
  }
  if (key === '__proto__') throw unknown(name);
  const old = get(branch, key);
  if (old !== undefined && !isLeaf(old)) throw conflict(name);
  put(branch, key, value);
}

function isLeaf(node: Tree): node is string | FilePart {
  return typeof node === 'string' || node instanceof FilePart;
}

function isKeyed(node: Tree): node is Hash | Indexed {
  return !isLeaf(node) && !Array.isArray(node);
}

function reaches(branch: Hash | Indexed, path: readonly string[], from: number): boolean {
  let node: Tree = branch;
  for (let level = from; level < path.length; level++) {
    if (!isKeyed(node)) return false;
    const child = get(node, path[level] as string);
    if (child === undefined) return false;
    node = child;
  }
  return true;
}

function get(branch: Branch, key: string): Tree | undefined {
  if (branch instanceof Map) return branch.get(key);
  return (branch as Hash)[key];
}

function put(branch: Branch, key: string, value: Tree): void {
  if (branch instanceof Map) branch.set(key, value);
  else if (Array.isArray(branch)) branch[Number(key)] = value;
  else setKey(branch, key, value);
}

/**
 * V8 reserves room for every index below one that is set: `{1000: v}` takes 12 KB, which lets a small body eat all
 * memory. A far index, set and removed, makes it keep this object's indices in a table.
 */
function setKey(hash: Hash, key: string, value: Tree): void {
  if (key.length > 1 && isIndex(key) && hash[farthest] === undefined) {
    hash[farthest] = value;
    delete hash[farthest];
  }
  hash[key] = value;
}

/** 0 to 999999999 without leading zeros. */
function isIndex(key: string): boolean {
  const length = key.length;
  if (length === 0 || length > 9 || (length > 1 && key.charCodeAt(0) === 48)) return false;
  for (let at = 0; at < length; at++) {
    const code = key.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

/**
 * An array when the keys are 0 to n in any order; else the hash it was sent as: without the schema nobody can tell
 * `expand[3]=` from `metadata[3]=`, and closing the gap would lose the key.
 */
function settle(indexed: Indexed): Tree[] | Hash {
  const list = new Array<Tree>(indexed.size);
  for (const [key, value] of indexed) {
    if (!isIndex(key) || Number(key) >= indexed.size) return hashOf(indexed);
    list[Number(key)] = value;
  }
  return list;
}

function hashOf(indexed: Indexed): Hash {
  const hash = new Hash();
  for (const [key, value] of indexed) setKey(hash, key, value);
  return hash;
}

function nameOf(path: readonly string[], level: number): string {
  return path.slice(1, level + 1).reduce((name, key) => `${name}[${key}]`, path[0] as string);
}

function conflict(name: string): FormError {
  return new FormError(`Invalid request: ${name} is sent as a value and as an array or hash at once.`, name);
}

function unknown(name: string): FormError {
  return new FormError(`Received unknown parameter: ${name}`, name, 'parameter_unknown');
}
