/** Reads what an answer or an event does not hold itself. */
import type { Awaitable } from './awaitable.ts';

/** `expand[]` paths as a tree of field names. */
export interface ExpandTree {
  readonly [field: string]: ExpandTree;
}

export function expandsNothing(expand: ExpandTree): boolean {
  for (const _ in expand) return false;
  return true;
}

/** An object of an answer, as one version shows it. */
export type Shown = Readonly<Record<string, unknown>>;

export interface Reader {
  /** As the newest version shows it. */
  shown(type: string, id: string, expand?: ExpandTree): Awaitable<Shown | undefined>;
  /** As it is stored: with its hidden fields, its references as ids. */
  stored(type: string, id: string): Awaitable<Shown | undefined>;
  /** Stored objects of which these fields have these values, newest first. */
  list(type: string, where: Shown): Awaitable<readonly Shown[]>;
  /** The fields in which objects of the type may hold other objects; undefined where nobody knows. */
  holders(type: string): readonly string[] | undefined;
  /** The fields that every object of the type has, always the same array; undefined where nobody knows. */
  always(type: string): readonly string[] | undefined;
}
