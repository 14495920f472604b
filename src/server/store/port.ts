/**
 * What the emulator asks of a store. Rows are immutable objects with an `id`, kept in collections named by account and
 * type; a sandbox's transactions run one after another, all or nothing.
 */
import type { Awaitable } from '../kernel/awaitable.ts';
import type { ListQuery } from '../kernel/work.ts';

export interface Row {
  readonly id: string;
}

export interface Page<R extends Row = Row> {
  /** Newest first. */
  readonly rows: R[];
  readonly hasMore: boolean;
  /** Set when the cursor of the query names no row: the cursor's id. */
  readonly unknownCursor?: string;
}

/** Something that falls due at a Unix time. */
export interface Timer extends Row {
  readonly at: number;
  /** The object that keeps its time; the sandbox's own clock when left out. */
  readonly clock?: string;
  /** Among timers of one moment the lower turn rings first; 0 when left out. */
  readonly turn?: number;
  /** In an `instant` sandbox it does not wait. */
  readonly soon: boolean;
  readonly account: string;
  readonly type: string;
  readonly object: string;
  readonly action: string;
}

export interface Tx {
  get(account: string, type: string, id: string): Awaitable<Row | undefined>;
  /** The stub a removed row left behind. */
  stub(account: string, type: string, id: string): Awaitable<Row | undefined>;
  list(account: string, type: string, query: ListQuery): Awaitable<Page>;
  insert(account: string, type: string, row: Row): Awaitable<void>;
  replace(account: string, type: string, row: Row): Awaitable<void>;
  remove(account: string, type: string, id: string, stub: Row | undefined): Awaitable<void>;

  putTimer(timer: Timer): Awaitable<void>;
  cancelTimer(id: string): Awaitable<void>;
  /** The earliest timer: of the `soon` ones of every clock, or of all that go by `clock`, the sandbox's when left out. */
  nextTimer(soonOnly: boolean, clock?: string): Awaitable<Timer | undefined>;

  putBlob(id: string, data: Uint8Array): Awaitable<void>;
  blob(id: string): Awaitable<Uint8Array | undefined>;
}

export interface Store {
  /**
   * The row as it is now, without a transaction, where the store has it at hand; undefined when it has not, when a
   * transaction is running, or when there is none.
   */
  peek?(sandbox: string, account: string, type: string, id: string): Row | undefined;
  /** A page in the same way; undefined when the store cannot tell at once. */
  peekList?(sandbox: string, account: string, type: string, query: ListQuery): Page | undefined;
  /** Runs `run` alone in its sandbox; when it throws, nothing of it remains. */
  transaction<T>(sandbox: string, run: (tx: Tx) => Promise<T>): Promise<T>;
  /** Everything that is stored, for tests that compare states: collection name to rows in order of creation. */
  dump(sandbox: string): Promise<Record<string, Row[]>>;
  /** Forgets everything of the sandbox, snapshots included when asked. */
  clear(sandbox: string, snapshots?: boolean): Promise<void>;
  saveSnapshot(sandbox: string, name: string): Promise<void>;
  /** False when there is no such snapshot. */
  restoreSnapshot(sandbox: string, name: string): Promise<boolean>;
  dropSnapshot(sandbox: string, name: string): Promise<boolean>;
  snapshots(sandbox: string): Promise<string[]>;
  close(): Promise<void>;
}
