/** `stripe-emulator scenario list|show|run` */
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Command, Option } from 'commander';
import type { Run, RunOptions, Scenario } from '../scenarios/index.ts';
import { Failure } from './failure.ts';
import { seed, webUrl, webUrls } from './flags.ts';
import type { AddCommand } from './program.ts';

interface RunFlags {
  base?: string;
  key: string;
  forwardTo?: string[];
  webhookSecret?: string;
  seed?: number;
  reporter: 'pretty' | 'json';
}

async function fromFile(path: string): Promise<unknown> {
  if (path.endsWith('.json')) return JSON.parse(await readFile(path, 'utf8'));
  const module = (await import(pathToFileURL(resolve(path)).href)) as { default?: unknown };
  return module.default;
}

/** `fixtures/first-customer.json` tells the story `first-customer`. */
function storyName(file: string): string {
  const [name = ''] = basename(file).split('.');
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-') || 'fixtures';
}

/** A story of the library, or one in a file: our own format, or a fixtures file of the Stripe CLI. */
export async function load(name: string): Promise<Scenario> {
  const { findScenario, isFixturesFile, library, readFixturesFile, readScenario } = await import(
    '../scenarios/index.ts'
  );
  const known = findScenario(name);
  if (known !== undefined) return known;
  if (!/\.(json|js|mjs)$/.test(name)) {
    const names = library.map((scenario) => scenario.name).join(', ');
    throw new Failure(`There is no scenario '${name}'. Known: ${names}; or name a .json, .js or .mjs file.`);
  }
  let definition: unknown;
  try {
    definition = await fromFile(name);
  } catch (error) {
    throw new Failure(`${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    return isFixturesFile(definition) ? readFixturesFile(definition, storyName(name)) : readScenario(definition);
  } catch (error) {
    throw new Failure(`${name} is ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** An emulator for this one story, or the running one that was named. */
async function target({ base, key, forwardTo = [], webhookSecret, seed }: RunFlags) {
  if (base !== undefined) {
    if (forwardTo.length > 0)
      throw new Failure('--forward-to belongs to an own server: start the one at --base with it.');
    return { base, key, close: async () => undefined, secrets: [] };
  }
  const { createEmulator } = await import('../server/emulator.ts');
  const forwarders = forwardTo.map((url) => ({ url, ...(webhookSecret && { secret: webhookSecret }) }));
  const emulator = await createEmulator({ seed, forwardTo: forwarders });
  const secrets = emulator.forwarders.map(({ url, secret }) => `${url}  ${secret}`);
  return { base: 'http://emulator', key, fetch: emulator.fetch, close: () => emulator.close(), secrets };
}

async function runPretty(scenario: Scenario, options: RunOptions, secrets: readonly string[]): Promise<Run> {
  const { entryLine, heading, runScenario, verdict } = await import('../scenarios/index.ts');
  const style = { colour: process.stdout.isTTY === true };
  console.log(heading(scenario.name, scenario.title, style));
  for (const secret of secrets) console.log(`  signs webhooks to ${secret}`);
  const run = await runScenario(scenario, { ...options, onEntry: (entry) => console.log(entryLine(entry, style)) });
  console.log(verdict(run, style));
  return run;
}

async function runJson(scenario: Scenario, options: RunOptions): Promise<Run> {
  const { runScenario } = await import('../scenarios/index.ts');
  const run = await runScenario(scenario, options);
  console.log(JSON.stringify(run, null, 2));
  return run;
}

async function runCommand(name: string, flags: RunFlags): Promise<void> {
  const scenario = await load(name);
  const { close, secrets, ...there } = await target(flags);
  const options = { ...there, values: { '.env': process.env } };
  try {
    const run =
      flags.reporter === 'json' ? await runJson(scenario, options) : await runPretty(scenario, options, secrets);
    if (!run.ok) process.exitCode = 1;
  } finally {
    await close();
  }
}

function addRun(group: Command): void {
  group
    .command('run <name>')
    .description('play a story of the library or of a .json, .js or .mjs file')
    .option('--base <url>', 'a running server instead of an own one', webUrl)
    .option('--key <key>', 'names the sandbox', 'sk_test_scenario')
    .option('--forward-to <url>', 'deliver the events to the app under test; repeatable', webUrls)
    .option('--webhook-secret <whsec_...>', 'signing secret instead of a generated one')
    .option('--seed <number>', 'the same seed gives the same ids', seed)
    .addOption(new Option('--reporter <format>', 'what to print').choices(['pretty', 'json']).default('pretty'))
    .addHelpText('after', '\nExit status 0 when every expectation held, 1 when one failed, 2 for bad usage.')
    .addHelpText(
      'after',
      '\nExample:\n  $ stripe-emulator scenario run dispute-won --forward-to localhost:3000/webhooks',
    )
    .action(runCommand);
}

export const scenario: AddCommand = (program) => {
  const group = program
    .command('scenario')
    .description('stories: list, show, run')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator scenario run dispute-won');

  group
    .command('list')
    .description('the stories that come with the package')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator scenario list')
    .action(async () => {
      const { library } = await import('../scenarios/index.ts');
      const longest = library.reduce((most, { name }) => Math.max(most, name.length), 0);
      for (const { name, title } of library) console.log(`${name.padEnd(longest)}  ${title}`);
    });

  group
    .command('show <name>')
    .description('a story as JSON, to start one of your own from')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator scenario show dispute-won > my-story.json')
    .action(async (name: string) => console.log(JSON.stringify(await load(name), null, 2)));

  addRun(group);
};
