/** What a run of a story is told to do, and what it tells. */
import type { Disorder } from './format.ts';
import type { TargetOptions } from './target.ts';

export type EntryKind =
  | 'call'
  | 'request'
  | 'act'
  | 'advance'
  | 'fault'
  | 'chaos'
  /** A call that the app under test made. */
  | 'app'
  | 'event'
  | 'delivery'
  | 'expect';

/** One line of the timeline. */
export interface Entry {
  readonly kind: EntryKind;
  /** Milliseconds since the story began. */
  readonly at: number;
  readonly text: string;
  /** What came of it: a status, an id, a state. */
  readonly result: string;
  readonly says: string | undefined;
  readonly ok: boolean;
  /** `steps.3`; undefined for what no step did. */
  readonly step?: string | undefined;
  /** The connected account that it is about. */
  readonly account?: string | undefined;
}

/** The step at which a story failed. */
export interface FailedStep {
  /** `steps.3` */
  readonly step: string;
  readonly message: string;
  /** Left out where the failure is no difference of two values. */
  readonly expected?: unknown;
  readonly got?: unknown;
}

/** A delivery that the app under test never answered 2xx. */
export interface Undelivered {
  readonly id: string;
  /** The id of the event. */
  readonly event: string;
  readonly event_type: string;
  readonly url: string;
  /** `failed` once it was given up, `pending` while it would have been tried again. */
  readonly status: 'pending' | 'failed';
  readonly attempts: number;
  /** What became of the last attempt. */
  readonly reason: string;
}

export interface Run {
  readonly scenario: string;
  /** Names the sandbox in which it was played. */
  readonly key: string;
  readonly ok: boolean;
  readonly entries: readonly Entry[];
  /** Why it failed. */
  readonly failure: string | undefined;
  readonly failed: FailedStep | undefined;
  /** Deliveries of the story's events that never arrived, those that it expects not to arrive left out. */
  readonly undelivered: readonly Undelivered[];
  readonly milliseconds: number;
}

/** What the story is waiting for. */
export interface Progress {
  readonly step: string;
  /** Of how many, from 1. */
  readonly number: number;
  readonly of: number;
  readonly doing: string;
}

/** An app under test that is to get the webhooks of a run. */
export interface Forward {
  readonly url: string;
  /** `whsec_...`; generated when left out. */
  readonly secret?: string | undefined;
  /** Events of connected accounts instead of the platform's own. */
  readonly connect?: boolean | undefined;
}

export interface RunOptions extends TargetOptions {
  /** Gets the webhooks as long as the run lasts. */
  readonly forwardTo?: readonly Forward[];
  /** The disorder in which webhooks come, from the first step on. */
  readonly disorder?: Disorder | undefined;
  /** False where it does not matter whether webhooks arrive, as nobody may be there to take them yet; true when left out. */
  readonly awaitWebhooks?: boolean | undefined;
  /** Values that the story refers to, such as `app` for `${app:url}`. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Told of each line as it happens. */
  onEntry?(entry: Entry): void;
  /** Told of each result that has a name. */
  onValue?(name: string, value: unknown): void;
  /** Told of each step as it begins. */
  onProgress?(progress: Progress): void;
}
