/** Events as an API version shows them: what they carry, and what that was before. */
import { type Awaitable, andThen } from '../kernel/awaitable.ts';
import { applyPrevious, previousAttributes } from '../kernel/diff.ts';
import type { ExpandTree, Reader, Shown } from '../kernel/reader.ts';
import { downgradeAnswer } from './index.ts';

const hash = (value: unknown): Shown | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Shown) : undefined;

/** Of an older version too, what changed is the difference between two objects: each is brought down by itself. */
function dataIn(data: Shown, version: string, read: Reader): Awaitable<Shown> {
  const [after, previous] = [hash(data.object), hash(data.previous_attributes)];
  if (after === undefined) return data;
  return andThen(downgradeAnswer(after, version, read), (object) => {
    if (previous === undefined) return object === after ? data : { ...data, object };
    const before = applyPrevious(after, previous);
    return andThen(downgradeAnswer(before, version, read), (older) => {
      if (object === after && older === before) return data;
      const changed = previousAttributes(older as Shown, object as Shown);
      return { ...data, object, previous_attributes: changed ?? {} };
    });
  });
}

/** The event as a webhook endpoint of this version gets it. */
export function eventIn(event: Shown, version: string, read: Reader): Awaitable<Shown> {
  const named = event.api_version === version ? event : { ...event, api_version: version };
  return andThen(dataIn(event.data as Shown, version, read), (data) =>
    data === event.data ? named : { ...named, data },
  );
}

/**
 * An object of an answer as a version shows it. Events keep the version in which they were made, whichever the request asks for:
 * https://docs.stripe.com/api/events/object#event_object-api_version
 */
export const answerIn = (answer: object, version: string, read: Reader, expand?: ExpandTree): Awaitable<object> =>
  (answer as Shown).object === 'event'
    ? eventIn(answer as Shown, String((answer as Shown).api_version), read)
    : downgradeAnswer(answer, version, read, expand);
