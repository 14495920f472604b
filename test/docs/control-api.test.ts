import { describe, expect, it } from 'vitest';
import { createEmulator } from '../../src/index.ts';
import { createRoutes } from '../../src/server/control/routes.ts';
import { textOf } from './blocks.ts';

/** `GET /clock` of `### \`GET /clock\`` */
const documented = [...textOf('docs/control-api.md').matchAll(/^### `([A-Z]+ \/\S*)`$/gm)].map(([, route]) => route);

describe('docs/control-api.md', async () => {
  const emulator = await createEmulator();
  const served = createRoutes(emulator)
    .routes.filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replace(/^\/_emulator/, '') || '/'}`);

  it('has a heading for every call, once', () => {
    expect([...documented].sort()).toEqual([...new Set(served)].sort());
  });
});
