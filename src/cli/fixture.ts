/** `stripe-emulator fixture` */
import { type Command, InvalidArgumentError } from 'commander';
import { BadUsage } from './failure.ts';
import { factoryNamed, kitOf, type Setting, setting, traitNames, wished } from './fixture-flags.ts';
import { seed } from './flags.ts';
import { print } from './print.ts';
import type { AddCommand } from './program.ts';

interface FixtureFlags {
  trait?: string[];
  count?: number;
  seed?: number;
  set?: Setting[];
  all?: boolean;
  out?: string;
  apiVersion?: string;
}

function count(value: string): number {
  const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= 0) return number;
  throw new InvalidArgumentError('It must be a whole number from 0 to 999999.');
}

async function one(name: string, flags: FixtureFlags): Promise<void> {
  const { trait: traits = [], set: settings = [], count, seed, apiVersion } = flags;
  const { createKit } = await import('../fixtures/index.ts');
  const kit = createKit(seed === undefined ? {} : { seed });
  const make = await wished(factoryNamed(kitOf(kit, apiVersion), name), { traits, settings });
  // Whatever was tried on the way, the seed decides.
  if (seed !== undefined) kit.fixtures.seed(seed);
  const made = count === undefined ? make() : Array.from({ length: count }, make);
  print(JSON.stringify(made, null, 2));
}

async function all({ out, seed = 1 }: FixtureFlags): Promise<void> {
  if (out === undefined) throw new BadUsage('--all writes many files: name their folder with --out.');
  const { writeGoldenFiles } = await import('./golden-files.ts');
  print(`Wrote ${await writeGoldenFiles(out, seed)} files to ${out}.`);
}

export const fixture: AddCommand = (program) => {
  const command: Command = program
    .command('fixture [object]')
    .description('print objects of Stripe as JSON: a dispute, a payment intent, ...')
    .option('--trait <name>', 'a state or variant; repeatable, or several with commas', traitNames)
    .option('--count <number>', 'print an array of so many', count)
    .option('--seed <number>', 'the same seed gives the same bytes', seed)
    .option('--set <path=value>', 'a field: amount=1999, metadata.order=42; repeatable', setting)
    .option('--api-version <version>', 'as this version of the API shows it; the newest by default')
    .option('--all', 'every object with every trait, every event, every story')
    .option('--out <folder>', 'where --all writes its files')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator fixture dispute --trait lost --seed 1')
    .action(async (object: string | undefined, flags: FixtureFlags) => {
      if (flags.all === true) await all(flags);
      else if (object === undefined) command.error("error: missing required argument 'object' (or --all)");
      else await one(object, flags);
    });
};
