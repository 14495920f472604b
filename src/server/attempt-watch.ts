/** Tells of each attempt to deliver, once it is kept. */
import { wallClock } from './kernel/clock.ts';
import type { Attempt } from './kernel/delivery.ts';
import type { DeliveryDesk } from './webhooks/dispatcher.ts';

export interface AttemptWatch {
  /** The desk, watched. */
  readonly desk: DeliveryDesk;
  /** Resolves after the next attempt of the delivery, at the latest after so many milliseconds. */
  next(sandbox: string, delivery: string, timeoutMs: number): Promise<void>;
}

export function watchAttempts(
  desk: DeliveryDesk,
  tell?: (sandbox: string, delivery: string, attempt: Attempt) => void,
): AttemptWatch {
  const waiting = new Map<string, Set<() => void>>();

  return {
    desk: {
      ...desk,
      async close(sandbox, delivery, attempt) {
        await desk.close(sandbox, delivery, attempt);
        for (const resolve of waiting.get(`${sandbox}/${delivery}`) ?? []) resolve();
        tell?.(sandbox, delivery, attempt);
      },
    },
    next(sandbox, delivery, timeoutMs) {
      const key = `${sandbox}/${delivery}`;
      const waiters = waiting.get(key) ?? new Set();
      waiting.set(key, waiters);
      return new Promise((resolve) => {
        const done = (): void => {
          giveUp();
          waiters.delete(done);
          if (waiters.size === 0) waiting.delete(key);
          resolve();
        };
        const giveUp = wallClock.after(timeoutMs, done);
        waiters.add(done);
      });
    },
  };
}
