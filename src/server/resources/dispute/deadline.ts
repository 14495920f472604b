const day = 86_400;

/** Days to answer in test mode; live networks give 7 to 21. */
const daysToAnswer = 8;

/** The last second of the last day (UTC) on which the bank takes an answer to what it files now. */
export function dueBy(now: number): number {
  return (Math.floor(now / day) + daysToAnswer + 1) * day - 1;
}

/** After this many seconds of silence an inquiry is over: https://docs.stripe.com/disputes/how-disputes-work */
export const inquiryLife = 120 * day;
