/**
 * The time of one sandbox, in Unix seconds.
 * - `real`: the wall clock; outside effects take as long as in Stripe's test mode.
 * - `instant`: the wall clock; outside effects that take Stripe seconds happen right after the answer.
 * - `manual`: stands still until it is moved.
 * In every mode it can be moved forward, never back.
 */
export type ClockMode = 'real' | 'instant' | 'manual';

export interface ClockState {
  mode: ClockMode;
  now: number;
}

export interface Clock {
  readonly mode: ClockMode;
  now(): number;
  setMode(mode: ClockMode): void;
  /** Refuses to go back: returns false and stays. */
  moveTo(time: number): boolean;
  state(): ClockState;
  restore(state: ClockState): void;
  /** Calls `wake` once the wall clock reaches `time`; replaces the alarm before it. Manual clocks never ring. */
  alarm(time: number | undefined, wake: () => void): void;
}

export interface ClockOptions {
  mode?: ClockMode | undefined;
  /** Unix seconds at which the clock starts; a manual clock without one starts at 2026-01-01T00:00:00Z. */
  start?: number | undefined;
}

const manualStart = Date.UTC(2026, 0, 1) / 1000;
const longestTimeout = 2 ** 31 - 1;

export const wallClock = {
  seconds: (): number => Math.floor(Date.now() / 1000),
  milliseconds: (): number => Date.now(),
  /** Monotonic, in milliseconds, for durations. */
  elapsed: (): number => performance.now(),
  sleep: (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms)),
  /** Runs `then` after `ms`; the answer cancels it. Keeps the process alive: somebody waits for it. */
  after(ms: number, then: () => void): () => void {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

export function createClock({ mode = 'instant', start }: ClockOptions = {}): Clock {
  let current = mode;
  let fixed = start ?? (mode === 'manual' ? manualStart : wallClock.seconds());
  let offset = start === undefined || mode === 'manual' ? 0 : start - wallClock.seconds();
  let timeout: NodeJS.Timeout | undefined;

  const now = (): number => (current === 'manual' ? fixed : wallClock.seconds() + offset);

  function setTime(time: number): void {
    if (current === 'manual') fixed = time;
    else offset = time - wallClock.seconds();
  }

  return {
    get mode() {
      return current;
    },
    now,
    setMode(next) {
      const time = now();
      current = next;
      setTime(time);
    },
    moveTo(time) {
      if (time < now()) return false;
      setTime(time);
      return true;
    },
    state: () => ({ mode: current, now: now() }),
    restore(state) {
      current = state.mode;
      setTime(state.now);
    },
    alarm(time, wake) {
      clearTimeout(timeout);
      timeout = undefined;
      if (time === undefined || current === 'manual') return;
      const wait = Math.min(Math.max(0, (time - now()) * 1000), longestTimeout);
      timeout = setTimeout(wake, wait);
      timeout.unref();
    },
  };
}
