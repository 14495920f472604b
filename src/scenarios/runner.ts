/** Plays a story step by step and tells what happened on both sides: calls, and the events that follow. */
import { undeliveredText } from './arrivals.ts';
import { Chronicle } from './chronicle.ts';
import { inTime, patience, pause, turn } from './deadline.ts';
import { eventsOf, type Meant, meant, summary, type Unmet, unmet, type World } from './expectations.ts';
import type { EventType, ExpectStep, Scenario, Step } from './format.ts';
import { resolve } from './references.ts';
import type { FailedStep, Run, RunOptions, Undelivered } from './run.ts';
import { type DoingStep, deedOf, gist } from './step.ts';
import { reasonOf, Target } from './target.ts';
import { Timeline } from './timeline.ts';
import { type UnderWay, whatIsUnderWay } from './under-way.ts';

class Failed extends Error {
  /** Empty where no step is at fault. */
  readonly step: string;
  readonly unmet: Unmet | undefined;

  constructor(step: string, message: string, unmet?: Unmet) {
    super(message);
    this.step = step;
    this.unmet = unmet;
  }
}

const shortestWait = 5;
const longestWait = 100;

function countSteps(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => {
    if ('repeat' in step) return sum + step.repeat.times * countSteps(step.repeat.steps);
    if ('parallel' in step) return sum + countSteps(step.parallel);
    return sum + ('steps' in step ? countSteps(step.steps) : 1);
  }, 0);
}

/** What must not have happened by the end, as it was said on the way. */
interface Ban {
  readonly step: string;
  readonly types: EventType[];
  readonly account: string | undefined;
}

class Player {
  private readonly scenario: Scenario;
  private readonly target: Target;
  private readonly timeline = new Timeline();
  private readonly chronicle: Chronicle;
  private readonly world: World;
  private readonly options: RunOptions;
  private readonly known: Map<string, unknown>;
  private readonly bans: Ban[] = [];
  /** Events whose deliveries do not arrive, as the story says. */
  private readonly conceded: { readonly meant: Meant; readonly account: string | undefined }[] = [];
  private readonly underWay = new Set<UnderWay>();
  private readonly count: number;
  private begun = 0;
  /** Own calls under way. */
  private calling = 0;
  /** Milliseconds for which webhooks are held up on demand. */
  private heldUp: number;

  constructor(scenario: Scenario, options: RunOptions) {
    this.scenario = scenario;
    this.options = options;
    this.target = new Target(options, scenario);
    this.chronicle = new Chronicle(this.timeline, options.onEntry);
    this.world = { target: this.target, timeline: this.timeline };
    this.known = new Map(Object.entries(options.values ?? {}));
    this.count = countSteps(scenario.steps);
    this.heldUp = options.disorder?.delay_ms ?? 0;
  }

  async play(): Promise<Run> {
    const { name, timeout = patience.story } = this.scenario;
    let failed: FailedStep | undefined;
    let undelivered: readonly Undelivered[] = [];
    let undo = async (): Promise<void> => undefined;
    try {
      await this.timeline.open(this.target);
      undo = await this.prepare();
      await inTime(this.tell(), timeout, () => this.tooLate(timeout));
    } catch (error) {
      failed = failedStep(error);
    }
    try {
      undelivered = await this.missing();
      if (failed === undefined && undelivered.length > 0) failed = this.neverArrived(undelivered);
    } catch (error) {
      failed ??= failedStep(error);
    }
    this.chronicle.end();
    await this.timeline.close();
    await undo().catch(() => undefined);
    const { entries, milliseconds } = this.chronicle;
    const { key } = this.target;
    const ok = failed === undefined;
    return { scenario: name, key, ok, entries, failure: failed?.message, failed, undelivered, milliseconds };
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
    await this.keepBans();
  }

  private tooLate(timeout: number): Failed {
    const message = `the story took longer than ${timeout} ms`;
    const [first] = this.underWay;
    if (first === undefined) return new Failed('', `${message}: all steps were done, webhooks were still to come`);
    return new Failed(first.place, `${message}: ${whatIsUnderWay(this.underWay)}`, first.lacks);
  }

