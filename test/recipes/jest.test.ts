/** The recipe for Jest in docs/fixtures.md, run by Jest 29 itself. Needs `npm run build` before. */
import ts from 'typescript';
import { expect, it } from 'vitest';
import { blocks, root } from '../docs/blocks.ts';
import { runCommand } from '../docs/processes.ts';
import { createProject } from '../docs/project.ts';

const recipes = blocks.filter(({ page, kind }) => page === 'docs/fixtures.md' && kind === 'jest');
const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };

it('passes in Jest', async () => {
  const project = createProject({ realJest: true });
  for (const { line, text } of recipes)
    project.write(`line-${line}.test.js`, ts.transpileModule(text, { compilerOptions }).outputText);
  project.write('jest.config.json', JSON.stringify({ transform: {}, testEnvironment: 'node' }));
  const jest = [`${root}node_modules/jest/bin/jest.js`, '--config', 'jest.config.json', '--rootDir', project.folder];
  const { status, stderr } = await runCommand(process.execPath, ['--experimental-vm-modules', ...jest], {
    cwd: project.folder,
  });
  project.remove();
  expect(recipes).toHaveLength(1);
  expect(status, stderr).toBe(0);
  expect(stderr).toMatch(/Tests: +1 passed/);
}, 60_000);
