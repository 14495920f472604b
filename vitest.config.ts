import { defineConfig } from 'vitest/config';

/** Suites that only use the emulator's own modules, and keep nothing in them: their files share a loaded emulator. */
const product = [
  'control',
  'engine',
  'fixtures',
  'generic',
  'http',
  'kernel',
  'protocol',
  'scenarios',
  'spec',
  'store',
  'webhooks',
].map((suite) => `test/${suite}/**/*.test.ts`);

/** Suites of older versions of the API: those with releases of the stripe package skip where these are not installed. */
const versions = 'test/versions/**/*.test.ts';

export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      { extends: true, test: { name: 'product', include: product, isolate: false } },
      { extends: true, test: { name: 'versions', include: [versions], maxConcurrency: 2 } },
      {
        extends: true,
        test: { name: 'surroundings', include: ['test/**/*.test.ts'], exclude: [...product, versions] },
      },
    ],
  },
});
