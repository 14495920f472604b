import type { Reading } from '../describe.ts';
import type { Schema } from '../schema.ts';
import { hashOf, itemsOf, objectsOf, operationsOf } from './difference.ts';

type ByPath = Record<string, string>;

/**
 * What older versions have and the newest lacks, each with the newest of the described versions that has it. Parameters
 * and fields by operation (`POST /v1/quotes`) or object, and by path through hashes and lists: `items[].price_data`.
 */
export type Removed = {
  params: Record<string, ByPath>;
  fields: Record<string, ByPath>;
  /** Choices of parameters: by operation, and by path and value such as `type=card_present`. */
  values: Record<string, ByPath>;
  operations: ByPath;
  events: ByPath;
};

function missing(older: Schema, newest: Schema, path: string, found: string[]): void {
  const [was, is] = [hashOf(older), hashOf(newest)];
  for (const [name, schema] of Object.entries((is && was?.properties) ?? {})) {
    const at = path === '' ? name : `${path}.${name}`;
    const now = is?.properties?.[name];
    if (now === undefined) found.push(at);
    else missing(schema, now, at, found);
  }
  const [wasItems, isItems] = [itemsOf(older), itemsOf(newest)];
  if (wasItems !== undefined && isItems !== undefined) missing(wasItems, isItems, `${path}[]`, found);
}

const choicesOf = (schema: Schema): string[] => [
  ...new Set([schema, ...(schema.anyOf ?? [])].flatMap((each) => each.enum ?? []).map(String)),
];

function missingValues(older: Schema, newest: Schema, path: string, found: string[]): void {
  const now = choicesOf(newest);
  if (now.length > 0) {
    const gone = choicesOf(older).filter((value) => !now.includes(value));
    found.push(...gone.map((value) => `${path}=${value}`));
  }
  const [was, is] = [hashOf(older), hashOf(newest)];
  for (const [name, schema] of Object.entries(was?.properties ?? {})) {
    const known = is?.properties?.[name];
    if (known !== undefined) missingValues(schema, known, path === '' ? name : `${path}.${name}`, found);
  }
  const [wasItems, isItems] = [itemsOf(older), itemsOf(newest)];
  if (wasItems !== undefined && isItems !== undefined) missingValues(wasItems, isItems, `${path}[]`, found);
}

type Find = (older: Schema, newest: Schema, path: string, found: string[]) => void;

function noteAll(
  version: string,
  older: Map<string, Schema>,
  newest: Map<string, Schema>,
  inside: Record<string, ByPath>,
  whole?: ByPath,
  find: Find = missing,
): void {
  for (const [name, schema] of older) {
    const now = newest.get(name);
    if (now === undefined) {
      if (whole !== undefined) whole[name] ??= version;
      continue;
    }
    const found: string[] = [];
    find(schema, now, '', found);
    for (const path of found) {
      inside[name] ??= {};
      inside[name][path] ??= version;
    }
  }
}

/** `older` newest first. */
export function removedFrom(newest: Reading, older: readonly Reading[]): Removed {
  const removed: Removed = { params: {}, fields: {}, values: {}, operations: {}, events: {} };
  for (const reading of older) {
    const version = reading.source.apiVersion;
    noteAll(version, operationsOf(reading), operationsOf(newest), removed.params, removed.operations);
    noteAll(version, operationsOf(reading), operationsOf(newest), removed.values, undefined, missingValues);
    noteAll(version, objectsOf(reading), objectsOf(newest), removed.fields);
    for (const event of Object.keys(reading.events)) if (!(event in newest.events)) removed.events[event] ??= version;
  }
  return removed;
}

/** One line for each operation and object. */
export function removedText({ params, fields, values, operations, events }: Removed): string {
  const block = (entries: object): string =>
    `{\n${Object.entries(entries)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
      .join(',\n')}\n}`;
  const parts = Object.entries({ params, fields, values, operations, events });
  return `{\n${parts.map(([name, entries]) => `"${name}": ${block(entries)}`).join(',\n')}\n}\n`;
}
