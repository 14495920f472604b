import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedPages } from '../../scripts/docs/pages.ts';

describe('npm run docs', async () => {
  it.each(await generatedPages())('would change nothing in $name', ({ path, text }) => {
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});
