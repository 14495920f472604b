/** Words of a story that have to be Stripe's or the emulator's: event types, paths, actions, durations. */
import type { Complaint, Place } from './complaints.ts';
import type { CallStep, Expectation, FaultStep, Scenario, Step } from './format.ts';
import { suggestion } from './nearest.ts';
import { meetsNothing, unknownOperation } from './operations.ts';
import { hasReference } from './references.ts';
import { triggerable } from './triggers/index.ts';
import vocabulary from './vocabulary.json' with { type: 'json' };

interface Kind {
  /** `event type` */
  readonly what: string;
  readonly words: readonly string[];
  readonly known: ReadonlySet<string>;
}

const kindOfWord = (what: string, words: readonly string[]): Kind => ({ what, words, known: new Set(words) });
const eventType = kindOfWord('event type', triggerable);
const action = kindOfWord('action', vocabulary.actions);
const duration = /^(\d+[smhdw])+$/;

function unknown({ what, words, known }: Kind, word: string, place: Place): Complaint[] {
  if (known.has(word) || hasReference(word)) return [];
  return [{ place, message: `there is no ${what} '${word}'${suggestion(word, words)}` }];
}

const complaint = (place: Place, message: string | undefined): Complaint[] =>
  message === undefined ? [] : [{ place, message }];

const wishes = ['status', 'refused', 'unanswered'] as const;

function ofCall({ call }: CallStep, place: Place): Complaint[] {
  const [first, second] = wishes.filter((wish) => call[wish] !== undefined);
  if (second !== undefined) return [{ place, message: `must have ${first} or ${second}, not both` }];
  // A story may want to be told that there is no such thing.
  const isRefused = call.refused !== undefined || (call.status ?? 0) >= 400;
  return isRefused ? [] : complaint([...place, 'path'], unknownOperation(call.method, call.path));
}

function ofFault({ fault: { match = {} } }: FaultStep, place: Place): Complaint[] {
  const { method, path } = match;
  if (path === undefined || !meetsNothing(path, method)) return [];
  return [
    { place: [...place, 'match', 'path'], message: `there is no ${method ?? 'request of the API that is'} ${path}` },
  ];
}

function ofExpectation(expect: Expectation, place: Place): Complaint[] {
  const { object, event, events = [], never = [] } = expect;
  const found = [
    ...(event === undefined ? [] : unknown(eventType, event.type, [...place, 'event', 'type'])),
    ...events.flatMap((type, at) => unknown(eventType, type, [...place, 'events', at])),
    ...never.flatMap((type, at) => unknown(eventType, type, [...place, 'never', at])),
    ...complaint([...place, 'object', 'path'], object && unknownOperation('GET', object.path)),
  ];
  for (const part of ['delivered', 'undelivered'] as const) {
    const meant = expect[part];
    const [type, at] = typeof meant === 'object' ? [meant.type, [...place, part, 'type']] : [meant, [...place, part]];
    if (type !== undefined && type !== '*') found.push(...unknown(eventType, type, at));
  }
  return found;
}

function ofStep(step: Step, place: Place): Complaint[] {
  if ('call' in step) return ofCall(step, [...place, 'call']);
  if ('expect' in step) return ofExpectation(step.expect, [...place, 'expect']);
  if ('act' in step) return unknown(action, step.act.action, [...place, 'act', 'action']);
  if ('fault' in step) return ofFault(step, [...place, 'fault']);
  if ('repeat' in step) return ofSteps(step.repeat.steps, [...place, 'repeat', 'steps']);
  if ('parallel' in step) return ofSteps(step.parallel, [...place, 'parallel']);
  if ('steps' in step) return ofSteps(step.steps, [...place, 'steps']);
  if ('advance' in step && !duration.test(step.advance) && !hasReference(step.advance))
    return [{ place: [...place, 'advance'], message: `must be a duration such as 90s, 5m, 2h, 7d, 1w or 1d12h` }];
  return [];
}

const ofSteps = (steps: readonly Step[], place: Place): Complaint[] =>
  steps.flatMap((step, at) => ofStep(step, [...place, at]));

/** What is said in a story that is of the right form and means nothing. */
export function wrongWords({ steps }: Scenario): Complaint[] {
  return ofSteps(steps, ['steps']);
}
