/** One breaking change of the API: how an older request becomes a newer one, and a newer answer an older one. */
import type { Awaitable } from '../kernel/awaitable.ts';
import type { Params } from '../kernel/params.ts';

/** An object of an answer or an event, as one version shows it. */
export type Shown = Readonly<Record<string, unknown>>;

/** Reads another object, as the newest version shows it. */
export type Read = (type: string, id: string) => Awaitable<Shown | undefined>;

export interface VersionChange {
  /** The first version that has the change. */
  readonly version: string;
  readonly description: string;
  /** Requests of these operations are brought up. */
  readonly operations?: ReadonlySet<string>;
  /** `asked` is the version that the request names, undefined when it names none. */
  upgrade?(params: Params, asked?: string): Params;
  /** Throws for what requests that ask for this version or a newer one may not send any more, where Stripe says it specially. */
  refuse?(params: Params): void;
  /** Objects that are brought down, by their names, wherever one stands in an answer or an event. */
  /** What of them it restores of the fields that the newest version lacks; `docs/versions.md` lists the rest as gaps. */
  readonly restores?: Readonly<Record<string, readonly string[]>>;
  readonly objects?: Readonly<Record<string, (object: Shown, read: Read) => Awaitable<Shown>>>;
}
