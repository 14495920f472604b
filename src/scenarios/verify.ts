/**
 * The proof that an app copes with webhooks as they come: it ends in the same state whether they come once and in order, or
 * twice, late, shuffled, lost at first, and with forged copies between them.
 */
import { canonical, difference, growth } from './app-state.ts';
import { pause } from './deadline.ts';
import { disorders } from './disorders.ts';
import { shortly } from './expectations.ts';
import type { Disorder, Scenario } from './format.ts';
import { resolve } from './references.ts';
import type { RunOptions } from './run.ts';
import { runScenario } from './runner.ts';
import { disorderText } from './step.ts';
import { freshKey, Target } from './target.ts';

export interface VerifyOptions extends Omit<RunOptions, 'disorder'> {
  /** Where the app tells its state, as JSON; may hold references to results of the story. */
  readonly state: string;
  /** Where the app takes a POST that empties it, before each run. */
  readonly reset?: string | undefined;
  /** How many disorders; 20 when left out. */
  readonly count?: number | undefined;
  /** The same seed gives the same disorders; 1 when left out. */
  readonly seed?: number | undefined;
  /** Milliseconds that the app has to come to the right state once it has answered; 1,000 when left out. */
  readonly patience?: number | undefined;
  /** Told of each replay as it ends. */
  onReplay?(replay: Replay): void;
}

export interface Replay {
  /** From 1; 0 for the runs without disorder. */
  readonly number: number;
  readonly disorder: Disorder;
  /** The disorder in words. */
  readonly text: string;
  readonly ok: boolean;
  readonly complaints: readonly string[];
}

export interface Verification {
  readonly scenario: string;
  readonly ok: boolean;
  /** Why nothing could be compared. */
  readonly failure: string | undefined;
  readonly replays: readonly Replay[];
}

interface Played {
  readonly complaints: string[];
  readonly before: unknown;
  read(): Promise<unknown>;
}

/** In milliseconds. */
const statePatience = 1_000;

class Unreadable extends Error {}

async function stateAt(url: string): Promise<unknown> {
  const answer = await fetch(url).catch((error: Error) => {
    throw new Unreadable(`${url} cannot be read: ${(error.cause as Error | undefined)?.message ?? error.message}`);
  });
  if (!answer.ok) throw new Unreadable(`${url} answered ${answer.status}.`);
  return answer.json().catch(() => {
    throw new Unreadable(`${url} answered no JSON.`);
  });
}

async function play(scenario: Scenario, options: VerifyOptions, disorder: Disorder): Promise<Played> {
  const { state, reset, key: fixed, forwardTo = [] } = options;
  const target = new Target({ ...options, key: fixed ?? freshKey(scenario.name) }, scenario);
  const { key } = target;
  // An app that calls the API has one key: its sandbox is emptied each time.
  if (fixed !== undefined) await target.control('POST', '/reset');
  if (reset !== undefined) await target.request('POST', reset);
  const known = new Map(Object.entries(options.values ?? {}));
  const url = (): string => resolve(state, known);
  const before = state.includes('${') ? undefined : await stateAt(url());

  const complaints: string[] = [];
  for (const receiver of forwardTo) await target.control('POST', '/endpoints', receiver);
  await target.control('POST', '/chaos', disorder);
  const onValue = (name: string, value: unknown): void => void known.set(name, value);
  const run = await runScenario(scenario, { ...options, key, forwardTo: [], onValue });
  if (!run.ok) complaints.push(`the story failed: ${run.failure}`);
  const { body } = await target.control('GET', '/chaos');
  const { forged_accepted: forged } = (body as { counts: { forged_accepted: number } }).counts;
  if (forged > 0) complaints.push(`${forged} forged deliveries were answered 2xx: check the signature and its age`);
  return { complaints, before, read: () => stateAt(url()) };
}

/** What two runs without disorder have in common: the state itself, or what each of them added to it. */
type View = (before: unknown, after: unknown) => unknown;
const views: readonly View[] = [
  (_, after) => canonical(after),
  (before, after) => (before === undefined ? undefined : canonical(growth(before, after))),
];

async function settled(
  read: () => Promise<unknown>,
  isRight: (state: unknown) => boolean,
  patience = statePatience,
): Promise<unknown> {
  const until = performance.now() + patience;
  for (;;) {
    const state = await read();
    if (isRight(state) || performance.now() > until) return state;
    await pause(20);
  }
}

/** An app may go on working after it has answered: its state has settled once it stays the same. */
async function atRest(read: () => Promise<unknown>): Promise<unknown> {
  let last = '';
  return settled(read, (state) => {
    const text = JSON.stringify(state);
    const stays = text === last;
    last = text;
    return stays;
  });
}

async function undisturbed(scenario: Scenario, options: VerifyOptions): Promise<{ view: View; expected: unknown }> {
  const states: { before: unknown; after: unknown }[] = [];
  for (let time = 0; time < 2; time++) {
    const { complaints, before, read } = await play(scenario, options, {});
    if (complaints.length > 0) throw new Unreadable(`Without any disorder ${complaints.join('; ')}.`);
    states.push({ before, after: await atRest(read) });
  }
  const [first, second] = states;
  for (const view of views) {
    const expected = view(first?.before, first?.after);
    if (expected !== undefined && difference(expected, view(second?.before, second?.after)) === undefined)
      return { view, expected };
  }
  throw new Unreadable(
    'Two runs without any disorder end in different states. Name a URL that empties the app (reset), or a state that is about this run only, by references to its results.',
  );
}

/** Replays a story under seeded disorders; what goes wrong is in the answer. */
export async function verifyScenario(scenario: Scenario, options: VerifyOptions): Promise<Verification> {
  const { count = 20, seed = 1, onReplay } = options;
  const replays: Replay[] = [];
  const told = (failure?: string): Verification => ({
    scenario: scenario.name,
    ok: failure === undefined && replays.every(({ ok }) => ok),
    failure,
    replays,
  });
  try {
    const { view, expected } = await undisturbed(scenario, options);
    for (const [at, disorder] of disorders(seed, count).entries()) {
      const { complaints, before, read } = await play(scenario, options, disorder);
      const isRight = (after: unknown): boolean => difference(expected, view(before, after)) === undefined;
      await atRest(read);
      const found = difference(expected, view(before, await settled(read, isRight, options.patience)));
      if (found !== undefined) {
        const { path, expected: wanted, got } = found;
        complaints.push(`${path || 'the state'}: expected ${shortly(wanted)}, got ${shortly(got)}`);
      }
      const { seed: _, ...kinds } = disorder;
      const replay = { number: at + 1, disorder, text: disorderText(kinds), ok: complaints.length === 0, complaints };
      replays.push(replay);
      onReplay?.(replay);
    }
    return told();
  } catch (error) {
    return told(error instanceof Error ? error.message : String(error));
  }
}
