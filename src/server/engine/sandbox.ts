/** What a secret key names: one platform with its connected accounts, its own time and its own randomness. */
import { createHash } from 'node:crypto';
import { type Clock, type ClockOptions, createClock } from '../kernel/clock.ts';
import { createIds, type Ids } from '../kernel/ids.ts';
import type { Chaos } from '../webhooks/chaos.ts';
import type { MovingClock } from './clocks.ts';
import { Faults } from './faults.ts';

export interface RequestLogEntry {
  readonly id: string;
  readonly created: number;
  readonly method: string;
  readonly path: string;
  readonly account: string;
  readonly api_version: string;
  readonly params: unknown;
  readonly status: number;
  readonly response: string;
  readonly duration_ms: number;
}

const loggedRequests = 1000;

/** The newest requests; older ones are forgotten. */
class RequestLog {
  private readonly ring: RequestLogEntry[] = [];
  private written = 0;

  add(entry: RequestLogEntry): void {
    this.ring[this.written++ % loggedRequests] = entry;
  }

  newestFirst(): RequestLogEntry[] {
    const split = this.written % loggedRequests;
    const oldestFirst =
      this.written > loggedRequests ? [...this.ring.slice(split), ...this.ring.slice(0, split)] : this.ring;
    return oldestFirst.toReversed();
  }

  clear(): void {
    this.ring.length = 0;
    this.written = 0;
  }
}

export interface Sandbox {
  readonly name: string;
  /** The account id of the key itself. */
  readonly platform: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: RequestLog;
  /** Failures of API calls on demand. */
  readonly faults: Faults;
  /** Disorder of webhooks on demand. */
  chaos: Chaos | undefined;
  /** Idempotency keys of requests that have not answered yet. */
  readonly inFlight: Set<string>;
  /** Outside effects that follow the last answer; the next request waits for them. */
  settling: Promise<void> | undefined;
  /** Clocks of its objects that are to be moved before the next request. */
  readonly moving: MovingClock[];
  /** When the clock rings next, in Unix seconds. */
  alarm: number | undefined;
  /** Where the last request reached the emulator. */
  baseUrl: string;
}

interface SandboxOptions extends ClockOptions {
  readonly seed?: number | undefined;
}

export function createSandbox(name: string, { seed, ...clock }: SandboxOptions): Sandbox {
  const digest = createHash('sha256').update(name).digest();
  const named = createIds(digest.readInt32LE(0));
  return {
    name,
    platform: named.id('acct', '', 0),
    clock: createClock(clock),
    ids: createIds(seed === undefined ? undefined : (seed ^ digest.readInt32LE(4)) | 0),
    log: new RequestLog(),
    faults: new Faults(),
    chaos: undefined,
    inFlight: new Set(),
    settling: undefined,
    moving: [],
    alarm: undefined,
    baseUrl: 'http://127.0.0.1:12111',
  };
}
