/** Fixtures as files, for tests in other languages. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createKit, type EventType, type ObjectName, storyNames } from '../fixtures/index.ts';
import { loadDescription } from '../server/spec/description.ts';
import { Failure } from './failure.ts';

interface AnyFactory {
  (): object;
  as(...traits: readonly string[]): object;
  readonly object: string;
  readonly traits: readonly string[];
}

/** Every file by its name. Each is made from the seed anew, so that one more object changes no other. */
function* goldenFiles(seed: number): Generator<[name: string, content: unknown]> {
  const { fixtures, event, eventsOf } = createKit();
  const again = (): void => void fixtures.seed(seed);
  for (const name of Object.keys(fixtures) as ObjectName[]) {
    const factory = fixtures[name] as unknown as AnyFactory;
    again();
    yield [`objects/${factory.object}.json`, factory()];
    for (const trait of factory.traits) {
      again();
      yield [`objects/${factory.object}.${trait}.json`, factory.as(trait)];
    }
  }
  for (const type of loadDescription().events.keys()) {
    again();
    yield [`events/${type}.json`, event(type as EventType)];
  }
  for (const story of storyNames()) {
    again();
    yield [`stories/${story}.json`, eventsOf(story)];
  }
}

/** Answers how many files were written. Throws a Failure where they cannot be. */
export async function writeGoldenFiles(folder: string, seed: number): Promise<number> {
  let written = 0;
  try {
    for (const below of ['objects', 'events', 'stories']) await mkdir(join(folder, below), { recursive: true });
    for (const [name, content] of goldenFiles(seed)) {
      await writeFile(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
      written += 1;
    }
  } catch (error) {
    throw new Failure(`The files cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  return written;
}
