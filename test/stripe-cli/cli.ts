/** The real Stripe CLI, kept to this machine. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

const require = createRequire(import.meta.url);

function findBinary(): string {
  const platforms = require('@stripe/cli/platforms.json') as Record<string, { pkg: string; bin: string } | undefined>;
  const platform = platforms[`${process.platform}-${process.arch}`];
  if (platform === undefined) throw new Error(`@stripe/cli has no binary for ${process.platform}-${process.arch}`);
  return join(dirname(require.resolve(`${platform.pkg}/package.json`)), 'bin', platform.bin);
}

const binary = findBinary();
const environment = {
  PATH: process.env.PATH,
  HOME: mkdtempSync(join(tmpdir(), 'stripe-cli-')),
  XDG_CONFIG_HOME: mkdtempSync(join(tmpdir(), 'stripe-cli-')),
  STRIPE_CLI_TELEMETRY_OPTOUT: '1',
  DO_NOT_TRACK: '1',
  STRIPE_DEVICE_NAME: 'test',
  // Nobody answers there: whatever asks for another host fails at once. Loopback goes past proxies.
  HTTPS_PROXY: 'http://127.0.0.1:9',
  HTTP_PROXY: 'http://127.0.0.1:9',
  NO_PROXY: '127.0.0.1,localhost',
};

export interface Ended {
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where the CLI goes, and as whom. */
export interface Site {
  readonly url: string;
  readonly key: string;
}

const at = ({ url, key }: Site): string[] => ['--api-base', url, '--api-key', key];

/** Runs a command that ends by itself. */
export function stripe(site: Site, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(binary, [...args, ...at(site)], { env: environment, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : (error.code ?? 'killed'), stdout, stderr }),
    );
  });
}

/** The events that `stripe trigger` names. */
export function supportedEvents(): string[] {
  const help = execFileSync(binary, ['trigger', '--help'], { env: environment, encoding: 'utf8' });
  return help.split('\n').flatMap((line) => /^ {2}([a-z0-9_]+(?:\.[a-z0-9_]+)+)$/.exec(line)?.[1] ?? []);
}

export interface Running {
  /** Resolves with the first line that matches, printed already or to come. */
  line(pattern: RegExp): Promise<string>;
  lines(): string[];
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a command that runs until it is stopped, at the latest with the test. */
export function run(site: Site, ...args: string[]): Running {
  const child: ChildProcess = spawn(binary, [...args, ...at(site)], { env: environment });
  let printed = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      printed += chunk;
      for (const look of listeners) look();
    });
  }
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const lines = (): string[] => printed.split('\n');
  const running: Running = {
    lines,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines().find((each) => pattern.test(each));
          if (found === undefined) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        void ended.then(() => reject(new Error(`it ended without printing ${pattern}:\n${printed}`)));
        look();
      }),
    stop(signal = 'SIGKILL') {
      child.kill(signal);
      return ended;
    },
  };
  onTestFinished(() => running.stop());
  return running;
}
