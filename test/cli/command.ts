/** The command line, from source. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished, vi } from 'vitest';
import { run as runHere } from '../../src/cli/program.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Child {
  readonly process: ChildProcess;
  readonly result: Promise<Result>;
  /** What it has printed so far. */
  printed(): string;
}

/** Runs a command as a process of its own; whoever begins it ends it. */
export function begin(args: readonly string[]): Child {
  const { NO_COLOR, FORCE_COLOR, NODE_OPTIONS, ...env } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const result = new Promise<Result>((resolve) => child.on('close', (status) => resolve({ status, stdout, stderr })));
  return { process: child, result, printed: () => stdout };
}

/** A command that ends by itself, run in this process. */
export async function ended(...argv: string[]): Promise<Result> {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += text;
      return true;
    }),
  );
  try {
    await runHere(argv);
    return { status: Number(process.exitCode ?? 0), ...printed };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}

/** Runs a command to its end, as a process of its own. */
export function run(...args: string[]): Promise<Result> {
  return begin(args).result;
}

export interface Server {
  readonly url: string;
  /** Lines printed so far. */
  lines(): string[];
  /** Resolves when a line that matches is printed. */
  line(pattern: RegExp): Promise<string>;
  stop(signal: NodeJS.Signals): Promise<Result>;
}

/** Starts a server on a free port; it is stopped with the test. */
export async function serve(...args: string[]): Promise<Server> {
  const child = begin([...args, '--port', '0']);
  const lines = (): string[] => child.printed().split('\n').slice(0, -1);
  const line: Server['line'] = (pattern) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = lines().find((each) => pattern.test(each));
        if (found !== undefined) resolve(found);
      };
      child.process.stdout?.on('data', look);
      child.result.then(({ stderr }) => reject(new Error(`it ended without printing ${pattern}: ${stderr}`)));
      look();
    });
  const stop: Server['stop'] = (signal) => {
    child.process.kill(signal);
    return child.result;
  };
  onTestFinished(() => void stop('SIGKILL'));
  await line(/ready/);
  const url = /http:\S+$/.exec(lines()[0] ?? '')?.[0];
  if (url === undefined) throw new Error(`the first line names no URL: ${lines()[0]}`);
  return { url, lines, line, stop };
}
