/** What older versions of the API have and the newest lacks, and which of it is brought back. */
import { readFileSync } from 'node:fs';
import type { Removed } from '../../openapi/versions/removed.ts';
import { versionChanges } from '../../src/server/versions/index.ts';

const removed = JSON.parse(
  readFileSync(new URL('../../openapi/versions/removed.json', import.meta.url), 'utf8'),
) as Removed;

const code = (text: string): string => `\`${text}\``;

/** The changes that are modelled, newest first. */
function changeTable(): string {
  const rows = versionChanges
    .toReversed()
    .map(({ version, description }) => `| ${version} | ${description.replaceAll('|', '\\|')} |`);
  return ['| since | change |', '| --- | --- |', ...rows].join('\n');
}

function gapTable(): string {
  const rows: string[] = [];
  for (const [type, fields] of Object.entries(removed.fields)) {
    const restored = new Set(versionChanges.flatMap(({ restores }) => Object.keys(restores?.[type] ?? {})));
    const byVersion = new Map<string, string[]>();
    for (const [field, version] of Object.entries(fields)) {
      if (restored.has(field)) continue;
      byVersion.set(version, [...(byVersion.get(version) ?? []), code(field)]);
    }
    for (const [version, names] of byVersion) {
      const shown =
        names.length > 6 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ');
      rows.push(`| ${code(type)} | ${version} | ${shown} |`);
    }
  }
  return [
    '| object | up to | fields that an older version has and its answers lack here |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}

export const versionParts = (): ReadonlyMap<string, string> =>
  new Map([
    ['changes', changeTable()],
    ['gaps', gapTable()],
  ]);
