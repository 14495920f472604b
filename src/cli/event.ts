/** `stripe-emulator event` */
import type { EventType, FixtureKit } from '../fixtures/index.ts';
import { Failure, noEvent } from './failure.ts';
import { factoryNamed, kitOf, type Setting, setting, traitNames, wished } from './fixture-flags.ts';
import { seed, webUrl } from './flags.ts';
import { print } from './print.ts';
import type { AddCommand } from './program.ts';

interface EventFlags {
  trait?: string[];
  seed?: number;
  set?: Setting[];
  account?: string;
  sign?: string;
  send?: string;
  apiVersion?: string;
}

/** The event about an object in the state that it tells of, or in that which `--trait` names. */
async function made(kit: FixtureKit, type: string, flags: EventFlags): Promise<object> {
  const { loadDescription } = await import('../server/spec/description.ts');
  const { traitsFor } = await import('../fixtures/event.ts');
  const { events } = loadDescription();
  const [carried] = events.get(type) ?? [];
  if (carried === undefined) throw noEvent(type, [...events.keys()]);
  const { apiVersion } = flags;
  const factory = factoryNamed(kitOf(kit, apiVersion), carried);
  const { trait: traits = traitsFor(type, factory.traits), set: settings = [], seed, account } = flags;
  const make = await wished(factory, { traits, settings });
  if (seed !== undefined) kit.fixtures.seed(seed);
  return kit.event(type as EventType, make() as never, account === undefined ? {} : { account });
}

async function sent(url: string, payload: string, headers: Readonly<Record<string, string>>): Promise<void> {
  const started = performance.now();
  const answer = await fetch(url, { method: 'POST', body: payload, headers }).catch(() => {
    throw new Failure(`Nothing answers at ${url}.`);
  });
  const text = (await answer.text()).trim();
  print(
    `${answer.status} in ${Math.round(performance.now() - started)} ms${text === '' ? '' : `  ${text.slice(0, 200)}`}`,
  );
  if (!answer.ok) process.exitCode = 1;
}

async function run(type: string, flags: EventFlags): Promise<void> {
  const { createKit, signedWebhook } = await import('../fixtures/index.ts');
  const kit = createKit(flags.seed === undefined ? {} : { seed: flags.seed });
  const event = await made(kit, type, flags);
  const { sign: secret, send: url } = flags;
  const { payload, headers } = secret === undefined ? signedWebhook.unsigned(event) : signedWebhook(event, { secret });
  if (url !== undefined) await sent(url, payload, headers);
  else print(secret === undefined ? payload : JSON.stringify({ payload, headers }, null, 2));
}

export const event: AddCommand = (program) => {
  program
    .command('event <type>')
    .description('print an event as JSON, sign it, or send it to your app')
    .option('--trait <name>', 'the state of its object, where not that which the event tells of', traitNames)
    .option('--seed <number>', 'the same seed gives the same bytes', seed)
    .option('--set <path=value>', 'a field of its object: amount=1999; repeatable', setting)
    .option('--api-version <version>', 'as a webhook endpoint of this version gets it; the newest by default')
    .option('--account <id>', 'the connected account in which it happened')
    .option('--sign <secret>', 'sign it with this whsec_ secret: prints payload and headers')
    .option('--send <url>', 'post it there', webUrl)
    .addHelpText(
      'after',
      '\nExample:\n  $ stripe-emulator event charge.dispute.closed --trait won --sign whsec_test --send localhost:3000/webhooks',
    )
    .action(run);
};
