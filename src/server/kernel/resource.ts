/** How one Stripe object differs from what the description alone makes of it. */
import type { Awaitable } from './awaitable.ts';
import type { StripeError } from './errors.ts';
import type { EventRule } from './events.ts';
import type { Facts, Machine } from './machine.ts';
import type { Call, Outcome, StoredObject, Work } from './work.ts';

/** Typed with the parameters of its own operation, for example `Call<Stripe.DisputeUpdateParams>`. */
export type Handler = { handle(call: Call<object>): Awaitable<Outcome> }['handle'];
export type OutsideAction<T> = { act(work: Work, object: T, facts: Facts): Awaitable<StoredObject> }['act'];

/** Sees the object before and after its change; typed with its own object. */
export type Reaction = {
  react(work: Work, before: StoredObject | undefined, after: StoredObject | undefined): Awaitable<unknown>;
}['react'];

/** A clock of its own, beside that of the sandbox. Its times are Unix seconds. */
interface ClockRole<T> {
  readonly time: { of(clock: T): number }['of'];
  /** Where it is moving to; undefined while it stands still. */
  readonly target: { of(clock: T): number | undefined }['of'];
  /** The outside actions for having got there, and for having got stuck. */
  readonly arrive: string;
  readonly fail: string;
}

interface ResourceDefinition<T extends object = object> {
  /** Stripe's spelling in `No such ...: 'id'`; the object's name when left out. */
  readonly noun?: string;
  /** Beginnings of ids beside the description's: charges of bank money are `py_`. */
  readonly otherPrefixes?: readonly string[];
  readonly machine?: Machine<T>;
  /** An object from outside, completed by what is stored with it and never shown; and the objects that go with it. */
  seeded?(object: T): readonly [T, ...StoredObject[]];
  /** In the order in which Stripe emits them. Replaces the events found in the description. */
  readonly events?: readonly EventRule<T>[];
  /** By operation id of the description: `disputes.close`. Those not named here are generic. */
  readonly operations?: Readonly<Record<string, Handler>>;
  /** What the bank, the cardholder or the clock does: reachable from timers, the control API and scenarios. */
  readonly outside?: Readonly<Record<string, OutsideAction<T>>>;
  /**
   * Fields that every new object has beside those that the description requires, hidden ones included. Objects of one shape
   * from the start are many times cheaper than objects that grow.
   */
  readonly initial?: Partial<T>;
  /**
   * Outside actions of objects of other types that make one of this type, by that other type: Radar opens a review of a
   * charge.
   */
  readonly arisesFrom?: Readonly<Record<string, Readonly<Record<string, OutsideAction<object>>>>>;
  /**
   * Only its states, its events and what happens to it from outside are told here, not all of Stripe's rules: the coverage
   * of its operations stays generic.
   */
  readonly outline?: boolean;
  /** What follows, in the same transaction, from changes of objects of other types, by type. */
  readonly reactions?: Readonly<Record<string, Reaction>>;
  /** Stored fields that no answer shows. */
  readonly hidden?: readonly string[];
  /** The fields that an answer to a publishable key shows; all when left out. */
  readonly publicFields?: readonly string[];
  /** The object as it is shown at `now` (Unix seconds): fields that depend on the time. */
  derive?(object: T, now: number): object;
  /** Sublists shown without being asked for (`links` of a file); others need `expand`. */
  readonly shownLists?: readonly string[];
  /** Sublists that say how many they hold also when nobody asks for them (`lines` of an invoice). */
  readonly countedLists?: readonly string[];
  /** Whether the object still answers, as a stub, after it was deleted. */
  readonly stubAfterDelete?: boolean;
  /** An object that every account has without creating it. */
  readonly singleton?: { readonly id: string; create(work: Work): Awaitable<T> };
  /** Ids that need not exist to be used, such as `pm_card_visa`: makes the object on first use. */
  mint?(work: Work, id: string): Promise<StoredObject | undefined>;
  /** The error for an id in the path that is not there, where Stripe says something special about it. */
  missing?(id: string, parent?: StoredObject): StripeError | undefined;
  /**
   * Each of these objects is an account: the platform keeps it, its events happen on itself, and what paths name
   * below it lives in its own partition.
   */
  readonly isAccount?: boolean;
  /** The field that names what keeps this object's time: a clock, or an object that goes by one. */
  readonly clock?: string;
  /** Each of these objects is a clock; it stands still until it is told to move. */
  readonly isClock?: ClockRole<T>;
  /** Every error of an operation on this object shows the object under its name (payment_intent, setup_intent). */
  readonly shownInErrors?: boolean;
}

export interface Resource extends ResourceDefinition {
  readonly type: string;
}

export function defineResource<T extends object>(type: string, definition: ResourceDefinition<T>): Resource {
  return { ...definition, type };
}
