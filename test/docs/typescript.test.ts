/** Every `ts` block is type-checked and run; `// value` after a console.log is what it prints. */
import { basename } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../src/index.ts';
import { type Block, blocks, nameOf, root } from './blocks.ts';
import { type Ended, runCommand } from './processes.ts';
import { createProject, type Project } from './project.ts';

/** A sketch is part of a file; everything else is whole. */
const typed = blocks.filter(({ language, kind }) => language === 'ts' && kind !== 'sketch');
const plain = typed.filter(({ kind }) => kind === '');
const suites = typed.filter(({ kind }) => kind === 'vitest' || kind === 'jest');
const nodeTests = typed.filter(({ kind }) => kind === 'node:test');

const slug = (block: Block): string => nameOf(block).replaceAll(/[^a-z0-9]+/gi, '-');

/** What the comments of the block promise to print, in order. */
function promised({ text }: Block): string[] {
  const calls = text.matchAll(/^[ \t]*console\.log\(.*?\);(?: \/\/ ([^\n]+))?$/gms);
  return [...calls].map(([call, value]) => {
    if (value === undefined) throw new Error(`what does this print? ${call.trim()}`);
    return value;
  });
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

let project: Project;
let emulator: Emulator;
const sources = new Map<string, string>();
const ran = new Map<string, { printed: string[]; error: string | null }>();
let vitestRun: { testResults: { name: string; status: string; message: string }[] };

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
};

function javascript(text: string): string {
  return ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } })
    .outputText;
}

async function runPlain(): Promise<void> {
  const files = plain.map((block) => project.write(`${slug(block)}.js`, javascript(sources.get(nameOf(block)) ?? '')));
  const { stdout } = await runCommand(process.execPath, [`${root}test/docs/runner.mjs`, ...files], {
    cwd: project.folder,
  });
  for (const line of stdout.split('\n').filter((each) => each !== '')) {
    const { file, ...result } = JSON.parse(line) as { file: string; printed: string[]; error: string | null };
    ran.set(basename(file, '.js'), result);
  }
}

async function runSuites(): Promise<void> {
  for (const block of suites) project.write(`suites/${slug(block)}.test.ts`, sources.get(nameOf(block)) ?? '');
  const { stdout, stderr } = await runCommand(
    process.execPath,
    [`${root}node_modules/vitest/vitest.mjs`, 'run', '--root', project.folder, '--reporter=json'],
    { cwd: project.folder },
  );
  try {
    vitestRun = JSON.parse(stdout);
  } catch {
    throw new Error(stdout + stderr);
  }
}

beforeAll(async () => {
  project = createProject();
  emulator = await createEmulator();
  const { port } = await emulator.listen();
  for (const block of typed) {
    const text = block.text.replaceAll('12111', String(port));
    sources.set(nameOf(block), text);
    project.write(`types/${slug(block)}.ts`, `${text}export {};\n`);
  }
  await Promise.all([runPlain(), suites.length > 0 ? runSuites() : undefined]);
}, 60_000);

afterAll(async () => {
  await emulator?.close();
  project?.remove();
});

describe('the ts blocks', () => {
  it('have types that fit', () => {
    const files = typed.map((block) => `${project.folder}/types/${slug(block)}.ts`);
    const program = ts.createProgram(files, compilerOptions);
    const problems = files
      .flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)))
      .map(({ file, start = 0, messageText }) => {
        const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
        const text = ts.flattenDiagnosticMessageText(messageText, ' ');
        return `${basename(file?.fileName ?? '')}, line ${line + 1}: ${text}`;
      });
    expect(problems).toEqual([]);
  }, 60_000);

  it('are of a kind that is run', () => {
    expect(typed.filter((block) => ![...plain, ...suites, ...nodeTests].includes(block)).map(nameOf)).toEqual([]);
    expect(plain.length).toBeGreaterThan(1);
  });

  it.each(plain.map((block) => [nameOf(block), block] as const))('%s prints what it says', (_, block) => {
    const { printed, error } = ran.get(slug(block)) ?? { printed: [], error: 'it was not run' };
    expect(error).toBeNull();
    expect(printed.map(oneLine)).toEqual(promised(block));
  });

  it.each(suites.map((block) => [nameOf(block), block] as const))('%s passes as a test', (_, block) => {
    const { status, message } = vitestRun.testResults.find(
      ({ name }) => basename(name, '.test.ts') === slug(block),
    ) ?? { status: 'not run', message: '' };
    expect(`${status}${message}`).toBe('passed');
  });

  it.each(nodeTests.map((block) => [nameOf(block), block] as const))('%s passes with node --test', async (_, block) => {
    const file = project.write(`${slug(block)}.test.js`, javascript(sources.get(nameOf(block)) ?? ''));
    const ended: Ended = await runCommand(process.execPath, ['--test', file], { cwd: project.folder });
    expect(ended.status, ended.stdout + ended.stderr).toBe(0);
    expect(ended.stdout).toMatch(/pass [1-9]/);
  });
});
