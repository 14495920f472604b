/** A story by its name or its file. */
import { access, constants, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Scenario, StoryFile } from '../../scenarios/index.ts';
import { suggestion } from '../../scenarios/nearest.ts';
import { BadUsage, Failure, reasonOf } from '../failure.ts';

export interface Story {
  readonly scenario: Scenario;
  /** Undefined for a story of the library. */
  readonly file: string | undefined;
  /** Where a step such as `steps.3` stands, as `story.yaml:12`; undefined where that is not known. */
  placeOf(step: string): string | undefined;
}

const texts = /\.(ya?ml|json)$/;
const modules = /\.([mc]?js|m?ts)$/;

/** Throws a Failure for a file that cannot be read; what is in it does not matter. Undefined for the name of a story. */
export async function storyFile(name: string): Promise<string | undefined> {
  if (!texts.test(name) && !modules.test(name)) return undefined;
  await access(name, constants.R_OK).catch((error: unknown) => {
    throw new Failure(`${name} cannot be read: ${reasonOf(error)}`);
  });
  return name;
}

/** Read anew each time, so that a watched file may change. */
let read = 0;

async function fromModule(file: string): Promise<unknown> {
  read++;
  const url = `${pathToFileURL(resolve(file)).href}?read=${read}`;
  try {
    return ((await import(url)) as { default?: unknown }).default;
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_UNKNOWN_FILE_EXTENSION')
      throw new Failure(
        `${file} is TypeScript, which this Node.js does not read: use 22.18 or newer, or start it with tsx.`,
      );
    throw new Failure(`${file} cannot be read: ${reasonOf(error)}`);
  }
}

function placesIn({ lineOf }: StoryFile, file: string): Story['placeOf'] {
  return (step) => {
    const place = step.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    return step === '' ? undefined : `${file}:${lineOf(place)}`;
  };
}

/** Throws a Failure for a file that cannot be read or is no story, and a BadUsage for what is neither. */
export async function load(name: string): Promise<Story> {
  const { findScenario, library, readScenario, readStoryFile } = await import('../../scenarios/index.ts');
  const known = findScenario(name);
  if (known !== undefined) return { scenario: known, file: undefined, placeOf: () => undefined };
  if (texts.test(name)) {
    const text = await readFile(name, 'utf8').catch((error: unknown) => {
      throw new Failure(`${name} cannot be read: ${reasonOf(error)}`);
    });
    try {
      const story = readStoryFile(text, name);
      return { scenario: story.scenario, file: name, placeOf: placesIn(story, name) };
    } catch (error) {
      throw new Failure(reasonOf(error));
    }
  }
  if (modules.test(name)) {
    const definition = await fromModule(name);
    try {
      return { scenario: readScenario(definition), file: name, placeOf: () => undefined };
    } catch (error) {
      throw new Failure(`${name} is ${reasonOf(error)}`);
    }
  }
  const names = library.map((scenario) => scenario.name);
  const meant = suggestion(name, names) || "; 'stripe-emulator scenario list' names those that there are.";
  throw new BadUsage(
    `There is no scenario '${name}'${meant} A story of your own is a .yaml, .json, .js, .mjs or .ts file.`,
  );
}
