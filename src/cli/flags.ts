/** Values of flags. */
import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../server/kernel/duration.ts';
import { BadUsage } from './failure.ts';

function whole(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

export const port = whole(0, 65_535);
export const seed = whole(-(2 ** 31), 2 ** 31 - 1);

const isTime = (value: string): boolean => /^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value));

export function duration(value: string): string {
  if (parseDuration(value) !== undefined) return value;
  throw new InvalidArgumentError('Write 90s, 5m, 2h, 7d or 1d12h.');
}

export function moment(value: string): string {
  if (/^\d+$/.test(value) || isTime(value)) return value;
  throw new InvalidArgumentError('It must be an ISO time such as 2026-03-01T00:00:00Z, or Unix seconds.');
}

export function clockSetting(value: string): string {
  if (['real', 'instant', 'manual'].includes(value) || isTime(value)) return value;
  throw new InvalidArgumentError('It must be real, instant, manual or an ISO time such as 2026-03-01T00:00:00Z.');
}

/** Further kinds of store come by name; each is refused until it is there. */
export function store(value: string): string {
  if (value === 'memory') return value;
  const kind = /^(sqlite|postgres(?:ql)?):/.exec(value)?.[1];
  throw new BadUsage(
    kind === undefined ? 'The only store is memory.' : `A ${kind} store does not exist yet; the only store is memory.`,
  );
}

/** `localhost:3000/webhooks` means http. */
export function webUrl(value: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
}

export function webUrls(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, webUrl(value)];
}

export function paths(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

export function names(value: string, earlier: readonly string[] = []): string[] {
  const added = value.split(',').map((name) => name.trim());
  return [...earlier, ...added.filter((name) => name !== '')];
}
