/** What happens to outlined objects from outside, as data. None of it takes facts. */
import { type EventRule, on } from '../../kernel/events.ts';
import { readFacts } from '../../kernel/facts.ts';
import type { Facts } from '../../kernel/machine.ts';
import type { OutsideAction } from '../../kernel/resource.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';

/** What the object says afterwards. */
type Told<T> = { tell(object: T, work: Work): Partial<T> }['tell'];

const nothing = (): object => ({});
const noFacts = (facts: Facts): unknown => readFacts(facts, {});

/** Moves the object by the rule of its machine. */
export function moves<T extends object>(action: string, told: Told<T> = nothing as Told<T>): OutsideAction<T> {
  return async (work, object, facts) => {
    noFacts(facts);
    return work.act(object as T & StoredObject, action, told(object, work) as Partial<T & StoredObject>);
  };
}

/** Changes the object in its state. */
export function changes<T extends object>(told: Told<T>): OutsideAction<T> {
  return async (work, object, facts) => {
    noFacts(facts);
    return work.update(object as T & StoredObject, told(object, work) as Partial<T & StoredObject>);
  };
}

/** Makes an object of `type`; answers it. */
export function makes<H extends object, T extends StoredObject>(
  type: string,
  told: (host: H & StoredObject, work: Work) => Partial<T>,
): OutsideAction<H> {
  return async (work, host, facts) => {
    noFacts(facts);
    return work.insert<T>({ ...work.blank<T>(type), ...told(host as H & StoredObject, work) });
  };
}

/** The latest thing of note that left no trace in what the object shows. */
interface Noted {
  readonly noted?: { readonly name: string; readonly times: number };
}

export const hiddenNote = ['noted'] as const;

/** Something of note happens: an event and nothing else. */
export function notes<T extends object>(name: string): OutsideAction<T> {
  return changes<T>((object) => {
    const { noted } = object as Noted;
    return { noted: { name, times: (noted?.times ?? 0) + 1 } } as unknown as Partial<T>;
  });
}

const noted = (object: object | undefined): Noted['noted'] => (object as Noted | undefined)?.noted;

export function onNote<T extends object>(type: string, name: string): EventRule<T> {
  return {
    type,
    previous: false,
    when: (before, after) => before !== undefined && noted(before) !== noted(after) && noted(after)?.name === name,
  };
}

/** The field changes, also from or to nothing. */
export function onField<T extends object>(type: string, field: keyof T & string, previous = false): EventRule<T> {
  const text = (object: T): string => JSON.stringify(object[field]) ?? '';
  return { ...on.change<T>(type, (before, after) => text(before) !== text(after)), previous };
}
