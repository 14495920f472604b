import { readFileSync } from 'node:fs';
import { OUTDATED, type Outdated } from './overlay/legacy.ts';
import { MISSING_PARAM } from './overlay/path-names.ts';
import { idsOf, type Operation, type Parameter, type Paths, refTo, type Schema } from './schema.ts';
import type { Schemas } from './schema-path.ts';
import type { VersionDifference } from './versions/difference.ts';

const differences = new Map<string, VersionDifference>();

function differenceOf(version: string): VersionDifference {
  const known = differences.get(version);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(`./versions/${version}.json`, import.meta.url), 'utf8');
  const difference = JSON.parse(text) as VersionDifference;
  differences.set(version, difference);
  return difference;
}

/** Adds the operations that only older versions have, and what they answer, as those versions describe them. */
export function addOutdated(paths: Paths, schemas: Schemas): void {
  for (const outdated of OUTDATED) {
    const { verb, path, until, answers } = outdated;
    const { operations, objects } = differenceOf(until);
    const described = operations[`${verb.toUpperCase()} ${path}`];
    if (described === null || described === undefined || !('only' in described))
      throw new Error(`${until} is not the last version that has ${verb} ${path}`);
    const object = objects[answers];
    if (object && 'only' in object) schemas[answers] ??= { ...object.only, 'x-legacy': true };
    paths[path] = { ...paths[path], [verb]: operationOf(outdated, described.only, schemas) };
  }
}

function operationOf({ verb, path, id, until, answers, list }: Outdated, params: Schema, schemas: Schemas): Operation {
  const schema: Schema = list ? { type: 'object', 'x-list-of': refTo(answers) } : refTo(answers);
  const query = verb === 'post' ? [] : queryOf(params);
  const body = `${id.replace(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase())}Params`;
  if (verb === 'post') schemas[body] = params;
  return {
    operationId: id,
    'x-legacy': true,
    'x-until': until,
    parameters: [...idsOf(path, MISSING_PARAM), ...query],
    ...(verb === 'post' && {
      requestBody: { content: { 'application/x-www-form-urlencoded': { schema: refTo(body) } } },
    }),
    responses: { '200': { content: { 'application/json': { schema } } } },
  };
}

const queryOf = ({ properties = {}, required = [] }: Schema): Parameter[] =>
  Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    ...(required.includes(name) && { required: true }),
    schema,
  }));
