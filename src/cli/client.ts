/** Calls of the control API of a running server. */
import type { Command } from 'commander';
import { BadUsage, Failure } from './failure.ts';
import { webUrl } from './flags.ts';

export interface ServerFlags {
  base: string;
  key: string;
}

const defaultBase = 'http://127.0.0.1:12111';

export function withServerFlags(command: Command): Command {
  return command
    .option('--base <url>', 'the running server', webUrl, defaultBase)
    .option('--key <key>', 'names the sandbox', 'sk_test_emulator');
}

interface Call {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: object;
}

function messageOf(answer: string, status: number): string {
  try {
    const { error } = JSON.parse(answer) as { error?: { message?: unknown } };
    if (typeof error?.message === 'string') return error.message;
  } catch {
    // Something else than an emulator answers there.
  }
  return `It answered ${status}.`;
}

/** The answer's text; throws a Failure when nothing answers there, and with the server's message when it refuses. */
export async function ask(
  { base, key }: ServerFlags,
  path: string,
  { method = 'GET', body }: Call = {},
): Promise<string> {
  const url = `${base.replace(/\/+$/, '')}/_emulator${path}`;
  if (!URL.canParse(url)) throw new BadUsage(`'${base}' is no URL.`);
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Failure(`No emulator answers at ${base}: start one with 'stripe-emulator', or name another with --base.`);
  });
  const text = await response.text();
  if (!response.ok) throw new Failure(messageOf(text, response.status));
  return text;
}

export async function askJson<T>(flags: ServerFlags, path: string, call?: Call): Promise<T> {
  const text = await ask(flags, path, call);
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new Failure(`What answers at ${flags.base} is no emulator.`);
  }
}
