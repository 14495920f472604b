import type { ClockOptions } from './kernel/clock.ts';

/** `instant`, `real`, `manual`, or the ISO time at which a manual clock starts. */
export type ClockSetting = 'instant' | 'real' | 'manual' | (string & Record<never, never>);

const modes = ['instant', 'real', 'manual'] as const;

/** Throws a RangeError for anything else. */
export function clockOptions(setting: ClockSetting = 'instant'): Required<Pick<ClockOptions, 'mode'>> & ClockOptions {
  const mode = modes.find((each) => each === setting);
  if (mode !== undefined) return { mode };
  const start = /^\d{4}-\d{2}-\d{2}/.test(setting) ? Date.parse(setting) : Number.NaN;
  if (Number.isNaN(start)) throw new RangeError(`clock: '${setting}' is neither instant, real, manual nor an ISO time`);
  return { mode: 'manual', start: Math.floor(start / 1000) };
}
