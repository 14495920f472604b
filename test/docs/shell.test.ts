/**
 * The `sh run` blocks of a page are run in one shell, in order, against a server of its own; a `json` block after one
 * shows part of its last answer. Other `sh` blocks are read by the command line's own parser.
 */
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { createEmulator, type Emulator } from '../../src/index.ts';
import { differences } from './answers.ts';
import { type Block, blocks, nameOf, pages, root, textOf } from './blocks.ts';
import { runCommand } from './processes.ts';

const isRun = ({ language, kind }: Block): boolean => language === 'sh' && kind === 'run';
const runBlocks = blocks.filter(isRun);
const pagesWithRuns = pages.filter((page) => runBlocks.some((block) => block.page === page));

/** Every curl fails for an HTTP status of 400 and above, and ends its output with a line break. */
const preamble = `set -eo pipefail
curl() { command curl --fail-with-body --silent --show-error --write-out '\\n' "$@"; }
`;
const marker = (at: number): string => `==== block ${at} ====`;

interface Outcome {
  readonly output: string;
  readonly complaint: string;
}

async function play(page: string, port: number): Promise<Map<string, Outcome>> {
  const own = runBlocks.filter((block) => block.page === page);
  const script = own.map(({ text }, at) => `echo '${marker(at)}'\n${text.replaceAll('12111', String(port))}`).join('');
  const { status, stdout, stderr } = await runCommand('bash', [
    '-c',
    `${preamble}${script}echo '${marker(own.length)}'`,
  ]);
  return new Map(
    own.map((block, at) => {
      const [, after] = stdout.split(`${marker(at)}\n`);
      const done = stdout.includes(marker(at + 1));
      const output = after?.split(marker(at + 1))[0] ?? '';
      const failed = after === undefined ? 'an earlier block failed' : `exit status ${status}: ${stderr}${output}`;
      return [nameOf(block), { output, complaint: done ? '' : failed }];
    }),
  );
}

let emulators: Emulator[] = [];
const outcomes = new Map<string, Outcome>();

beforeAll(async () => {
  emulators = await Promise.all(pagesWithRuns.map(() => createEmulator({ allowPublicWebhooks: false })));
  await Promise.all(
    pagesWithRuns.map(async (page, at) => {
      const { port } = (await emulators[at]?.listen()) ?? { port: 0 };
      for (const [name, outcome] of await play(page, port)) outcomes.set(name, outcome);
    }),
  );
}, 60_000);

afterAll(() => Promise.all(emulators.map((emulator) => emulator.close())));

describe('the sh run blocks', () => {
  it.each(runBlocks.map((block) => [nameOf(block), block] as const))('%s runs', (name, { text }) => {
    expect(text).toContain('curl ');
    expect(outcomes.get(name)?.complaint).toBe('');
  });
});

describe('the json blocks', () => {
  const json = blocks.filter(({ language }) => language === 'json');

  it.each(json.map((block) => [nameOf(block), block] as const))('%s is JSON', (_, { text }) => {
    expect(() => JSON.parse(text)).not.toThrow();
  });

  const answers = json.filter(({ kind }) => kind === 'answer');

  it.each(answers.map((block) => [nameOf(block), block] as const))('%s is what comes back', (_, block) => {
    const before = blocks[blocks.indexOf(block) - 1];
    if (before === undefined || !isRun(before)) throw new Error('no sh run block comes before it');
    const last = outcomes.get(nameOf(before))?.output.trim().split('\n').at(-1) ?? '';
    expect(differences(JSON.parse(block.text), JSON.parse(last))).toEqual([]);
  });
});

/** The words of a simple command; quotes keep words together. */
function words(line: string): string[] {
  const command = line.split(/ (?:#|[|>&])/)[0] ?? '';
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  );
}

function commandLines(): [string, string[]][] {
  const shell = blocks.filter((block) => block.language === 'sh' && !isRun(block));
  return shell.flatMap((block) =>
    block.text
      .replaceAll('\\\n', ' ')
      .split('\n')
      .map((line) => /^\s*(?:npx )?stripe-emulator(?: (.*))?$/.exec(line))
      .filter((match) => match !== null)
      .map(([, rest = '']): [string, string[]] => [`${nameOf(block)} stripe-emulator ${rest}`, words(rest)]),
  );
}

function withoutActions(command: Command): Command {
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  if (command.commands.length === 0) command.action(() => undefined);
  for (const each of command.commands) withoutActions(each);
  return command;
}

describe('the command lines', () => {
  it.each(commandLines())('%s', async (_, argv) => {
    const line = argv.length === 0 || argv[0]?.startsWith('--') ? ['start', ...argv] : argv;
    await withoutActions(await createProgram()).parseAsync(line, { from: 'user' });
  });

  it('name scripts that exist', async () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const named = pages.flatMap((page) => [...textOf(page).matchAll(/\bnpm run (?:--\S+ )*([a-z][a-z:-]*)/g)]);
    expect(named.length).toBeGreaterThan(0);
    expect(named.map(([, name]) => name).filter((name) => scripts[name ?? ''] === undefined)).toEqual([]);
    expect(root).toMatch(/\/$/);
  });
});
