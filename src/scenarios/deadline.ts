/** Waiting, and how long it is worth it. All in milliseconds. */

export const patience = {
  expect: 5_000,
  step: 30_000,
  story: 120_000,
  /** For first attempts to deliver, once the last step is done. */
  firstAttempt: 15_000,
  /** For attempts that follow failed ones. */
  retry: 5_000,
  /** The same where deliveries get lost on demand. */
  retryOfLost: 15_000,
} as const;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Rejects with what `late` makes when `work` is not done in time. */
export function inTime<T>(work: Promise<T>, ms: number, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), ms);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
