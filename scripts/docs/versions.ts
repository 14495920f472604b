/** What older versions of the API have and the newest lacks, and which of it is brought back. */
import { readFileSync } from 'node:fs';
import type { Removed } from '../../openapi/versions/removed.ts';
import { loadDescription } from '../../src/server/spec/description.ts';
import type { VersionChange } from '../../src/server/versions/change.ts';
import { gaps, refusedValues } from '../../src/server/versions/gaps.ts';
import { versionChanges } from '../../src/server/versions/index.ts';

const removed = JSON.parse(
  readFileSync(new URL('../../openapi/versions/removed.json', import.meta.url), 'utf8'),
) as Removed;

const code = (text: string): string => `\`${text}\``;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const isOnlyIgnored = ({ ignores, takes, restores, objects }: VersionChange): boolean =>
  ignores !== undefined && takes === undefined && restores === undefined && objects === undefined;

/** The changes that are modelled, newest first; several that one description tells of are one. */
function changeTable(): string {
  const told = versionChanges.toReversed().filter((change) => !isOnlyIgnored(change));
  const rows = told.map(({ version, description }) => [version, description.replaceAll('|', '\\|')]);
  return table(['since', 'change'], [...new Map(rows.map((row) => [row.join(), row])).values()]);
}

function ignoredTable(): string {
  const rows = versionChanges
    .toReversed()
    .flatMap(({ version, ignores = {} }) =>
      Object.entries(ignores).map(([operation, names]) => [code(operation), version, names.map(code).join(', ')]),
    );
  return table(['operation', 'taken before', 'parameters without effect'], rows);
}

const operationTable = (): string =>
  table(
    ['operation', 'up to'],
    Object.entries(removed.operations).map(([operation, version]) => [code(operation), version]),
  );

/** The newest of the described versions that has the field; `*` is any name. */
function lastOf(type: string, path: string): string {
  const steps = path.split('.');
  const alike = Object.entries(removed.fields[type] ?? {}).find(([field]) =>
    field.split('.').every((name, at) => steps[at] === '*' || steps[at] === name),
  );
  return alike?.[1] ?? '';
}

function gapTable(): string {
  const rows = Object.entries(gaps).flatMap(([type, fields]) =>
    Object.entries(fields).map(([field, reason]) => [code(type), code(field), lastOf(type, field), reason]),
  );
  return table(['object', 'field', 'up to', 'why'], rows);
}

function valueTable(): string {
  const description = loadDescription();
  const rows = Object.entries(refusedValues).flatMap(([operation, values]) => {
    const { method, path } = description.operation(operation);
    const lastToTake = removed.values[`${method} ${path}`] ?? {};
    return Object.entries(values).map(([value, reason]) => [
      code(operation),
      code(value),
      lastToTake[value] ?? '',
      reason,
    ]);
  });
  return table(['operation', 'value', 'up to', 'why'], rows);
}

export const versionParts = (): ReadonlyMap<string, string> =>
  new Map([
    ['changes', changeTable()],
    ['operations', operationTable()],
    ['ignored', ignoredTable()],
    ['gaps', gapTable()],
    ['values', valueTable()],
  ]);
