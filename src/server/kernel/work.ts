/** What an operation works with: one transaction over the objects of one account, as seen by a handler. */
import type { Awaitable } from './awaitable.ts';
import type { StripeError } from './errors.ts';
import type { Facts } from './machine.ts';
import type { Params } from './params.ts';
import type { Range } from './range.ts';

/** Every stored object. They are immutable: a change makes a new one. */
export interface StoredObject {
  readonly id: string;
  readonly object: string;
}

export interface ListQuery {
  /** Equality on top-level fields; indexed. */
  readonly where?: Readonly<Record<string, unknown>>;
  filter?(row: StoredObject): boolean;
  readonly created?: Range;
  /** No more than this many; all when left out. */
  readonly limit?: number;
  readonly startingAfter?: string;
  readonly endingBefore?: string;
}

export interface Origin {
  /** `req_...`, or null for what happens without a request. */
  readonly id: string | null;
  readonly idempotency_key: string | null;
}

/** A receiver of events: a webhook endpoint, a forwarder. */
export interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly events: readonly string[];
  /** Receives the events of connected accounts instead of the account's own. */
  readonly connect: boolean;
  /** The account that owns it. */
  readonly account: string;
  readonly enabled: boolean;
  readonly api_version: string | null;
}

export interface Work {
  readonly account: string;
  readonly platform: string;
  /** Unix seconds, by the clock that the work goes by. */
  readonly now: number;
  /** The object that keeps this time; undefined for the sandbox's own clock. */
  readonly clock: string | undefined;
  readonly origin: Origin;
  readonly apiVersion: string;
  /** Where the caller reaches this emulator, for addresses in answers: `http://127.0.0.1:12111`. */
  readonly baseUrl: string;
  /** The only door to another account of the sandbox. */
  on(account: string): Work;
  /** The same account, in the time that `object` goes by. */
  at(object: StoredObject): Awaitable<Work>;

  newId(type: string, kin?: string): string;
  token(length: number): string;
  number(below: number): number;
  /** A valid empty object of the description, with a new id, `created` and `livemode` set. */
  blank<T extends StoredObject>(type: string, kin?: string): T;

  /**
   * The part of `sent` that fields of such an object can hold, each in the full shape of its field: nested hashes merge into
   * those of `current`, `''` unsets what may be null.
   */
  adopt<T extends StoredObject>(type: string, sent: object, current?: T): Partial<T>;

  get<T extends StoredObject>(type: string, id: string): Awaitable<T | undefined>;
  /** The object that parameter `param` names, or Stripe's 400 `resource_missing`. */
  find<T extends StoredObject>(type: string, id: string, param: string): Awaitable<T>;
  /** What a deleted object left behind. */
  stub(type: string, id: string): Awaitable<StoredObject | undefined>;
  /** The object as answers show it. */
  show<T extends StoredObject>(object: T): Awaitable<T>;
  /** Newest first. */
  list<T extends StoredObject>(type: string, query?: ListQuery): Awaitable<T[]>;

  /** A page as the API lists it, over one type or several mixed; refuses unknown cursors as Stripe does. */
  page(types: readonly string[], query: ListQuery, url: string): Promise<ListResult>;

  insert<T extends StoredObject>(object: T): Awaitable<T>;
  /** Applies `patch` to the stored object. May not touch the field of a machine: that is what `act` is for. */
  update<T extends StoredObject>(object: T, patch: Partial<T>): Awaitable<T>;
  /** Moves the object through its machine, with `patch` in the same change; throws the machine's refusal. */
  act<T extends StoredObject>(object: T, action: string, patch?: Partial<T>, facts?: Facts): Awaitable<T>;
  remove(object: StoredObject): Promise<void>;
  /** Runs an outside action, as the bank or the clock would. */
  perform(object: StoredObject, action: string, facts?: Facts): Promise<StoredObject>;

  putBlob(id: string, data: Uint8Array): Promise<void>;
  blob(id: string): Promise<Uint8Array | undefined>;

  putEndpoint(endpoint: Endpoint): Promise<void>;
  removeEndpoint(id: string): Promise<void>;
  /** Delivers an event once more, to those of its account's receivers that `to` picks; answers how many these are. */
  resend(event: StoredObject, to: (endpoint: Endpoint) => boolean): Awaitable<number>;
}

/** A call of an operation of the description. */
export interface Call<P extends object = Params> {
  readonly work: Work;
  readonly params: P;
  /** Ids of the path, by the description's names, in path order. */
  readonly ids: Readonly<Record<string, string>>;
  /** The objects that the ids of the path name, in path order; empty for a collection of the account itself. */
  readonly targets: readonly StoredObject[];
}

/** Commits what was done and answers with an error: a declined card leaves its failed charge behind. */
export class Refusal {
  readonly error: StripeError;
  constructor(error: StripeError) {
    this.error = error;
  }
}

/** Raw bytes instead of JSON. */
export class Binary {
  readonly data: Uint8Array;
  readonly contentType: string;
  readonly filename: string | null;
  constructor(data: Uint8Array, contentType: string, filename: string | null = null) {
    this.data = data;
    this.contentType = contentType;
    this.filename = filename;
  }
}

export interface Deleted {
  readonly id: string;
  readonly object: string;
  readonly deleted: true;
}

export interface ListResult {
  readonly object: 'list' | 'search_result';
  readonly data: readonly StoredObject[];
  readonly has_more: boolean;
  readonly url: string;
  /** Of search results: the token of the next page. */
  readonly next_page?: string | null;
}

export type Outcome = StoredObject | Deleted | ListResult | Refusal | Binary | { readonly object: string };
