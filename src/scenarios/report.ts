/** A run for people: one line for each thing that happened, both sides of the wire. */
import type { Entry, EntryKind, Run } from './runner.ts';

export interface Style {
  readonly colour: boolean;
}

const marks: Readonly<Record<EntryKind, string>> = {
  call: '→',
  request: '⇢',
  act: '⚖',
  advance: '◷',
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
  const indent = kind === 'event' || kind === 'delivery' ? '    ' : '  ';
  const body = kind === 'expect' ? text : `${text.padEnd(52)} ${paint(result, 'grey', style)}`;
  const line = `${paint(time, 'grey', style)}${indent}${paint(mark, ok ? colourOf[kind] : 'red', style)} ${body}`;
  return says === undefined || kind === 'expect' ? line : `${' '.repeat(9)}${paint(says, 'bold', style)}\n${line}`;
}

export function heading(name: string, title: string, style: Style): string {
  return `\n${paint(name, 'bold', style)}  ${title}\n`;
}

export function verdict({ ok, failure, entries, milliseconds }: Run, style: Style): string {
  const events = entries.filter(({ kind }) => kind === 'event').length;
  const deliveries = entries.filter(({ kind }) => kind === 'delivery').length;
  const counts = `${events} events, ${deliveries} deliveries, ${(milliseconds / 1000).toFixed(2)} s`;
  return ok
    ? `\n  ${paint('passed', 'green', style)}  ${counts}`
    : `\n  ${paint('failed', 'red', style)}  ${failure}\n          ${counts}`;
}
