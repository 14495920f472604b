import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Description } from './schema.ts';

/** The text of the description: one line for each path, event and component, so that a diff shows what changed. */
export function textOf(description: Description): string {
  const { paths, components, ...head } = description;
  const lines = [
    ...Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${headValue(key, value)},`),
    `"paths": ${block(paths)},`,
    `"components": { "schemas": ${block(components.schemas)} }`,
  ];
  return `{\n${lines.join('\n')}\n}\n`;
}

const headValue = (key: string, value: unknown) =>
  key.startsWith('x-') && typeof value === 'object' && value !== null ? block(value) : JSON.stringify(value);

function block(entries: object): string {
  const lines = Object.entries(entries).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}`;
}

/** The text of the file; '' where there is none. */
export const readText = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** Replaces the file in one step: a server that reads it at the same moment sees the old or the new text, whole. */
export function writeText(path: string, text: string): void {
  writeFileSync(`${path}.tmp`, text);
  renameSync(`${path}.tmp`, path);
}
