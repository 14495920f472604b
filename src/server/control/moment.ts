import * as z from 'zod/mini';

/** The last second of the year 9999. */
const last = 253_402_300_799;
const message = 'must be a time: Unix seconds or ISO 8601, such as 2026-03-01T00:00:00Z';

function secondsOf(value: string | number): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const time = /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000);
}

/** Unix seconds or an ISO time, read as Unix seconds. */
export const moment = z.pipe(
  z.union([z.string(), z.number()], message),
  z.transform((value: string | number, context) => {
    const seconds = secondsOf(value);
    if (seconds !== undefined && seconds >= 0 && seconds <= last) return seconds;
    context.issues.push({ code: 'custom', message, input: value });
    return z.NEVER;
  }),
);
