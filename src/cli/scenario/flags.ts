/** The flags that `scenario run` and `scenario verify` have in common, and what they mean together. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Disorder, Forward } from '../../scenarios/index.ts';
import { seed, webUrls } from '../flags.ts';

export interface AppFlags {
  key?: string;
  port?: number;
  apiVersion?: string;
  forwardTo?: string[];
  forwardConnectTo?: string[];
  webhookSecret?: string;
  seed?: number;
  set?: Record<string, unknown>;
}

/** `app.url=http://...` becomes `{app: {url: ...}}`. */
function setting(text: string, earlier: Record<string, unknown> = {}): Record<string, unknown> {
  const [, name = '', path = '', value] = /^([a-zA-Z][\w-]*)\.([\w.-]+)=(.*)$/s.exec(text) ?? [];
  if (value === undefined) throw new InvalidArgumentError('It must look like app.url=http://127.0.0.1:3000.');
  const values: Record<string, unknown> = { ...earlier };
  let inner: Record<string, unknown> = { ...(values[name] as Record<string, unknown> | undefined) };
  values[name] = inner;
  const keys = path.split('.');
  for (const key of keys.slice(0, -1)) {
    const next = { ...(inner[key] as Record<string, unknown> | undefined) };
    inner[key] = next;
    inner = next;
  }
  inner[keys.at(-1) ?? ''] = value;
  return values;
}

export function count(most: number): (value: string) => number {
  return (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from 0 to ${most}.`);
  };
}

export function withAppFlags(command: Command): Command {
  return command
    .option('--key <key>', 'names the sandbox; a fresh one when left out')
    .option('--port <number>', 'port of the own server, for an app that calls the API', count(65_535))
    .option('--api-version <version>', 'of the own server, and so of the webhooks; the newest by default')
    .option('--forward-to <url>', 'deliver the events to the app under test; repeatable', webUrls)
    .option('--forward-connect-to <url>', 'likewise the events of connected accounts', webUrls)
    .option('--webhook-secret <secret>', 'whsec_... to sign with, instead of a generated one')
    .option('--set <name.path=value>', 'a value that the story refers to by name:path; repeatable', setting)
    .option('--seed <number>', 'the same seed gives the same ids and the same disorder', seed);
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function newSecret(): string {
  return `whsec_${Array.from({ length: 32 }, () => letters[Math.floor(Math.random() * letters.length)]).join('')}`;
}

export function forwards({ forwardTo = [], forwardConnectTo = [], webhookSecret }: AppFlags): Forward[] {
  const secret = webhookSecret ?? newSecret();
  return [
    ...forwardTo.map((url) => ({ url, secret })),
    ...forwardConnectTo.map((url) => ({ url, secret, connect: true })),
  ];
}

export interface DisorderFlags {
  duplicate?: boolean;
  shuffle?: boolean;
  delay?: number;
  drop?: number;
  staleSignature?: boolean;
  wrongSignature?: boolean;
  seed?: number;
}

export function withDisorderFlags(command: Command): Command {
  return command
    .option('--duplicate', 'every webhook comes twice')
    .option('--shuffle', 'webhooks of about the same time come in a random order')
    .option('--delay <ms>', 'every webhook is held up so many milliseconds', count(600_000))
    .option('--drop <number>', 'so many first attempts of every webhook get lost', count(1000))
    .option('--stale-signature', 'before every webhook comes a copy with an old timestamp')
    .option('--wrong-signature', 'before every webhook comes a copy with a wrong signature');
}

/** Undefined where all is to be in order. */
export function disorderOf(flags: DisorderFlags): Disorder | undefined {
  const { duplicate, shuffle, delay, drop, staleSignature, wrongSignature, seed = 0 } = flags;
  const disorder = {
    ...(duplicate && { duplicate }),
    ...(shuffle && { shuffle }),
    ...(delay && { delay_ms: delay }),
    ...(drop && { drop }),
    ...(staleSignature && { stale_signature: true }),
    ...(wrongSignature && { wrong_signature: true }),
  };
  return Object.keys(disorder).length === 0 ? undefined : { ...disorder, seed: Math.abs(seed) };
}
