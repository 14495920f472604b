/** On which days money leaves by itself. All days begin at midnight UTC. */
import type { Schedule } from '../balance-settings/stored.ts';

const day = 86_400;
const weekDays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const midnight = (time: number): number => Math.floor(time / day) * day;
const weekDay = (time: number): number => new Date(time * 1000).getUTCDay();
const isBusinessDay = (time: number): boolean => weekDay(time) !== 0 && weekDay(time) !== 6;

/** The first business day after the day of `time`. Unix seconds. */
export function nextBusinessDay(time: number): number {
  let at = midnight(time) + day;
  while (!isBusinessDay(at)) at += day;
  return at;
}

function lastOfMonth(time: number): number {
  const date = new Date(time * 1000);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

function pays({ interval, weekDays: chosen, monthDays }: Schedule, time: number): boolean {
  if (interval === 'daily') return isBusinessDay(time);
  if (interval === 'weekly') return chosen.includes(weekDays[weekDay(time)] ?? '');
  const last = lastOfMonth(time);
  return monthDays.some((each) => Math.min(each, last) === new Date(time * 1000).getUTCDate());
}

/** Longer than a month, so that every schedule has its day. */
const horizon = 32;

/** The next day of payouts after the day of `time`; none where they are made by hand. Unix seconds. */
export function nextPayoutDay(schedule: Schedule, time: number): number | null {
  if (schedule.interval === 'manual') return null;
  for (let ahead = 1; ahead <= horizon; ahead++) {
    const at = midnight(time) + ahead * day;
    if (pays(schedule, at)) return at;
  }
  return null;
}
