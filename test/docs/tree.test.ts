/** The page about how it is built, and the decisions, against the files that there are. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, textOf } from './blocks.ts';

const architecture = 'docs/architecture.md';
const decisions = readdirSync(join(root, 'docs/decisions')).map((name) => `docs/decisions/${name}`);

/** Where a path may begin: as the shell sees it, or as the house names its rooms. */
const beginnings = ['', 'src', 'src/server', 'docs'];

/** Names in backticks that are files or folders of ours: `http/api.ts`, `engine/generic/`, `test/properties`. */
function pathsIn(page: string): string[] {
  const quoted = [...textOf(page).matchAll(/`([\w.-]+(?:\/[\w.-]+)*\/?)`/g)].map(([, name = '']) => name);
  return quoted.filter((name) => /\.(ts|json|md)$/.test(name) || name.endsWith('/') || /^(docs|src|test)\//.test(name));
}

const isThere = (path: string): boolean => beginnings.some((folder) => existsSync(join(root, folder, path)));

const foldersOf = (path: string): string[] =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

describe('files and folders', () => {
  it.each([architecture, ...decisions])('named in %s are there', (page) => {
    expect(pathsIn(page).filter((path) => !isThere(path))).toEqual([]);
  });

  it.each(['src', 'src/server'])(`of %s are described in ${architecture}`, (path) => {
    const house = /^```\nopenapi\/.*?^```$/ms.exec(textOf(architecture))?.[0] ?? '';
    const described = new Set([...house.matchAll(/^ +([\w-]+)\/ +\S/gm)].map(([, name]) => name));
    const undescribed = foldersOf(path).filter((name) => !described.has(name) && !house.includes(`\n  ${name}/\n`));
    expect(undescribed).toEqual([]);
  });
});
