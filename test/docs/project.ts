/** A project of a user beside this package: the packages it would have installed, linked. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './blocks.ts';

const installed = ['stripe', 'hono', '@hono/node-server', 'vitest', 'vite', 'msw', '@playwright/test', '@types/node'];

export interface Project {
  readonly folder: string;
  write(name: string, text: string): string;
  remove(): void;
}

/** Needs `npm run build` before; throws where nothing is built. */
export function createProject({ realJest = false } = {}): Project {
  if (!existsSync(join(root, 'dist/index.js'))) throw new Error('There is no dist/: run npm run build first.');
  const folder = mkdtempSync(join(tmpdir(), 'stripe-emulator-docs-'));
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  const link = (name: string, target: string): void => {
    const path = join(folder, 'node_modules', name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(target, path, 'junction');
  };
  write('package.json', JSON.stringify({ private: true, type: 'module' }));
  for (const name of installed) link(name, join(root, 'node_modules', name));
  link('stripe-emulator', root);
  if (realJest) {
    link('@jest/globals', join(root, 'node_modules/@jest/globals'));
    return { folder, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
  }
  // Jest's functions are vitest's here, so that its recipes can be run and type-checked with all others.
  write('node_modules/@jest/globals/package.json', JSON.stringify({ type: 'module', main: 'index.js' }));
  write('node_modules/@jest/globals/index.js', "export * from 'vitest';\n");
  write('node_modules/@jest/globals/index.d.ts', "export * from 'vitest';\n");
  return { folder, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
