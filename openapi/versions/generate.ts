/** `npm run openapi:versions`: older versions of the API, each as its difference from the next newer one. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readApi } from '../describe.ts';
import { readPackage } from '../read-package.ts';
import { readText, writeText } from '../write.ts';
import { differenceOf, type VersionDifference } from './difference.ts';
import { removedFrom, removedText } from './removed.ts';

/** Newest first; each release is installed under the name that `package.json` beside this file gives it. */
const releases = [
  'stripe-22',
  'stripe-21',
  'stripe-20',
  'stripe-19',
  'stripe-18',
  'stripe-17',
  'stripe-16',
  'stripe-14',
  'stripe-12',
];

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** One line for each operation and object, so that a diff shows what changed. */
function textOf({ version, newer, operations, objects, events }: VersionDifference): string {
  const block = (entries: object): string =>
    `{\n${Object.entries(entries)
      .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
      .join(',\n')}\n}`;
  const head = `"version": ${JSON.stringify(version)},\n"newer": ${JSON.stringify(newer)},\n"events": ${JSON.stringify(events)}`;
  return `{\n${head},\n"operations": ${block(operations)},\n"objects": ${block(objects)}\n}\n`;
}

if (!existsSync(here('node_modules/stripe-12'))) {
  console.error('the older releases of the stripe package are not installed; run: npm ci --prefix openapi/versions');
  process.exit(1);
}
const newest = readApi(readPackage());
const older = releases.map((release) => readApi(readPackage(here(`node_modules/${release}`))));
const differences = older.map((each, at) => differenceOf(each, older[at - 1] ?? newest));
const outputs = [
  ...differences.map((each) => ({ name: `${each.version}.json`, text: textOf(each) })),
  { name: 'removed.json', text: removedText(removedFrom(newest, older)) },
];
for (const { name, text } of outputs) {
  if (!process.argv.includes('--check')) {
    writeText(here(name), text);
  } else if (readText(here(name)) !== text) {
    console.error(`openapi/versions/${name} is not what the older releases make; run: npm run openapi:versions`);
    process.exitCode = 1;
  }
}
