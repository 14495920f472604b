/** `stripe-emulator [start]` */
import { Option } from 'commander';
import type { Emulator } from '../server/emulator.ts';
import type { ForwarderOptions } from '../server/receiver.ts';
import { asUsage, Failure } from './failure.ts';
import { clockSetting, names, paths, port, seed, store, webUrls } from './flags.ts';
import { whyNot } from './listening.ts';
import { createLog, type LogFormat } from './log.ts';
import type { AddCommand } from './program.ts';

interface StartFlags {
  port: number;
  host: string;
  forwardTo?: string[];
  forwardConnectTo?: string[];
  events?: string[];
  webhookSecret?: string;
  webhookRetries: 'fast' | 'stripe';
  allowPublicWebhooks?: boolean;
  seed?: number;
  clock: string;
  fixtures?: string[];
  strict?: boolean;
  log: LogFormat;
  apiVersion?: string;
}

export const start: AddCommand = (program) => {
  const command = program
    .command('start')
    .description('serve; what happens without a command')
    .option('--port <number>', 'port to listen on; 0 picks a free one', port, 12_111)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--forward-to <url>', "deliver the platform account's events of every sandbox there; repeatable", webUrls)
    .option('--forward-connect-to <url>', 'likewise the events of connected accounts', webUrls)
    .option('--events <types>', 'forward only these: a,b or charge.dispute.*', names)
    .option('--webhook-secret <secret>', 'whsec_... to sign with, instead of a generated one')
    .addOption(
      new Option('--webhook-retries <schedule>', "retries within seconds, or over hours as Stripe's")
        .choices(['fast', 'stripe'])
        .default('fast'),
    )
    .option('--allow-public-webhooks', 'deliver to addresses outside this machine and private networks too')
    .option('--seed <number>', 'the same seed and the same calls give the same ids', seed)
    .option('--clock <setting>', 'real, instant, manual or the ISO time of a manual clock', clockSetting, 'instant')
    .option('--store <store>', 'where objects are kept', store, 'memory')
    .option(
      '--fixtures <file>',
      'fixtures file of the Stripe CLI to run at start, in sandbox sk_test_emulator; repeatable',
      paths,
    )
    .option('--strict', 'answer 501 to what is only generically emulated')
    .addOption(
      new Option('--log <format>', 'what to print of each request and delivery')
        .choices(['pretty', 'json', 'silent'])
        .default('pretty'),
    )
    .option('--api-version <version>', 'version of requests that name none; the newest by default')
    .addHelpText(
      'after',
      '\nExample:\n  $ stripe-emulator start --port 0 --seed 1 --forward-to localhost:3000/webhooks',
    )
    .action(async (flags: StartFlags) => {
      const forwardTo = forwarders(flags);
      if (forwardTo.length === 0 && (flags.events ?? flags.webhookSecret) !== undefined)
        command.error('error: --events and --webhook-secret need --forward-to or --forward-connect-to');
      await serve(flags, forwardTo);
    });
};

function forwarders({ forwardTo = [], forwardConnectTo = [], events, webhookSecret }: StartFlags): ForwarderOptions[] {
  const options = { events, secret: webhookSecret };
  return [
    ...forwardTo.map((url) => ({ ...options, url })),
    ...forwardConnectTo.map((url) => ({ ...options, url, connect: true })),
  ];
}

async function serve(flags: StartFlags, forwardTo: readonly ForwarderOptions[]): Promise<void> {
  const { createEmulator } = await import('../server/emulator.ts');
  const log = createLog(flags.log);
  const emulator = await createEmulator({ ...flags, ...log.listeners, forwardTo }).catch(asUsage);
  const server = await emulator.listen(flags).catch(async (error: NodeJS.ErrnoException) => {
    await emulator.close();
    throw new Failure(whyNot(error, flags));
  });

  for (const file of flags.fixtures ?? []) {
    await runFixtures(emulator, file).catch(async (error: unknown) => {
      await emulator.close();
      throw error;
    });
  }

  const stop = (): void => {
    void emulator.close().then(() => {
      log.flush();
      process.exit(0);
    });
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);

  log.line(`stripe-emulator ${emulator.version} is ready on ${server.url}`);
  for (const forwarder of emulator.forwarders) log.forwarder(forwarder);
  log.flush();
}

async function runFixtures({ fetch }: Emulator, file: string): Promise<void> {
  const { load } = await import('./scenario/story.ts');
  const { runScenario } = await import('../scenarios/index.ts');
  const values = { '.env': process.env };
  const { scenario } = await load(file);
  // The app may be started after its Stripe.
  const options = { key: 'sk_test_emulator', fetch, values, awaitWebhooks: false };
  const run = await runScenario(scenario, { base: 'http://emulator', ...options });
  if (!run.ok) throw new Failure(`${file}: ${run.failure}`);
}
