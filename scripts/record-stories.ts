/** Plays the stories of the library and keeps their events, for `eventsOf()` of the fixtures. */
import { mkdirSync, writeFileSync } from 'node:fs';
import type Stripe from 'stripe';
import type * as Emulator from '../src/index.ts';
import type * as Scenarios from '../src/scenarios/index.ts';

type Parts = Pick<typeof Emulator, 'createEmulator'> & Pick<typeof Scenarios, 'library' | 'runScenario'>;
type Story = Scenarios.Scenario;

const key = 'sk_test_story';

/** The events of a story in order, those of connected accounts among them; nothing when it fails. */
export async function eventsOfStory(
  { createEmulator, runScenario }: Omit<Parts, 'library'>,
  story: Story,
): Promise<Stripe.Event[] | undefined> {
  const emulator = await createEmulator({ seed: 1, clock: '2026-11-01T00:00:00Z' });
  const sandbox = emulator.sandbox(key);
  const received = new Map<string, Stripe.Event>();
  const receive = async (request: Request): Promise<Response> => {
    const event = (await request.json()) as Stripe.Event;
    received.set(event.id, event);
    return new Response();
  };
  await sandbox.deliverTo(receive);
  await sandbox.deliverTo(receive, { connect: true });
  const run = await runScenario(story, { base: 'http://emulator', key, fetch: emulator.fetch });
  // What takes Stripe's test mode seconds.
  await sandbox.advance('1m');
  await sandbox.delivered();
  // Deliveries are written with their events: theirs is the order in which these happened.
  const order = (await sandbox.deliveries()).reverse().map(({ event }) => event);
  await emulator.close();
  return run.ok ? [...new Set(order)].flatMap((id) => received.get(id) ?? []) : undefined;
}

/** Writes one file for each story into `folder`; answers the names of the stories that failed. */
export async function recordStories({ library, ...parts }: Parts, folder: string): Promise<string[]> {
  const failed: string[] = [];
  mkdirSync(folder, { recursive: true });
  for (const story of library) {
    const events = await eventsOfStory(parts, story);
    if (events === undefined) failed.push(story.name);
    else
      writeFileSync(
        `${folder}/${story.name}.json`,
        `{"events":[\n${events.map((each) => JSON.stringify(each)).join(',\n')}\n]}\n`,
      );
  }
  return failed;
}
