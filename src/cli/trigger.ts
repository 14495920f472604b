/** `stripe-emulator trigger` */
import { Option } from 'commander';
import { noEvent } from './failure.ts';
import { seed, webUrl, webUrls } from './flags.ts';
import { print } from './print.ts';
import type { AddCommand } from './program.ts';
import { type AppFlags, forwards } from './scenario/flags.ts';
import { createReporter, type ReporterName, reporterNames } from './scenario/reporters.ts';
import { openServer } from './scenario/server.ts';

type Shared = 'key' | 'apiVersion' | 'forwardTo' | 'forwardConnectTo' | 'webhookSecret' | 'seed';

interface TriggerFlags extends Pick<AppFlags, Shared> {
  base?: string;
  reporter: ReporterName;
}

/** The sandbox of a running server that everybody shares who names none. */
const defaultKey = 'sk_test_emulator';

async function storyOf(event: string) {
  const { findTrigger, triggerable } = await import('../scenarios/triggers/index.ts');
  const scenario = findTrigger(event);
  if (scenario === undefined) throw noEvent(event, triggerable);
  return scenario;
}

async function triggerCommand(event: string | undefined, flags: TriggerFlags): Promise<void> {
  if (event === undefined) {
    const { triggerable } = await import('../scenarios/triggers/index.ts');
    print(triggerable.join('\n'));
    return;
  }
  const { runScenario } = await import('../scenarios/index.ts');
  const forwardTo = forwards(flags);
  const scenario = await storyOf(event);
  const key = flags.key ?? (flags.base === undefined ? undefined : defaultKey);
  const server = await openServer(flags);
  try {
    const { base, fetch } = server;
    const reporter = await createReporter(flags.reporter);
    const listeners = reporter.begin({ scenario, file: undefined, placeOf: () => undefined }, server, forwardTo);
    const run = await runScenario(scenario, {
      base,
      fetch,
      forwardTo,
      ...(key !== undefined && { key }),
      ...listeners,
    });
    reporter.end({ run, title: scenario.title, place: undefined });
    reporter.finish();
    if (!run.ok) process.exitCode = 1;
  } finally {
    await server.close();
  }
}

export const trigger: AddCommand = (program) => {
  program
    .command('trigger [event]')
    .description('make an event happen by the shortest story; without an event, list those that can happen')
    .option('--base <url>', 'a running server instead of an own one', webUrl)
    .option('--api-version <version>', 'of the own server, and so of the webhooks; the newest by default')
    .option('--key <key>', `names the sandbox; ${defaultKey} of a running server when left out`)
    .option('--forward-to <url>', 'deliver the events to the app under test; repeatable', webUrls)
    .option('--forward-connect-to <url>', 'likewise the events of connected accounts', webUrls)
    .option('--webhook-secret <secret>', 'whsec_... to sign with, instead of a generated one')
    .option('--seed <number>', 'the same seed gives the same ids', seed)
    .addOption(new Option('--reporter <format>', 'what to print').choices(reporterNames).default('pretty'))
    .addHelpText(
      'after',
      '\nExit status 0 when the event happened and arrived, 1 when not, 2 for an event that there is not.',
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ stripe-emulator trigger charge.dispute.created --forward-to localhost:3000/webhooks',
    )
    .action(triggerCommand);
};
