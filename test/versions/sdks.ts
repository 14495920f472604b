/** Releases of the stripe package: one for each described version of the API. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type Stripe from 'stripe';

export interface Sdk {
  /** `stripe-12` */
  readonly name: string;
  /** The version of the API that it speaks. */
  readonly version: string;
  /** The file that declares its types. */
  readonly types: string;
  /** Whether its version has objects of this name. */
  knows(object: string): boolean;
  /** Its client class, as the newest release types it. */
  load(): typeof Stripe;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Where `npm ci --prefix openapi/versions` installs the older ones. */
const older = here('../../openapi/versions/');

const declarations = new Map<string, string>();

function declared(folder: string, object: string): boolean {
  let text = declarations.get(folder);
  if (text === undefined) {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'));
    text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
    declarations.set(folder, text);
  }
  return text.includes(`object: '${object}';`);
}

function sdk(name: string, folder: string, alias: string): Sdk {
  const home = `${folder}node_modules/${alias}`;
  const version = /ApiVersion = '([^']+)'/.exec(readFileSync(`${home}/esm/apiVersion.js`, 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${name} names no API version`);
  const types = [`${home}/types/index.d.ts`, `${home}/esm/stripe.esm.node.d.ts`].find((path) => existsSync(path));
  if (types === undefined) throw new Error(`${name} has no types`);
  const knows = (object: string): boolean => declared(dirname(types), object);
  return { name, version, types, knows, load: () => createRequire(`${folder}package.json`)(alias) as typeof Stripe };
}

const { dependencies } = JSON.parse(readFileSync(`${older}package.json`, 'utf8')) as {
  dependencies: Record<string, string>;
};
const aliases = Object.keys(dependencies);

/** What to run where one of them is not installed. */
export const installation = 'npm ci --prefix openapi/versions';

export const areInstalled = aliases.every((alias) => existsSync(`${older}node_modules/${alias}`));

/** Oldest first; none where they are not installed. */
export const sdks: readonly Sdk[] = areInstalled
  ? [...aliases.map((alias) => sdk(alias, older, alias)), sdk('stripe-23', here('../../'), 'stripe')]
  : [];
