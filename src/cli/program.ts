/** The command line as a whole: which commands there are, and what ends with which status. */
import { Command, CommanderError } from 'commander';
import { packageVersion } from '../server/package.ts';
import { BadUsage, sentenceOf } from './failure.ts';

/** Adds a command to the program. What it needs to run it imports when it runs, so that help and start are fast. */
export type AddCommand = (program: Command) => void;

/** In the order in which help lists them. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  start: async () => (await import('./start.ts')).start,
  reset: async () => (await import('./reset.ts')).reset,
  snapshot: async () => (await import('./snapshot.ts')).snapshot,
  clock: async () => (await import('./clock.ts')).clock,
  coverage: async () => (await import('./coverage.ts')).coverage,
  machine: async () => (await import('./machine.ts')).machine,
  openapi: async () => (await import('./openapi.ts')).openapi,
  scenario: async () => (await import('./scenario.ts')).scenario,
  trigger: async () => (await import('./trigger.ts')).trigger,
  fixture: async () => (await import('./fixture.ts')).fixture,
  event: async () => (await import('./event.ts')).event,
};

const status = { done: 0, failed: 1, usage: 2 } as const;

/** With the one command named, or with all of them where `name` is none. */
export async function createProgram(name = ''): Promise<Command> {
  const program = new Command('stripe-emulator')
    .description("A local server that behaves like Stripe's test mode. Without a command it starts one.")
    .version(packageVersion())
    .exitOverride()
    .addHelpText('after', "\nFlags of the server: 'stripe-emulator start --help'.")
    .addHelpText('after', '\nExample:\n  $ stripe-emulator --forward-to http://localhost:3000/webhooks');
  const only = Object.hasOwn(commands, name) ? commands[name] : undefined;
  for (const load of only ? [only] : Object.values(commands)) (await load())(program);
  return program;
}

/** `start` unless another command, or help about all of them, is asked for. */
function withDefault(argv: readonly string[]): string[] {
  const [first] = argv;
  const general = ['-h', '--help', '-V', '--version'];
  return first === undefined || (first.startsWith('-') && !general.includes(first)) ? ['start', ...argv] : [...argv];
}

function statusOf(error: CommanderError): number {
  return error.exitCode === 0 ? status.done : status.usage;
}

/** Runs a command line; sets the exit status: 0, 1 when it failed, 2 for bad usage. */
export async function run(argv: readonly string[]): Promise<void> {
  try {
    const line = withDefault(argv);
    const program = await createProgram(line[0]);
    await program.parseAsync(line, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = statusOf(error);
      return;
    }
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exitCode = error instanceof BadUsage ? status.usage : status.failed;
  }
}
