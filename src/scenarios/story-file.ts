/** Stories in YAML and JSON, with the line of each place. */
import { isNode, isScalar, LineCounter, type Node, type Pair, type ParsedNode, parseDocument, YAMLMap } from 'yaml';
import type { Complaint, Place } from './complaints.ts';
import { isFixturesFile, placeInFixtures, readFixturesFile } from './fixtures-file.ts';
import { readScenario, type Scenario, ScenarioError, sentence } from './scenario.ts';

export interface StoryFile {
  readonly scenario: Scenario;
  /** The line of a place such as `steps.3`, from 1; that of what surrounds it where the file does not have it. */
  lineOf(place: Place): number;
}

const keyIs = (key: string) => (pair: Pair<unknown, unknown>) => isScalar(pair.key) && pair.key.value === key;

/** A text in YAML or JSON, of which JSON is a part. `file` is what errors call it. Throws an Error that says what is wrong, with the line. */
export function readStoryFile(text: string, file: string): StoryFile {
  const lines = new LineCounter();
  const document = parseDocument<ParsedNode>(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const [broken] = document.errors;
  if (broken !== undefined) throw new Error(`${file}:${lines.linePos(broken.pos[0]).line}: ${broken.message}`);

  const lineOfNode = (node: unknown): number | undefined => {
    const range = isNode(node) ? (node as Node).range : undefined;
    return range ? lines.linePos(range[0]).line : undefined;
  };
  const lineOf = (place: Place, key?: string): number => {
    const node = place.length === 0 ? document.contents : document.getIn(place, true);
    const pair = key !== undefined && node instanceof YAMLMap ? node.items.find(keyIs(key)) : undefined;
    const line = lineOfNode(pair?.key) ?? lineOfNode(node);
    if (line !== undefined) return line;
    return place.length === 0 ? 1 : lineOf(place.slice(0, -1));
  };
  const located = (complaints: readonly Complaint[]): string[] =>
    complaints
      .map((each) => ({ line: lineOf(each.place, each.key), text: sentence(each) }))
      .sort((a, b) => a.line - b.line)
      .map(({ line, text }) => `  ${file}:${line}: ${text}`);

  const definition: unknown = document.toJS();
  try {
    if (!isFixturesFile(definition)) return { scenario: readScenario(definition), lineOf };
    const scenario = readFixturesFile(definition, storyName(file));
    return { scenario, lineOf: (place) => lineOf(placeInFixtures(place)) };
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new Error(`${file} is not a ${error.what}:\n${located(error.complaints).join('\n')}`);
  }
}

/** `fixtures/first-customer.json` tells the story `first-customer`. */
function storyName(file: string): string {
  const [name = ''] = (file.split(/[\\/]/).at(-1) ?? '').split('.');
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-') || 'fixtures';
}
