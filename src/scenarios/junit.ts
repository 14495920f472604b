/** Runs as JUnit's XML, which CI systems show: a suite for each story, a case for each of its steps. */
import { explanation } from './report.ts';
import type { Entry, Run } from './run.ts';

export interface PlayedStory {
  readonly run: Run;
  readonly title: string;
  /** Where the story failed, as its reader knows it: `story.yaml:12`. */
  readonly place?: string | undefined;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  // XML 1.0 has no place for most control characters.
  const printable = text.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, '\ufffd');
  return printable.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}

function tag(name: string, attributes: Readonly<Record<string, string | number>>, content: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const opening = `<${name}${written.join('')}`;
  return content.length === 0 ? `${opening}/>` : `${opening}>\n${content.join('\n')}\n</${name}>`;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

/** The same in every run, which CI systems tell cases by: the number of the step, and no ids. */
const nameOf = ({ says, text }: Entry, at: number): string =>
  `${at + 1}. ${(says ?? text).replaceAll(/\b([a-z]+)_[A-Za-z0-9]{14,}\b/g, '$1_...')}`;

function cases({ run, place }: PlayedStory): string[] {
  const steps = run.entries.filter(({ step }) => step !== undefined);
  let before = 0;
  const told = steps.map((entry, at) => {
    const attributes = { classname: run.scenario, name: nameOf(entry, at), time: seconds(entry.at - before) };
    before = entry.at;
    return { entry, attributes };
  });
  const failure = run.ok ? [] : [tag('failure', { message: run.failure ?? '' }, [escaped(explanation(run, place))])];
  const last = told.at(-1);
  const failedInStep = !run.ok && last?.entry.ok === false;
  const written = told.map((each) => tag('testcase', each.attributes, failedInStep && each === last ? failure : []));
  const nowhere = { classname: run.scenario, name: run.failed?.step || 'the story', time: seconds(0) };
  return run.ok || failedInStep ? written : [...written, tag('testcase', nowhere, failure)];
}

export function junit(stories: readonly PlayedStory[]): string {
  const suites = stories.map((story) => {
    const inside = cases(story);
    const { scenario, ok, milliseconds } = story.run;
    const attributes = { name: scenario, tests: inside.length, failures: ok ? 0 : 1, time: seconds(milliseconds) };
    return tag('testsuite', attributes, [
      tag('properties', {}, [tag('property', { name: 'title', value: story.title }, [])]),
      ...inside,
    ]);
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${tag('testsuites', {}, suites)}\n`;
}