  /** Nothing has happened that should never happen. */
  private async keepBans(): Promise<void> {
    for (const { step, types, account } of this.bans) {
      const problem = await unmet({ never: types }, this.world, account);
      if (problem !== undefined) this.fail({ step, account }, problem);
    }
  }

  private fail(
    { step, account, says }: { step: string; account?: string | undefined; says?: string | undefined },
    problem: Unmet,
  ): never {
    this.follow();
    this.chronicle.note({ kind: 'expect', text: problem.message, result: 'failed', ok: false, says, step, account });
    throw new Failed(step, problem.message, problem);
  }

  /** Notes what has happened meanwhile, unless a call is under way whose line comes first. */
  private follow(): void {
    if (this.calling === 0 && this.chronicle.follow(this.target.own)) this.target.stir();
  }

  private async inOrder(steps: readonly Step[], place: string, account: string | undefined): Promise<void> {
    for (const [at, step] of steps.entries()) await this.step(step, `${place}.${at}`, account);
  }

  private step(raw: Step, place: string, inherited: string | undefined): Promise<void> {
    const account = raw.as === undefined ? inherited : this.resolved(raw.as, place);
    if ('repeat' in raw) return this.repeat(raw.repeat, `${place}.repeat.steps`, account);
    if ('parallel' in raw) return this.together(raw.parallel, `${place}.parallel`, account);
    if ('steps' in raw) return this.inOrder(raw.steps, `${place}.steps`, account);
    this.begun++;
    const step = this.resolved(raw, place);
    return 'expect' in step ? this.expect(step, place, account) : this.act(step, place, account);
  }

  private resolved<T>(value: T, place: string): T {
    try {
      return resolve(value, this.known);
    } catch (error) {
      throw new Failed(place, reasonOf(error));
    }
  }

  private async repeat(
    { times, steps }: { times: number; steps: Step[] },
    place: string,
    account?: string,
  ): Promise<void> {
    for (let number = 1; number <= times; number++) {
      this.known.set('round', { number, index: number - 1 });
      await this.inOrder(steps, place, account);
    }
  }

  private async together(steps: readonly Step[], place: string, account?: string): Promise<void> {
    const all = steps.map(async (step, at) => this.step(step, `${place}.${at}`, account));
    const ended = await Promise.allSettled(all);
    const failure = ended.find(({ status }) => status === 'rejected');
    if (failure?.status === 'rejected') throw failure.reason;
  }

  private begin(step: UnderWay, doing: () => string): void {
    this.underWay.add(step);
    this.options.onProgress?.({ step: step.place, number: this.begun, of: this.count, doing: doing() });
  }

  private async act(step: DoingStep, place: string, account: string | undefined): Promise<void> {
    const deed = deedOf(step, this.target, account);
    const { kind, text } = deed;
    const { within = patience.step, says } = step;
    const current: UnderWay = { place, waitsFor: () => `for an answer: ${text}` };
    this.begin(current, () => says ?? text);
    this.calling++;
    const [answer, why] = await inTime(deed.carryOut(), within, () => new Error(`no answer within ${within} ms`)).then(
      (answer) => [answer, gist(answer)] as const,
      (error: unknown) => [undefined, reasonOf(error)] as const,
    );
    this.calling--;
    this.underWay.delete(current);
    const ok = deed.wanted(answer);
    this.chronicle.note({ kind, text, says, step: place, account, result: why, ok });
    if (!ok && answer === undefined) throw new Failed(place, `${text}: ${why}`);
    if (!ok) {
      const message = `${text}: expected ${deed.wish}, got ${why}`;
      throw new Failed(place, message, { message, expected: deed.wish, got: why });
    }
    if (step.name !== undefined) {
      this.known.set(step.name, answer?.body);
      this.options.onValue?.(step.name, answer?.body);
    }
    if ('chaos' in step) this.heldUp = Math.max(this.heldUp, step.chaos.delay_ms ?? 0);
    if (!this.timeline.isImmediate) await turn();
    this.follow();
  }

