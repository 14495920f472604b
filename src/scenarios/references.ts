/**
 * `${dispute:id}` in the texts of a step stands for a value of an earlier step's result; `${.env:PHONE|+1234567890}` for
 * one with something to fall back on, as in fixtures files of the Stripe CLI.
 */

import { suggestion } from './nearest.ts';

const pattern = /\$\{([\w.-]+):([^}|]*)(?:\|([^}]*))?\}/g;

interface Reference {
  readonly name: string;
  readonly path: readonly string[];
  readonly otherwise: string | undefined;
}

class UnknownReference extends Error {}

const isHash = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (!isHash(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return found;
}

/** What was probably meant by the first key of a path that leads nowhere. */
function keyMeant(value: unknown, path: readonly string[]): string {
  let found = value;
  for (const key of path) {
    if (!isHash(found)) return '';
    if (!Object.hasOwn(found, key)) return suggestion(key, Object.keys(found));
    found = found[key];
  }
  return '';
}

function lookUp(known: ReadonlyMap<string, unknown>, { name, path, otherwise }: Reference): unknown {
  const value = known.has(name) ? valueAt(known.get(name), path) : undefined;
  if (value !== undefined) return value;
  if (otherwise !== undefined) return otherwise;
  if (known.has(name))
    throw new UnknownReference(`'${name}' has nothing at '${path.join('.')}'${keyMeant(known.get(name), path)}`);
  const names = [...known.keys()];
  const hint = suggestion(name, names) || `; known: ${names.join(', ') || 'none'}`;
  throw new UnknownReference(`no step named '${name}' came before${hint}`);
}

/** A text as what stands in it: plain text and references, in turns. */
type Parts = readonly (string | Reference)[];

function partsOf(text: string): Parts {
  const parts: (string | Reference)[] = [];
  let end = 0;
  for (const { 0: all, 1: name = '', 2: path = '', 3: otherwise, index } of text.matchAll(pattern)) {
    if (index > end) parts.push(text.slice(end, index));
    parts.push({ name, path: path === '' ? [] : path.split('.'), otherwise });
    end = index + all.length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

/** Stories of the library are told many times. */
const read = new Map<string, Parts>();
const mostRead = 2000;

function readParts(text: string): Parts {
  let parts = read.get(text);
  if (parts === undefined) {
    parts = partsOf(text);
    if (read.size >= mostRead) read.clear();
    read.set(text, parts);
  }
  return parts;
}

function resolveText(text: string, known: ReadonlyMap<string, unknown>): unknown {
  const parts = readParts(text);
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return lookUp(known, only);
  return parts.map((part) => (typeof part === 'string' ? part : String(lookUp(known, part)))).join('');
}

/** The structure with every reference replaced. A text that is one reference takes the value's own type. */
export function resolve<T>(value: T, known: ReadonlyMap<string, unknown>): T {
  if (typeof value === 'string') return value.includes('${') ? (resolveText(value, known) as T) : value;
  if (typeof value !== 'object' || value === null) return value;
  // What holds no reference is not copied: most of a story.
  let copy: Record<string, unknown> | undefined;
  const given = value as Record<string, unknown>;
  for (const key in given) {
    const inner = given[key];
    if (typeof inner !== 'string' && typeof inner !== 'object') continue;
    const found = resolve(inner, known);
    if (found === inner) continue;
    copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
    copy[key] = found;
  }
  return (copy ?? value) as T;
}

/** Whether a text stands for something that only a run can tell. */
export const hasReference = (text: string): boolean => text.search(pattern) !== -1;
