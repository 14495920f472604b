/** A run for people: one line for each thing that happened, both sides of the wire. */
import type { Entry, EntryKind, Progress, Run } from './run.ts';

export interface Style {
  readonly colour: boolean;
}

const marks: Readonly<Record<EntryKind, string>> = {
  call: '→',
  request: '⇢',
  act: '⚖',
  advance: '◷',
  fault: '⚡',
  chaos: '⚡',
  app: '⇠',
  event: '·',
  delivery: '←',
  expect: '✓',
};

const colours = { red: 31, green: 32, yellow: 33, blue: 34, cyan: 36, grey: 90, bold: 1 } as const;
const colourOf: Readonly<Record<EntryKind, keyof typeof colours>> = {
  call: 'cyan',
  request: 'blue',
  act: 'yellow',
  advance: 'yellow',
  fault: 'yellow',
  chaos: 'yellow',
  app: 'blue',
  event: 'grey',
  delivery: 'green',
  expect: 'green',
};

function paint(text: string, colour: keyof typeof colours, { colour: on }: Style): string {
  return on ? `\u001b[${colours[colour]}m${text}\u001b[0m` : text;
}

/** A line of the timeline, the sentence that explains it above it. */
export function entryLine({ kind, at, text, result, says, ok }: Entry, style: Style): string {
  const mark = ok ? marks[kind] : '✗';
  const time = `${(at / 1000).toFixed(2)}s`.padStart(7);
  const indent = kind === 'event' || kind === 'delivery' || kind === 'app' ? '    ' : '  ';
  const body = kind === 'expect' ? text : `${text.padEnd(52)} ${paint(result, 'grey', style)}`;
  const line = `${paint(time, 'grey', style)}${indent}${paint(mark, ok ? colourOf[kind] : 'red', style)} ${body}`;
  return says === undefined || kind === 'expect' ? line : `${' '.repeat(9)}${paint(says, 'bold', style)}\n${line}`;
}

export function heading(name: string, title: string, style: Style): string {
  return `\n${paint(name, 'bold', style)}  ${title}\n`;
}

/** What is being done, for a line that is overwritten; `seconds` since it began. */
export function progressLine({ number, of, doing }: Progress, seconds: number, style: Style): string {
  const waited = seconds < 1 ? '' : ` ${Math.floor(seconds)} s`;
  return paint(`         … step ${number} of ${of}: ${doing}${waited}`, 'grey', style);
}

const inLines = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? 'nothing');

function difference({ failed }: Run): [string, string][] {
  if (failed === undefined || !('expected' in failed) || !('got' in failed)) return [];
  return [
    ['expected', inLines(failed.expected)],
    ['got', inLines(failed.got)],
  ];
}

/** Why a story failed: the place, what was expected, what there was. `place` is that of the step, as the reader knows it. */
function failureText(run: Run, place: string | undefined, style: Style): string {
  const { failure = '', failed } = run;
  const lines = [`  ${paint('failed', 'red', style)}  ${failure}`];
  const where = place ?? failed?.step;
  if (where) lines.push(`          at ${where}`);
  for (const [name, text] of difference(run))
    lines.push(`          ${name.padEnd(8)}  ${text.replaceAll('\n', `\n${' '.repeat(20)}`)}`);
  return lines.join('\n');
}

const counted = (count: number, one: string, several: string): string => `${count} ${count === 1 ? one : several}`;

export function verdict(run: Run, style: Style, place?: string): string {
  const { ok, entries, milliseconds } = run;
  const events = entries.filter(({ kind }) => kind === 'event').length;
  const deliveries = entries.filter(({ kind }) => kind === 'delivery').length;
  const happened = `${counted(events, 'event', 'events')}, ${counted(deliveries, 'delivery', 'deliveries')}`;
  const counts = `${happened}, ${(milliseconds / 1000).toFixed(2)} s`;
  return ok
    ? `\n  ${paint('passed', 'green', style)}  ${counts}`
    : `\n${failureText(run, place, style)}\n          ${counts}`;
}

/** A failure with the timeline up to it, for where nobody has seen it. */
export function explanation(run: Run, place?: string): string {
  const plain = { colour: false };
  return `${failureText(run, place, plain)}\n\n${run.entries.map((entry) => entryLine(entry, plain)).join('\n')}`;
}
