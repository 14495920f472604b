import { readFileSync } from 'node:fs';

const FILE = new URL('../../package.json', import.meta.url);

let version: string | undefined;

/** The version of this package. */
export function packageVersion(): string {
  version ??= (JSON.parse(readFileSync(FILE, 'utf8')) as { version: string }).version;
  return version;
}
