/** Remembers what was looked at, so that what was made of it can be known to hold still. */
import { type Awaitable, andThen } from '../kernel/awaitable.ts';
import type { StoredObject } from '../kernel/work.ts';
import type { Among, Sight } from './sight.ts';

type Found = StoredObject | undefined | readonly StoredObject[];

export interface Look {
  readonly found: Found;
  again(sight: Sight): Awaitable<Found>;
}

export class Watch implements Sight {
  private readonly sight: Sight;
  readonly looks: Look[] = [];
  /** Whether anybody asked for the time. */
  timed = false;

  constructor(sight: Sight) {
    this.sight = sight;
  }

  get now(): number {
    this.timed = true;
    return this.sight.now;
  }

  get(type: string, id: string): Awaitable<StoredObject | undefined> {
    return this.seen((sight) => sight.get(type, id));
  }

  list(type: string, among: Among): Awaitable<readonly StoredObject[]> {
    return this.seen((sight) => sight.list(type, among));
  }

  stub(type: string, id: string): Awaitable<StoredObject | undefined> {
    return this.seen((sight) => sight.stub(type, id));
  }

  private seen<F extends Found>(again: (sight: Sight) => Awaitable<F>): Awaitable<F> {
    return andThen(again(this.sight), (found) => {
      this.looks.push({ found, again });
      return found;
    });
  }
}

function isSame(some: Found, other: Found | Promise<Found>): boolean {
  if (some === other) return true;
  if (!Array.isArray(some) || !Array.isArray(other) || some.length !== other.length) return false;
  return some.every((each, at) => each === other[at]);
}

/** Whether all is as it was when it was looked at; false too where that is not known at once. */
export const isAsSeen = (looks: readonly Look[], sight: Sight): boolean =>
  looks.every((look) => isSame(look.found, look.again(sight)));
