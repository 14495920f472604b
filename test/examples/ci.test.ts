/** What is for others' CI cannot run here as a whole; what can be run of it is. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createProgram } from '../../src/cli/program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = (file: string): string => readFileSync(root + file, 'utf8');

interface Action {
  readonly inputs: Record<string, { default: string }>;
  readonly outputs: Record<string, { value: string }>;
  readonly runs: { using: string; steps: { id: string; shell: string; env: Record<string, string>; run: string }[] };
}

/** A program like ours that runs nothing: whether it can read a command line is all that is asked. */
function reading(command: Command): Command {
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  if (command.commands.length === 0) command.action(() => undefined);
  for (const each of command.commands) reading(each);
  return command;
}

async function isReadable(line: string): Promise<void> {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  await reading(await createProgram()).parseAsync(words, { from: 'user' });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('action.yml', () => {
  const { inputs, outputs, runs } = parse(text('action.yml')) as Action;
  const [step] = runs.steps;
  const folder = mkdtempSync(join(tmpdir(), 'stripe-emulator-action-'));
  const started: number[] = [];

  afterAll(() => {
    for (const pid of started) process.kill(pid);
    rmSync(folder, { recursive: true, force: true });
  });

  /** The step as a runner plays it, with a package manager that starts this very tree. */
  async function play(port: number, args: string): Promise<{ status: number | null; stdout: string; output: string }> {
    const output = join(folder, `output-${port}`);
    writeFileSync(output, '');
    const npx = `#!/usr/bin/env bash
[ "$1 $2" = "--yes stripe-emulator@latest" ] || exit 3
echo $$ > '${folder}/pid-${port}'
exec '${process.execPath}' --import tsx '${root}src/cli/main.ts' "\${@:3}"
`;
    writeFileSync(join(folder, 'npx'), npx, { mode: 0o755 });
    const env = { PATH: `${folder}:${process.env.PATH}`, RUNNER_TEMP: folder, GITHUB_OUTPUT: output };
    const own = { VERSION: inputs.version?.default, PORT: String(port), ARGS: args };
    const child = spawn('bash', ['-eo', 'pipefail', '-c', step?.run ?? ''], { cwd: root, env: { ...env, ...own } });
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    const status = await new Promise<number | null>((resolve) => child.on('exit', resolve));
    return { status, stdout, output: readFileSync(output, 'utf8') };
  }

  it('starts a server and says where it answers', async () => {
    const port = await freePort();
    const { status, output } = await play(port, '--seed 1 --log silent');
    started.push(Number(readFileSync(`${folder}/pid-${port}`, 'utf8')));
    expect(status).toBe(0);
    expect(output).toBe(`url=http://127.0.0.1:${port}\n`);
    const answer = await fetch(`http://127.0.0.1:${port}/_emulator/health`);
    expect(await answer.json()).toMatchObject({ status: 'ok' });
  });

  it('fails with what the server said when it does not start', async () => {
    const { status, stdout } = await play(await freePort(), '--clock sundial');
    expect(status).toBe(1);
    expect(stdout).toContain('::error::stripe-emulator did not start');
    expect(stdout).toContain('It must be real, instant, manual or an ISO time');
  });

  it('uses each input, and answers what its steps put out', () => {
    expect(runs.using).toBe('composite');
    const used = Object.values(step?.env ?? {}).map((value) => /inputs\.(\w+)/.exec(value)?.[1]);
    expect(used.sort()).toEqual(Object.keys(inputs).sort());
    for (const { value } of Object.values(outputs)) expect(value).toContain(`steps.${step?.id}.outputs.`);
  });
});

describe('Dockerfile', () => {
  const lines = text('Dockerfile')
    .split('\n')
    .filter((line) => line !== '');
  const of = (instruction: string): string[] =>
    lines.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1));

  it('knows only instructions that there are', () => {
    const known = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'USER', 'EXPOSE', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'];
    expect(lines.filter((line) => !known.includes(line.split(' ')[0] ?? ''))).toEqual([]);
  });

  it('ends as a user without rights, with a command line that can be read', async () => {
    expect(of('USER')).toEqual(['node']);
    expect(JSON.parse(of('ENTRYPOINT')[0] ?? '')).toEqual(['stripe-emulator']);
    await isReadable((JSON.parse(of('CMD')[0] ?? '') as string[]).join(' '));
  });

  it('builds on a supported Node.js, and is not sent what it need not have', () => {
    expect(of('FROM')).toEqual(['node:22-alpine AS package', 'node:22-alpine']);
    expect(text('.dockerignore').split('\n')).toEqual(expect.arrayContaining(['node_modules', '.git', 'dist']));
  });
});

describe('the compose example', () => {
  const { services } = parse(text('examples/compose.yaml')) as {
    services: Record<string, { command?: string[]; environment?: Record<string, string>; depends_on?: object }>;
  };

  it('starts the emulator with flags that there are', async () => {
    await isReadable(services.stripe?.command?.join(' ') ?? '');
  });

  it('signs webhooks with the secret that the app has, and waits for the health check', () => {
    expect(services.stripe?.command).toContain(services.app?.environment?.STRIPE_WEBHOOK_SECRET);
    expect(services.app?.depends_on).toEqual({ stripe: { condition: 'service_healthy' } });
  });
});

describe.each(['tests', 'stories'])('the workflow %s', (name) => {
  const workflow = parse(text(`examples/workflows/${name}.yaml`)) as {
    on: string[];
    jobs: Record<string, { 'runs-on': string; steps: { run?: string; uses?: string }[] }>;
  };
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  it('has jobs whose steps do one thing each', () => {
    expect(workflow.on).toEqual(['push', 'pull_request']);
    for (const { run, uses } of steps) expect([run, uses].filter((each) => each !== undefined)).toHaveLength(1);
  });

  it('calls the emulator with flags that there are', async () => {
    const commands = steps
      .flatMap(({ run }) => run?.split('\n') ?? [])
      .map((line) => /npx stripe-emulator ([^>]*)/.exec(line)?.[1])
      .filter((line) => line !== undefined);
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) await isReadable(command.trim());
  });
});

describe('docs/ci.md', () => {
  it('links what is there', () => {
    const links = [...text('docs/ci.md').matchAll(/\]\((\.\.\/[^)]+)\)/g)].map(([, link = '']) => link.slice(3));
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((link) => !existsSync(root + link))).toEqual([]);
  });
});
