/** The first period of a subscription. */
type Recurring = { readonly interval: string; readonly interval_count: number };

const day = 86_400;
const months: Readonly<Record<string, number>> = { month: 1, year: 12 };

/** The last day of the month where the month has no such day. */
function addMonths(time: number, count: number): number {
  const date = new Date(time * 1000);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + count;
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), last)) / 1000 + (time % day);
}

/** Unix seconds. */
export function periodEnd(start: number, { interval, interval_count: count }: Recurring): number {
  const step = months[interval];
  if (step !== undefined) return addMonths(start, step * count);
  return start + (interval === 'week' ? 7 : 1) * day * count;
}