  /** Sees to it that the timeline has caught up with the sandbox. */
  private async catchUp(account: string | undefined): Promise<void> {
    if (this.target.isSettled && this.timeline.isImmediate) return;
    const newest = await this.target.newestEvent(account);
    const until = performance.now() + longestWait;
    // An event of before the story never comes.
    while (newest !== undefined && !this.timeline.hasEvent(newest) && performance.now() < until) await pause(1);
  }

  private async expect(step: ExpectStep, place: string, account: string | undefined): Promise<void> {
    const { expect, within = patience.expect, says } = step;
    const text = (): string => says ?? summary(expect);
    const current: UnderWay = { place, waitsFor: () => `until ${summary(expect)}` };
    this.begin(current, text);
    const { event, events, never, undelivered } = expect;
    if (event?.count !== undefined || events !== undefined || never !== undefined) await this.catchUp(account);
    if (never !== undefined) this.bans.push({ step: place, types: never, account });
    await this.keepBans();
    const until = performance.now() + within;
    for (let wait = shortestWait; ; wait = Math.min(2 * wait, longestWait)) {
      current.lacks = await unmet(expect, this.world, account);
      this.follow();
      if (current.lacks === undefined) break;
      if (performance.now() > until) this.fail({ step: place, account, says }, current.lacks);
      await this.timeline.change(wait);
    }
    this.underWay.delete(current);
    if (undelivered !== undefined) this.conceded.push({ meant: meant(undelivered), account });
    this.chronicle.note({ kind: 'expect', text: text(), result: 'holds', says, step: place, account });
  }

  /** What follows from the last step belongs to the story: events that come by themselves, and their deliveries. */
  private async settle(): Promise<void> {
    await this.catchUp(undefined);
    this.follow();
    if (this.isAwaited && !this.timeline.arrivals.isDone) await this.arrive();
    await turn();
    this.follow();
  }

  private get isAwaited(): boolean {
    return this.options.awaitWebhooks ?? true;
  }

  private async arrive(): Promise<void> {
    const { count } = this;
    const { arrivals } = this.timeline;
    this.options.onProgress?.({ step: '', number: count, of: count, doing: 'the last webhooks are on their way' });
    await this.wait(() => arrivals.untriedCount > 0, patience.firstAttempt + this.heldUp);
    if (arrivals.isDone) return;
    const { mode, now } = await this.target.clock();
    const retry = this.options.disorder?.drop ? patience.retryOfLost : patience.retry;
    // By hand, time does not come to a retry.
    const horizon = mode === 'manual' ? now : now + retry / 1000;
    await this.wait(() => arrivals.retriesBy(horizon), retry + this.heldUp);
  }

  private async wait(isOpen: () => boolean, ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (isOpen() && performance.now() < until) {
      await this.timeline.change(longestWait);
      this.follow();
    }
  }

  /** Deliveries that did not arrive and that no step expected not to. */
  private async missing(): Promise<Undelivered[]> {
    const { arrivals } = this.timeline;
    if (!this.isAwaited || arrivals.isDone) return [];
    const expected = new Set(
      this.conceded.flatMap(({ meant, account }) => eventsOf(meant, this.world, account).map(({ id }) => id)),
    );
    return (await arrivals.missing(this.target)).filter(({ event }) => !expected.has(event));
  }

  private neverArrived(undelivered: readonly Undelivered[]): FailedStep {
    this.follow();
    const texts = undelivered.map(undeliveredText);
    for (const text of texts)
      this.chronicle.note({ kind: 'expect', text: `never arrived: ${text}`, result: 'failed', ok: false });
    const [first = ''] = texts;
    const more = texts.length === 1 ? '' : ` and ${texts.length - 1} more`;
    const count = texts.length === 1 ? '1 delivery' : `${texts.length} deliveries`;
    return { step: '', message: `${count} never arrived: ${first}${more}` };
  }
}

function failedStep(error: unknown): FailedStep {
  if (!(error instanceof Failed)) return { step: '', message: reasonOf(error) };
  const { step, message, unmet } = error;
  return { step, message, ...(unmet && { expected: unmet.expected, got: unmet.got }) };
}

/** Plays `scenario` against an emulator; never throws for what goes wrong in the story. */
export function runScenario(scenario: Scenario, options: RunOptions): Promise<Run> {
  return new Player(scenario, options).play();
}
