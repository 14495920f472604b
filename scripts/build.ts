/**
 * `npm run build`: each entry point and the chunks they share, one file for hundreds of modules is read much faster at
 * start (decision 005); the events of the stories, as they happen when these are played; the declarations as tsc writes them.
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type * as Emulator from '../src/index.ts';
import type * as Scenarios from '../src/scenarios/index.ts';
import { recordStories } from './record-stories.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

rmSync(`${root}/dist`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: [
    'src/index.ts',
    'src/scenarios/index.ts',
    'src/fixtures/index.ts',
    'src/vitest/index.ts',
    'src/cli/main.ts',
  ],
  outdir: 'dist',
  outbase: 'src',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
});
const { createEmulator } = (await import(`${root}/dist/index.js`)) as typeof Emulator;
const { library, runScenario } = (await import(`${root}/dist/scenarios/index.js`)) as typeof Scenarios;
const failed = await recordStories({ createEmulator, library, runScenario }, `${root}/dist/stories`);
if (failed.length > 0) console.error(`These stories fail, and fixtures have no events of them: ${failed.join(', ')}`);

execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
