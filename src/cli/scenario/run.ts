/** `stripe-emulator scenario run` */
import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type Command, Option } from 'commander';
import { BadUsage, sentenceOf } from '../failure.ts';
import { webUrl } from '../flags.ts';
import { print } from '../print.ts';
import { type AppFlags, type DisorderFlags, disorderOf, forwards, withAppFlags, withDisorderFlags } from './flags.ts';
import { createReporter, type ReporterName, reporterNames } from './reporters.ts';
import { openServer } from './server.ts';
import { load, type Story, storyFile } from './story.ts';

interface RunFlags extends AppFlags, DisorderFlags {
  base?: string;
  reporter: ReporterName;
  watch?: boolean;
}

/** Whether all of them held. */
async function playAll(names: readonly string[], flags: RunFlags): Promise<boolean> {
  const { runScenario } = await import('../../scenarios/index.ts');
  const stories: Story[] = [];
  for (const name of names) stories.push(await load(name));
  const { key, set } = flags;
  const disorder = disorderOf(flags);
  const server = await openServer({ ...flags, lossy: (disorder?.drop ?? 0) > 0 });
  try {
    const reporter = await createReporter(flags.reporter);
    let ok = true;
    for (const story of stories) {
      const forwardTo = forwards(flags);
      const { base, fetch } = server;
      const values = { ...set, '.env': process.env, emulator: { url: base } };
      const listeners = reporter.begin(story, server, forwardTo);
      const run = await runScenario(story.scenario, { base, fetch, key, forwardTo, disorder, values, ...listeners });
      const place = run.failed && story.placeOf(run.failed.step);
      reporter.end({ run, title: story.scenario.title, place });
      ok &&= run.ok;
    }
    reporter.finish();
    return ok;
  } finally {
    await server.close();
  }
}

/** Milliseconds: an editor writes a file in several steps. */
const quiet = 50;

/** Plays again whenever one of the files changes, until the process is stopped. */
async function playOnChange(files: readonly string[], play: () => Promise<void>): Promise<never> {
  let wake = (): void => undefined;
  for (const file of files) {
    // The folder, because editors put a new file in the place of the old one.
    watch(dirname(file), (_, name) => {
      if (name === basename(file)) wake();
    });
  }
  for (;;) {
    const changed = new Promise<void>((resolve) => {
      wake = resolve;
    });
    await play();
    print(`\nWatching ${files.join(', ')}; stop with Ctrl-C.`);
    await changed;
    await new Promise((resolve) => setTimeout(resolve, quiet));
  }
}

async function runCommand(names: readonly string[], flags: RunFlags): Promise<void> {
  if (flags.base !== undefined && flags.port !== undefined)
    throw new BadUsage('--port is for an own server, and --base names a running one: give one of them.');
  if (!flags.watch) {
    if (!(await playAll(names, flags))) process.exitCode = 1;
    return;
  }
  const files = await Promise.all(names.map(storyFile));
  const watched = files.filter((file) => file !== undefined);
  if (watched.length === 0) throw new BadUsage('--watch needs a story in a file: those of the library do not change.');
  await playOnChange(watched, async () => {
    // A file that is just being written, or has yet to be mended, is not the end.
    await playAll(names, flags).catch((error: unknown) => print(sentenceOf(error)));
  });
}

export function addRun(group: Command): void {
  const command = group
    .command('run <names...>')
    .description('play stories of the library, or of .yaml, .json, .js, .mjs or .ts files')
    .option('--base <url>', 'a running server instead of an own one', webUrl);
  withDisorderFlags(withAppFlags(command))
    .addOption(new Option('--reporter <format>', 'what to print').choices(reporterNames).default('pretty'))
    .option('--watch', 'play again whenever a file changes')
    .addHelpText('after', '\nExit status 0 when every expectation held, 1 when one failed, 2 for bad usage.')
    .addHelpText(
      'after',
      '\nExample:\n  $ stripe-emulator scenario run dispute-won --forward-to localhost:3000/webhooks --duplicate',
    )
    .action(runCommand);
}
