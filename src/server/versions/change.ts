/** One breaking change of the API: how an older request becomes a newer one, and a newer answer an older one. */
import type { Params } from '../kernel/params.ts';

export interface VersionChange {
  /** The first version that has the change. */
  readonly version: string;
  readonly description: string;
  /** Requests of these operations are brought up. */
  readonly operations: ReadonlySet<string>;
  /** `asked` is the version that the request names, undefined when it names none. */
  upgrade(params: Params, asked?: string): Params;
  /** Throws for what requests that ask for this version or a newer one may not send any more, where Stripe says it specially. */
  refuse?(params: Params): void;
  /** Answers (and objects inside events) are brought down, where the change shows in them. */
  downgrade?(object: Record<string, unknown>): Record<string, unknown>;
}
