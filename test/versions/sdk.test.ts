/** Every release of the stripe package that a version is described by, against an emulator that listens. */
import { describe, expect, it } from 'vitest';
import { definitions } from '../../src/fixtures/definitions.ts';
import { createKit, type ObjectName } from '../../src/fixtures/index.ts';
import { publishedVersions } from '../../src/server/versions/known.ts';
import { complaints } from './compile.ts';
import { type Answer, type SdkBench, sdkBench } from './sdk-bench.ts';
import { areInstalled, installation, type Sdk, sdks } from './sdks.ts';
import { tellConnect, tellDispute, tellInvoice, tellQuote, tellSetup } from './stories.ts';

const stories: readonly [string, (bench: SdkBench) => Promise<void>][] = [
  ['dispute', tellDispute],
  ['quote', tellQuote],
  ['invoice', tellInvoice],
  ['connect', tellConnect],
  ['setup', tellSetup],
];

/** By the name of the release: what its stories were answered and sent. */
const told = new Map<string, Answer[]>(sdks.map(({ name }) => [name, []]));

describe('releases of the stripe package', () => {
  it.skipIf(!areInstalled)(`are ten, of which each speaks a version of its own (needs ${installation})`, () => {
    const versions = sdks.map(({ version }) => version);
    expect(versions).toHaveLength(10);
    expect([versions[0], versions.at(-1)]).toEqual(['2022-11-15', publishedVersions.at(-1)]);
    expect(publishedVersions.filter((each) => versions.includes(each))).toEqual(versions);
  });
});

describe.each(sdks)('$name at $version', (sdk) => {
  it.each(stories)('tells the %s story and verifies its webhooks', async (_, tell) => {
    const bench = await sdkBench(sdk);
    try {
      await tell(bench);
      await bench.delivered();
      const { answers, events } = bench;
      expect(events.length).toBeGreaterThan(3);
      expect(new Set(events.map((event) => event.api_version))).toEqual(new Set([sdk.version]));
      told.get(sdk.name)?.push(...answers, ...events.map((json) => ({ call: 'event', json })));
    } finally {
      await bench.close();
    }
  });
});

/** Of every object that the kit has states of and the release knows. */
function fixturesOf(sdk: Sdk): Answer[] {
  const { fixtures } = createKit({ seed: 1 });
  const older = fixtures.version(sdk.version);
  const objects: { object: string }[] = (Object.keys(definitions) as ObjectName[]).map((name) => older[name]());
  return objects
    .filter(({ object }) => object !== 'event' && sdk.knows(object))
    .map((json) => ({ call: 'fixture', json: JSON.parse(JSON.stringify(json)) }));
}

describe.skipIf(!areInstalled)('answers and fixtures', () => {
  it.concurrent.each(sdks)(
    'satisfy the types of $name',
    async (sdk) => {
      const answers = told.get(sdk.name) ?? [];
      const fixtures = fixturesOf(sdk);
      expect([answers.length > 150, fixtures.length > 25]).toEqual([true, true]);
      expect(await complaints(sdk, [...answers, ...fixtures])).toEqual([]);
    },
    120_000,
  );
});
