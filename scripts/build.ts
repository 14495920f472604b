/**
 * `npm run build`: each entry point and the chunks they share, one file for hundreds of modules is read much faster at
 * start (decision 005); the events of the stories, as they happen when these are played; the declarations as tsc writes them.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type * as Emulator from '../src/index.ts';
import type * as Scenarios from '../src/scenarios/index.ts';
import { recordStories } from './record-stories.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

rmSync(`${root}/dist`, { recursive: true, force: true });
// `npm run types` has checked, or will; here the declarations are only written, meanwhile.
const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'];
const declared = once(spawn(process.execPath, tsc, { cwd: root, stdio: 'inherit' }), 'exit');

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
const [status] = await declared;
if (status !== 0) process.exit(1);
