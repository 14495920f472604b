/** What Stripe itself answered, next to what we answer at the same version: missing and mistyped keys, file by file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { publishedVersions } from '../../src/server/versions/known.ts';
import { acceptedDifferences, missingKeys, uncompared } from './accepted-differences.ts';
import { type Answers, answersOf } from './recorded-answers.ts';
import { type Difference, nearest } from './shape.ts';

const folder = process.env.STRIPE_RECORDED_DIR;

interface Recording {
  readonly name: string;
  readonly version: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Examples are written, not recorded; and where no version is named there is nothing to compare at. */
const recordings: Recording[] = (folder === undefined ? [] : readdirSync(folder))
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => {
    const { api_version, trust, body } = JSON.parse(readFileSync(join(folder ?? '', name), 'utf8'));
    const [version] = String(api_version).split(';');
    const isOurs = trust !== 'docs-example' && trust !== 'transcribed' && typeof api_version === 'string';
    return isOurs && version !== undefined ? [{ name: name.slice(0, -'.json'.length), version, body }] : [];
  });

const answers = new Map<string, Promise<Answers>>();

/** Versions before the oldest described one are served alike. */
const before = '2022-08-01';

function at(version: string): Promise<Answers> {
  const served = publishedVersions.includes(version) ? version : before;
  const known = answers.get(served) ?? answersOf(served);
  answers.set(served, known);
  return known;
}

type Hash = Readonly<Record<string, unknown>>;

/** The objects of a recording that stand for themselves. */
function subjects(body: Hash): Hash[] {
  if (body.object === 'list') return (body.data as Hash[]).flatMap(subjects);
  if (body.object === 'event') return [(body.data as { object: Hash }).object];
  return typeof body.object === 'string' ? [body] : [];
}

/** Undefined where we have nothing of the kind. */
async function compared({ version, body }: Recording): Promise<Difference[] | undefined> {
  const { objects, errors } = await at(version);
  const error = body.error as Hash | undefined;
  if (error !== undefined) {
    const alike = errors.filter(({ code, type }) => code === error.code && type === error.type);
    return alike.length === 0 ? undefined : nearest(error, alike, 'error');
  }
  const found = subjects(body).map((each) => {
    const alike = objects.get(String(each.object)) ?? [];
    return alike.length === 0 ? undefined : nearest(each, alike);
  });
  return found.includes(undefined) ? undefined : (found as Difference[][]).flat();
}

describe.skipIf(folder === undefined)('recorded answers, each at its version (STRIPE_RECORDED_DIR)', () => {
  const used = new Set<string>();

  const all = recordings.filter(({ name }) => !(name in uncompared));

  it.each(all.map((each) => [each.name, each.version, each] as const))('%s at %s', async (name, _, recording) => {
    const found = await compared(recording);
    if (found === undefined) expect.unreachable('nothing of ours is of that kind');
    const missing = found.filter(({ kind }) => kind === 'missing').map(({ field }) => field);
    for (const field of missing) used.add(field);
    expect(found.filter(({ kind }) => kind === 'mistyped')).toEqual([]);
    expect(missing.filter((field) => !acceptedDifferences.has(field))).toEqual([]);
    expect(missing.length).toBe(missingKeys[name] ?? 0);
  });

  it('differ in nothing that is accepted for no recording', () => {
    expect([...acceptedDifferences.keys()].filter((field) => !used.has(field))).toEqual([]);
    const names = recordings.map(({ name }) => name);
    expect([...Object.keys(uncompared), ...Object.keys(missingKeys)].filter((name) => !names.includes(name))).toEqual(
      [],
    );
  });
});
