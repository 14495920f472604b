/** Plays a story step by step and tells what happened on both sides: calls, and the events that follow. */
import { summary, type Unmet, unmet, type World } from './expectations.ts';
import type { ExpectStep, Scenario, Step } from './format.ts';
import { resolve } from './references.ts';
import type { Entry, EntryKind, FailedStep, Run, RunOptions } from './run.ts';
import { type DoingStep, deedOf, gist } from './step.ts';
import { Target } from './target.ts';
import { Timeline, type TimelineLine } from './timeline.ts';

class Failed extends Error {
  readonly step: string;
  readonly unmet: Unmet | undefined;

  constructor(step: string, message: string, unmet?: Unmet) {
    super(message);
    this.step = step;
    this.unmet = unmet;
  }
}

/** In milliseconds. */
const patience = { expect: 5_000, step: 30_000, story: 120_000, settling: 5_000 } as const;
const shortestPause = 5;
const longestPause = 100;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Rejects with what `late` makes when `work` is not done in time. */
async function inTime<T>(work: Promise<T>, ms: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}

/** `fetch` itself only says that it failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error.cause as Error | undefined)?.message || error.message;
}

/** Where on the app a webhook goes. */
function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

function countSteps(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => {
    if ('repeat' in step) return sum + step.repeat.times * countSteps(step.repeat.steps);
    if ('parallel' in step) return sum + countSteps(step.parallel);
    return sum + ('steps' in step ? countSteps(step.steps) : 1);
  }, 0);
}

type Note = Omit<Entry, 'at' | 'says' | 'ok'> & { readonly says?: string | undefined; readonly ok?: boolean };

function noteOf(line: TimelineLine): Note {
  switch (line.kind) {
    case 'request':
      return {
        kind: 'app',
        text: `${line.method} ${line.path}`,
        result: line.status === 0 ? 'no answer' : `${line.status}`,
      };
    case 'event':
      return { kind: 'event', text: line.type, result: line.about ?? '', account: line.account ?? undefined };
    case 'attempt': {
      const { status, error, duration_ms } = line.attempt;
      return {
        kind: 'delivery',
        text: `${line.event_type} to ${pathOf(line.url)}`,
        result: error ?? `${status} in ${Math.round(duration_ms)} ms`,
        ok: error === null && status !== null && status < 300,
      };
    }
  }
}

class Player {
  private readonly scenario: Scenario;
  private readonly target: Target;
  private readonly timeline: Timeline;
  private readonly world: World;
  private readonly options: RunOptions;
  private readonly known: Map<string, unknown>;
  private readonly entries: Entry[] = [];
  private readonly started = performance.now();
  /** What must not have happened by the end, as it was said on the way. */
  private readonly bans: { readonly step: string; readonly types: string[]; readonly account: string | undefined }[] =
    [];
  private readonly count: number;
  private begun = 0;
  private over = false;

  constructor(scenario: Scenario, options: RunOptions) {
    this.scenario = scenario;
    this.options = options;
    this.target = new Target(options, scenario.name);
    this.timeline = new Timeline(options.disorder?.drop);
    this.world = { target: this.target, timeline: this.timeline };
    this.known = new Map(Object.entries(options.values ?? {}));
    this.count = countSteps(scenario.steps);
  }

  async play(): Promise<Run> {
    const { name, timeout = patience.story } = this.scenario;
    let failed: FailedStep | undefined;
    let undo = async (): Promise<void> => undefined;
    try {
      await this.timeline.open(this.target);
      undo = await this.prepare();
      await inTime(this.tell(), timeout, () => new Failed('', `the story took longer than ${timeout} ms`));
    } catch (error) {
      failed = this.failedStep(error);
    }
    this.over = true;
    await this.timeline.close();
    await undo().catch(() => undefined);
    const milliseconds = performance.now() - this.started;
    const { key } = this.target;
    const failure = failed?.message;
    return { scenario: name, key, ok: failed === undefined, entries: this.entries, failure, failed, milliseconds };
  }

  /** Connects the app under test; the answer takes it away again. */
  private async prepare(): Promise<() => Promise<void>> {
    const { forwardTo = [], disorder } = this.options;
    const added: string[] = [];
    for (const receiver of forwardTo) added.push((await this.ask<{ id: string }>('/endpoints', receiver)).id);
    if (disorder !== undefined) await this.ask('/chaos', disorder);
    return async () => {
      for (const id of added) await this.target.control('DELETE', `/endpoints/${id}`);
      if (disorder !== undefined) await this.target.control('POST', '/chaos', {});
    };
  }

  private async ask<T>(path: string, body: object): Promise<T> {
    const answer = await this.target.control('POST', path, body);
    if (answer.status === 200) return answer.body as T;
    throw new Error(`POST /_emulator${path}: ${gist(answer)}`);
  }

  private async tell(): Promise<void> {
    await this.inOrder(this.scenario.steps, 'steps', undefined);
    await this.settle();
    await this.keepBans({});
  }

  /** Nothing has happened that should never happen. */
  private async keepBans(entry: Partial<Note>): Promise<void> {
    for (const { step, types, account } of this.bans) {
      const problem = await unmet({ never: types }, this.world, account);
      if (problem !== undefined) this.fail({ ...entry, kind: 'expect', step, account }, problem);
    }
  }

  private fail(entry: Omit<Note, 'text' | 'result'> & { step: string }, problem: Unmet): never {
    this.follow();
    this.note({ ...entry, text: problem.message, result: 'failed', ok: false });
    throw new Failed(entry.step, problem.message, problem);
  }

