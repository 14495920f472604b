/** One breaking change of the API: how an older request becomes a newer one, and a newer answer an older one. */
import type { Awaitable } from '../kernel/awaitable.ts';
import type { Params } from '../kernel/params.ts';
import type { ExpandTree, Reader, Shown } from '../kernel/reader.ts';

/** A copy of an object on its way to an older version. */
export type Draft = Record<string, unknown>;

/** What a version restores may read. */
export interface OlderReader extends Reader {
  /** Another object as the asked version shows it. */
  older(type: string, id: string, expand?: ExpandTree): Awaitable<Shown | undefined>;
}

/**
 * A field of an older version: a value; the id of an object that `expand` replaces by it; or the object itself, always whole
 * (the change puts its id there).
 */
export type Restored =
  | { readonly kind: 'value' }
  | { readonly kind: 'reference' | 'whole'; readonly types: readonly string[] };

export const value: Restored = { kind: 'value' };
export const refersTo = (...types: string[]): Restored => ({ kind: 'reference', types });
export const whole = (...types: string[]): Restored => ({ kind: 'whole', types });

/** Makes the object of the newer version into that of the older one. `dropped` holds the fields that the latter lacks. */
export type Downgrade = (draft: Draft, read: OlderReader, dropped: Shown) => Awaitable<unknown>;

/** A parameter's older and newer path, such as `phases[].coupon` and `phases[].discounts[].coupon`. */
export type Rename = readonly [was: string, is: string];

export interface VersionChange {
  /** The first version that has the change. */
  readonly version: string;
  readonly description: string;
  /** Requests of these operations are brought up. */
  readonly operations?: ReadonlySet<string>;
  /** `asked` is the version that the request is meant in, undefined where it names none and that is not an older one. */
  upgrade?(params: Params, asked?: string): Params;
  /** Where `upgrade` puts what it takes: errors about the newer parameter name the older one. */
  readonly renames?: readonly Rename[];
  /** What a request is answered that asks for this version or a newer one, where these have the operations no more. */
  readonly gone?: string;
  /** Throws for what requests of older versions may not send together. */
  contradicts?(params: Params): void;
  /** Throws for what requests that ask for this version or a newer one may not send any more, where Stripe says it specially. */
  refuse?(params: Params): void;
  /** What `upgrade` takes of the parameters that the newest version lacks: by operation, with paths such as `phases[].coupon`. */
  readonly takes?: Readonly<Record<string, readonly string[]>>;
  /** Those among them that nothing here depends on: taken, and without effect. */
  readonly ignores?: Readonly<Record<string, readonly string[]>>;
  /** What it restores of the fields that the newest version lacks, by object. A dot leads into hashes: those are values. */
  readonly restores?: Readonly<Record<string, Readonly<Record<string, Restored>>>>;
  /** Ids in hashes of the older version that a request may expand, by object and path: `total_tax_amounts.tax_rate`. */
  readonly inside?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /**
   * Fields that the older version shows in another way only, by object. What was merely added is shown in every version, as it
   * is at Stripe.
   */
  readonly drops?: Readonly<Record<string, readonly string[]>>;
  /** Objects that are brought down, by their names, wherever one stands in an answer or an event; deleted ones are `deleted_x`. */
  readonly objects?: Readonly<Record<string, Downgrade>>;
}
