/**
 * When a failed delivery is tried again: seconds on the sandbox's clock from each failed attempt to the next one. After
 * the last of them the delivery has failed.
 */
export type RetrySchedule = readonly number[];

export const retrySchedules = {
  /** For stories of lost deliveries, where waiting proves nothing. */
  immediate: [0, 0, 0],
  /** Ends within a quarter of a minute, so that a receiver that was starting up is found and a broken one is reported. */
  fast: [1, 3, 10],
  /**
   * "Three times over a few hours" is all that Stripe says of its sandboxes (https://docs.stripe.com/webhooks#retries);
   * the steps are ours: 5 minutes, 1 hour, 2 hours.
   */
  stripe: [300, 3600, 7200],
} as const satisfies Record<string, RetrySchedule>;

export type RetryScheduleName = keyof typeof retrySchedules;

/** Seconds until the next attempt, undefined when there is none after so many failed ones. */
export function waitAfter(failedAttempts: number, schedule: RetrySchedule): number | undefined {
  return schedule[failedAttempts - 1];
}
