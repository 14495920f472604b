/** What showing an object may look at: the other objects of its account, and the time. */
import type { Awaitable } from '../kernel/awaitable.ts';
import type { StoredObject } from '../kernel/work.ts';

export interface Among {
  readonly where: Readonly<Record<string, unknown>>;
}

/** Stored objects of one account. */
export interface Rows {
  get(type: string, id: string): Awaitable<StoredObject | undefined>;
  /** Newest first. */
  list(type: string, query: Among): Awaitable<readonly StoredObject[]>;
}

export interface Sight extends Rows {
  /** Unix seconds. */
  readonly now: number;
  /** What a deleted object left behind. */
  stub(type: string, id: string): Awaitable<StoredObject | undefined>;
}