  private failedStep(error: unknown): FailedStep {
    if (!(error instanceof Failed)) return { step: this.at, message: reasonOf(error) };
    const { message } = error;
    const { expected, got } = error.unmet ?? {};
    return { step: error.step || this.at, message, ...(error.unmet && { expected, got }) };
  }

  /** The step that began last. */
  private at = '';

  private note({ says, ok = true, ...what }: Note): void {
    if (this.over) return;
    const entry: Entry = { ...what, at: performance.now() - this.started, says, ok };
    this.entries.push(entry);
    this.options.onEntry?.(entry);
  }

  /** Notes what has happened meanwhile, unless a call is under way whose line comes first. */
  private follow(): void {
    if (this.target.calling > 0) return;
    for (const line of this.timeline.take())
      if (line.kind !== 'request' || !this.target.own.has(line.id)) this.note(noteOf(line));
  }

  private async inOrder(steps: readonly Step[], place: string, account: string | undefined): Promise<void> {
    for (const [at, step] of steps.entries()) await this.step(step, `${place}.${at}`, account);
  }

  private async step(raw: Step, place: string, inherited: string | undefined): Promise<void> {
    const account = raw.as === undefined ? inherited : resolve(raw.as, this.known);
    if ('repeat' in raw) {
      const { times, steps } = raw.repeat;
      for (let number = 1; number <= times; number++) {
        this.known.set('round', { number, index: number - 1 });
        await this.inOrder(steps, `${place}.repeat.steps`, account);
      }
    } else if ('parallel' in raw) {
      const all = raw.parallel.map((step, at) => this.step(step, `${place}.parallel.${at}`, account));
      const ended = await Promise.allSettled(all);
      const failure = ended.find(({ status }) => status === 'rejected');
      if (failure?.status === 'rejected') throw failure.reason;
    } else if ('steps' in raw) {
      await this.inOrder(raw.steps, `${place}.steps`, account);
    } else {
      await this.single(raw, place, account);
    }
  }

  private async single(raw: DoingStep | ExpectStep, place: string, account: string | undefined): Promise<void> {
    this.at = place;
    this.begun++;
    const step = resolve(raw, this.known);
    if ('expect' in step) await this.expect(step, place, account);
    else await this.act(step, place, account);
  }

  private progress(step: string, doing: string): void {
    this.options.onProgress?.({ step, number: this.begun, of: this.count, doing });
  }

  private async act(step: DoingStep, place: string, account: string | undefined): Promise<void> {
    const deed = deedOf(step, this.target, account);
    const { kind, text, wish } = deed;
    this.progress(place, step.says ?? text);
    const { within = patience.step, says } = step;
    const entry = { kind, text, says, step: place, account };
    const late = (): Failed => new Failed(place, `${text}: no answer within ${within} ms`);
    this.caughtUp = false;
    const answer = await inTime(deed.carryOut(), within, late).catch((error: unknown) => {
      if (error instanceof Failed) throw error;
      const why = reasonOf(error);
      this.note({ ...entry, result: why, ok: false });
      throw new Failed(place, `${text}: ${why}`);
    });
    const ok = deed.wanted(answer);
    this.note({ ...entry, result: gist(answer), ok });
    if (!ok) {
      const message = `${text}: expected ${wish}, got ${gist(answer)}`;
      throw new Failed(place, message, { message, expected: wish, got: gist(answer) });
    }
    if (step.name !== undefined) {
      this.known.set(step.name, answer.body);
      this.options.onValue?.(step.name, answer.body);
    }
    if (!this.timeline.isImmediate) await turn();
    this.follow();
  }

  /** Nothing has been done since the timeline caught up. */
  private caughtUp = false;

  /** Sees to it that the timeline has caught up with the sandbox. */
  private async catchUp(account: string | undefined): Promise<void> {
    if (this.caughtUp) return;
    const newest = await this.target.newestEvent(account);
    const until = performance.now() + longestPause;
    // An event of before the story never comes.
    while (newest !== undefined && !this.timeline.hasEvent(newest) && performance.now() < until) await pause(1);
    this.caughtUp = true;
  }

  private async expect({ expect, within = patience.expect, says }: ExpectStep, step: string, account?: string) {
    const entry = { kind: 'expect' as EntryKind, says, step, account };
    this.progress(step, says ?? summary(expect));
    const { event, events, never } = expect;
    if (event?.count !== undefined || events !== undefined || never !== undefined) await this.catchUp(account);
    if (never !== undefined) this.bans.push({ step, types: never, account });
    await this.keepBans(entry);
    const until = performance.now() + within;
    for (let wait = shortestPause; ; wait = Math.min(2 * wait, longestPause)) {
      const problem = await unmet({ ...expect, never: undefined }, this.world, account);
      this.follow();
      if (problem === undefined) break;
      if (performance.now() > until) this.fail(entry, problem);
      await this.timeline.change(wait);
    }
    this.note({ ...entry, text: says ?? summary(expect), result: 'holds' });
  }

  /** What follows from the last step belongs to the story: events that come by themselves, first attempts to deliver that could arrive. */
  private async settle(): Promise<void> {
    await this.catchUp(undefined);
    const until = performance.now() + patience.settling;
    while (this.timeline.undelivered > 0 && performance.now() < until) {
      await this.timeline.change(longestPause);
      this.follow();
    }
    await turn();
    this.follow();
  }
}

/** Plays `scenario` against an emulator; never throws for what goes wrong in the story. */
export function runScenario(scenario: Scenario, options: RunOptions): Promise<Run> {
  return new Player(scenario, options).play();
}
