/** `stripe-emulator scenario verify` */
import { type Command, Option } from 'commander';
import type { Replay, Verification } from '../../scenarios/index.ts';
import { webUrl } from '../flags.ts';
import { print } from '../print.ts';
import { type AppFlags, count, forwards, withAppFlags } from './flags.ts';
import { openServer } from './server.ts';
import { load } from './story.ts';

interface VerifyFlags extends AppFlags {
  state: string;
  reset?: string;
  times: number;
  reporter: 'pretty' | 'json';
}

function replayLine({ number, text, ok, complaints }: Replay): string {
  const line = `  ${ok ? '✓' : '✗'} ${String(number).padStart(2)}  ${text}`;
  return [line, ...complaints.map((each) => `         ${each}`)].join('\n');
}

function summary({ ok, failure, replays }: Verification): string {
  if (failure !== undefined) return `\n  failed  ${failure}`;
  const bad = replays.filter((replay) => !replay.ok).length;
  return ok
    ? `\n  passed  the app ends in the same state under ${replays.length} disorders`
    : `\n  failed  the app ends in another state under ${bad} of ${replays.length} disorders`;
}

async function verifyCommand(name: string, flags: VerifyFlags): Promise<void> {
  const { verifyScenario } = await import('../../scenarios/index.ts');
  const { scenario } = await load(name);
  // Ids differ from run to run, or an app would take each run for a repetition of the first.
  const server = await openServer({ ...flags, seed: undefined, lossy: true });
  const { state, reset, key, seed, times, set, reporter } = flags;
  const forwardTo = forwards(flags);
  const isPretty = reporter === 'pretty';
  try {
    if (isPretty) {
      print(`\n${scenario.name}  ${scenario.title}\n\n  emulator ${server.base}`);
      for (const { url, secret } of forwardTo) print(`  signs webhooks to ${url}  ${secret}`);
      print('');
    }
    const verification = await verifyScenario(scenario, {
      base: server.base,
      fetch: server.fetch,
      key,
      forwardTo,
      state,
      reset,
      seed,
      count: times,
      values: { ...set, '.env': process.env, emulator: { url: server.base } },
      onReplay: (replay) => isPretty && print(replayLine(replay)),
    });
    print(isPretty ? summary(verification) : JSON.stringify(verification, null, 2));
    if (!verification.ok) process.exitCode = 1;
  } finally {
    await server.close();
  }
}

export function addVerify(group: Command): void {
  const command = group
    .command('verify <name>')
    .description('replay a story under seeded disorders of the webhooks; the app must end in the same state each time');
  withAppFlags(command)
    .requiredOption('--state <url>', 'where the app tells its state as JSON', webUrl)
    .option('--reset <url>', 'where the app takes a POST that empties it, before each replay', webUrl)
    .option('--times <number>', 'how many disorders', count(1000), 20)
    .addOption(new Option('--reporter <format>', 'what to print').choices(['pretty', 'json']).default('pretty'))
    .addHelpText('after', '\nExit status 0 when the state was the same each time, 1 when not, 2 for bad usage.')
    .addHelpText(
      'after',
      '\nExample:\n  $ stripe-emulator scenario verify dispute-won --forward-to localhost:3000/webhooks --state localhost:3000/ledger',
    )
    .action(async (name: string, flags: VerifyFlags) => {
      if (flags.forwardTo === undefined && flags.forwardConnectTo === undefined)
        command.error('error: --forward-to names the app under test, and is missing');
      await verifyCommand(name, flags);
    });
}
