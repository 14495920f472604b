import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock, wallClock } from '../../src/server/kernel/clock.ts';

const wall = Date.UTC(2026, 5, 1, 12, 0, 0) / 1000;
const manualStart = Date.UTC(2026, 0, 1) / 1000;

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(wall * 1000);
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (seconds: number): void => {
  vi.advanceTimersByTime(seconds * 1000);
};

describe('createClock', () => {
  it.each([
    ['nothing', undefined, 'instant', wall, wall + 60],
    ['real', { mode: 'real' }, 'real', wall, wall + 60],
    ['instant with a start', { mode: 'instant', start: 5000 }, 'instant', 5000, 5060],
    ['manual', { mode: 'manual' }, 'manual', manualStart, manualStart],
    ['manual with a start', { mode: 'manual', start: 5000 }, 'manual', 5000, 5000],
  ] as const)('of %s starts and goes on as told', (_, options, mode, start, minuteLater) => {
    const clock = createClock(options);
    expect([clock.mode, clock.now()]).toEqual([mode, start]);
    pass(60);
    expect(clock.now()).toBe(minuteLater);
  });
});

describe('moveTo', () => {
  it.each(['real', 'instant', 'manual'] as const)('moves a %s clock forward, never back', (mode) => {
    const clock = createClock({ mode, start: 1000 });
    expect(clock.moveTo(5000)).toBe(true);
    expect(clock.now()).toBe(5000);
    expect(clock.moveTo(4999)).toBe(false);
    expect(clock.now()).toBe(5000);
    expect(clock.moveTo(5000)).toBe(true);
    pass(10);
    expect(clock.now()).toBe(mode === 'manual' ? 5000 : 5010);
  });
});

describe('setMode', () => {
  it('keeps the time at which the mode changed', () => {
    const clock = createClock({ mode: 'manual', start: 1000 });
    pass(500);
    clock.setMode('real');
    expect(clock.now()).toBe(1000);
    pass(5);
    expect(clock.now()).toBe(1005);
    clock.setMode('manual');
    pass(5);
    expect(clock.now()).toBe(1005);
    expect(clock.mode).toBe('manual');
  });
});

describe('restore', () => {
  it('goes back to a state that was kept, mode included', () => {
    const clock = createClock({ mode: 'manual', start: 1000 });
    const state = clock.state();
    expect(state).toEqual({ mode: 'manual', now: 1000 });
    clock.setMode('instant');
    clock.moveTo(9000);
    clock.restore(state);
    expect(clock.state()).toEqual(state);
  });
});

describe('alarm', () => {
  it('rings when the time has come, not before', () => {
    const clock = createClock({ mode: 'real', start: 1000 });
    const wake = vi.fn();
    clock.alarm(1030, wake);
    pass(29);
    expect(wake).not.toHaveBeenCalled();
    pass(1);
    expect(wake).toHaveBeenCalledTimes(1);
  });

  it('rings at once for a time that has passed', () => {
    const wake = vi.fn();
    createClock({ mode: 'instant', start: 1000 }).alarm(10, wake);
    pass(0);
    expect(wake).toHaveBeenCalledTimes(1);
  });

  it('takes the place of the alarm before it', () => {
    const clock = createClock({ mode: 'real', start: 1000 });
    const [first, second] = [vi.fn(), vi.fn()];
    clock.alarm(1010, first);
    clock.alarm(1020, second);
    pass(30);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
    clock.alarm(1100, first);
    clock.alarm(undefined, first);
    pass(200);
    expect(first).not.toHaveBeenCalled();
  });

  it('never rings on a manual clock', () => {
    const wake = vi.fn();
    createClock({ mode: 'manual' }).alarm(manualStart - 1, wake);
    pass(1000);
    expect(wake).not.toHaveBeenCalled();
  });

  it('waits for times beyond the longest timeout by looking again, instead of ringing at once', () => {
    const clock = createClock({ mode: 'real', start: 0 });
    const wake = vi.fn();
    clock.alarm(100 * 365 * 86_400, wake);
    pass(86_400);
    expect(wake).not.toHaveBeenCalled();
  });
});

describe('wallClock', () => {
  it('tells the time and waits', async () => {
    expect(wallClock.seconds()).toBe(wall);
    expect(wallClock.milliseconds()).toBe(wall * 1000);
    const then = vi.fn();
    const cancel = wallClock.after(500, then);
    wallClock.after(100, then);
    pass(0.2);
    cancel();
    pass(1);
    expect(then).toHaveBeenCalledTimes(1);
    const slept = wallClock.sleep(50);
    pass(0.05);
    await slept;
    const started = wallClock.elapsed();
    pass(0.25);
    expect(wallClock.elapsed() - started).toBe(250);
  });
});
