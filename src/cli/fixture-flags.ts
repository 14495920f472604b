/** What `fixture` and `event` have in common: names as people write them, and values of fields. */
import { InvalidArgumentError } from 'commander';
import type { FixtureKit, Fixtures, ObjectName } from '../fixtures/index.ts';
import type { Fields } from '../fixtures/merge.ts';
import { BadUsage } from './failure.ts';

/** A field and its value, as `--set` has them. */
export interface Setting {
  readonly path: readonly string[];
  readonly text: string;
}

export function setting(value: string, earlier: readonly Setting[] = []): Setting[] {
  const [, path, text] = /^([^=]+)=(.*)$/s.exec(value) ?? [];
  if (path === undefined || text === undefined) throw new InvalidArgumentError('It must be path=value: amount=1999.');
  return [...earlier, { path: path.split('.'), text }];
}

const camelCase = (text: string): string => text.replaceAll(/[-_.]([a-z0-9])/g, (_, next) => next.toUpperCase());

/** `with-evidence`, `with_evidence` and `withEvidence` are one trait; several are separated by commas. */
export function traitNames(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, ...value.split(',').map((name) => camelCase(name.trim()))];
}

interface AnyFactory {
  (overrides?: object): object;
  as(...traits: readonly string[]): object;
  readonly object: string;
  readonly traits: readonly string[];
}

/** The fixtures of a version of the API. Throws BadUsage for a version that there is not. */
export function kitOf({ fixtures }: FixtureKit, version: string | undefined): Fixtures {
  try {
    return version === undefined ? fixtures : fixtures.version(version);
  } catch (error) {
    if (error instanceof RangeError) throw new BadUsage(error.message);
    throw error;
  }
}

/** The factory of `dispute`, `setup_attempt`, `checkout.session` or `checkoutSession`. */
export function factoryNamed(fixtures: Fixtures, name: string): AnyFactory {
  const known = Object.keys(fixtures);
  const wanted = camelCase(name);
  if (known.includes(wanted)) return fixtures[wanted as ObjectName] as unknown as AnyFactory;
  const near = known.filter((each) => each.toLowerCase().includes(wanted.slice(0, 4).toLowerCase()));
  const others = near.length === 0 ? `there are: ${known.join(', ')}` : `near it: ${near.join(', ')}`;
  throw new BadUsage(`There is no object '${name}'; ${others}.`);
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function withValue(fields: object, [name = '', ...deeper]: readonly string[], value: unknown): object {
  const inner = (fields as Record<string, unknown>)[name];
  const below = typeof inner === 'object' && inner !== null ? inner : {};
  return { ...fields, [name]: deeper.length === 0 ? value : withValue(below, deeper, value) };
}

/** What the settings say, numbers and truth values read as such; `asText` holds the paths of those that stay texts. */
function overridesOf(settings: readonly Setting[], asText: ReadonlySet<string>): object {
  return settings.reduce<object>(
    (fields, { path, text }) => withValue(fields, path, asText.has(path.join('.')) ? text : readValue(text)),
    {},
  );
}

/** What is wrong with an object, each `path: problem`. */
type Check = (object: object) => readonly string[];

async function checkOf(type: string): Promise<Check> {
  const { loadDescription } = await import('../server/spec/description.ts');
  const { newestOf } = await import('../fixtures/origins.ts');
  return (object) =>
    loadDescription()
      .object(type)
      ?.check(JSON.parse(JSON.stringify(newestOf(object as Fields)))) ?? [];
}

interface Wish {
  readonly traits?: readonly string[];
  readonly settings?: readonly Setting[];
}

/** An object with these traits and fields, checked against the description. Throws BadUsage for what cannot be. */
export async function wished(factory: AnyFactory, { traits = [], settings = [] }: Wish): Promise<() => object> {
  const check = await checkOf(factory.object);
  const make = (asText: ReadonlySet<string>) => (): object => {
    try {
      const begun = factory(overridesOf(settings, asText)) as { as(...names: readonly string[]): object };
      return traits.length === 0 ? begun : begun.as(...traits);
    } catch (error) {
      if (error instanceof TypeError || error instanceof RangeError) throw new BadUsage(error.message);
      throw error;
    }
  };
  const plain = make(new Set());
  if (settings.length === 0) return plain;
  const problems = check(plain());
  const texts = settings
    .map(({ path }) => path.join('.'))
    .filter((path) => problems.some((each) => each.startsWith(path)));
  const mended = make(new Set(texts));
  const [problem] = check(mended());
  if (problem === undefined) return mended;
  throw new BadUsage(`That is no ${factory.object}: ${problem}.`);
}
