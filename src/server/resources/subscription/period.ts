/** Billing periods, counted from the anchor of their cycle: https://docs.stripe.com/billing/subscriptions/billing-cycle */

export interface Rhythm {
  readonly interval: string;
  readonly interval_count: number;
}

/** Unix seconds; the end is not part of it. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

export const day = 86_400;
const months: Readonly<Record<string, number>> = { month: 1, year: 12 };
const days: Readonly<Record<string, number>> = { day: 1, week: 7 };

/** The last day of the month where the month has no such day. */
function addMonths(time: number, count: number): number {
  const date = new Date(time * 1000);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + count;
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const secondOfDay = ((time % day) + day) % day;
  return Date.UTC(year, month, Math.min(date.getUTCDate(), last)) / 1000 + secondOfDay;
}

/** `times` whole intervals after `from`, before it where negative. */
export function addIntervals(from: number, { interval, interval_count: count }: Rhythm, times: number): number {
  const step = months[interval];
  return step === undefined
    ? from + (days[interval] ?? 1) * day * count * times
    : addMonths(from, step * count * times);
}

const longest: Readonly<Record<string, number>> = { day, week: 7 * day, month: 31 * day, year: 366 * day };

/** The first end of a period that lies after `time`, in a cycle through `anchor`: a cycle of the 31st returns to the 31st. */
export function boundaryAfter(anchor: number, rhythm: Rhythm, time: number): number {
  const length = (longest[rhythm.interval] ?? day) * rhythm.interval_count;
  let times = Math.floor((time - anchor) / length);
  while (addIntervals(anchor, rhythm, times) > time) times--;
  while (addIntervals(anchor, rhythm, times) <= time) times++;
  return addIntervals(anchor, rhythm, times);
}

/** The whole period of the cycle through `anchor` that `time` lies in. */
export function periodAround(anchor: number, rhythm: Rhythm, time: number): Period {
  const end = boundaryAfter(anchor, rhythm, time);
  let start = addIntervals(end, rhythm, -1);
  // Going back from a short month may lose days of the anchor.
  for (let at = boundaryAfter(anchor, rhythm, start - 4 * day); at < end; at = boundaryAfter(anchor, rhythm, at))
    start = at;
  return { start, end };
}

/** `03 May 2026` */
export function dayOf(time: number): string {
  const format = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return format.format(new Date(time * 1000));
}
