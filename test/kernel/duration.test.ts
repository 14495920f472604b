import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../src/server/kernel/duration.ts';

describe('parseDuration', () => {
  it.each([
    ['90s', 90],
    ['5m', 300],
    ['2h', 7200],
    ['7d', 604_800],
    ['1w', 604_800],
    ['1d12h', 129_600],
    ['1h1h', 7200],
    ['0s', 0],
  ])('reads %s as %i seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(['', '7', 'd', '7 d', '7D', '-1d', '1.5h', '1y', '7d ', '7d,1h', 'constructor'])(
    'does not read %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});
