/** When a failed payment is tried again: https://docs.stripe.com/billing/revenue-recovery/smart-retries */
const day = 86_400;

/** Seconds after each failed attempt until the next one; then Stripe gives up. */
const retries: readonly number[] = [3 * day, 5 * day, 7 * day];

export const firstRetry = 3 * day;

/** Undefined after the last attempt. */
export const retryAfter = (attempts: number): number | undefined => retries[attempts];
