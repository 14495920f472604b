/** Plays a story step by step and tells what happened on both sides: calls, and the events that follow. */
import { type Mismatch, mismatch } from './match.ts';
import { resolve } from './references.ts';
import type { ExpectStep, Scenario, Step } from './scenario.ts';
import { type Answer, type StoryDelivery, type StoryEvent, Target, type TargetOptions } from './target.ts';

export type EntryKind = 'call' | 'request' | 'act' | 'advance' | 'event' | 'delivery' | 'expect';

/** One line of the timeline. */
export interface Entry {
  readonly kind: EntryKind;
  /** Milliseconds since the story began. */
  readonly at: number;
  readonly text: string;
  /** What came of it: a status, an id, a state. */
  readonly result: string;
  readonly says: string | undefined;
  readonly ok: boolean;
}

export interface Run {
  readonly scenario: string;
  readonly ok: boolean;
  readonly entries: readonly Entry[];
  /** Why it failed. */
  readonly failure: string | undefined;
  readonly milliseconds: number;
}

export interface RunOptions extends TargetOptions {
  /** Values that the story refers to, such as `app` for `${app:url}`. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Told of each line as it happens. */
  onEntry?(entry: Entry): void;
}

class Failed extends Error {}

const pollMilliseconds = 15;
const patience = 5_000;

const kinds = ['call', 'request', 'act', 'advance', 'expect'] as const;

function kindOf(step: Step): (typeof kinds)[number] {
  return kinds.find((kind) => kind in step) ?? 'expect';
}

/** Where on the app a webhook goes. */
function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

function shortly(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === undefined ? 'nothing' : text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function described({ path, expected, got }: Mismatch): string {
  return `${path || 'the value'}: expected ${shortly(expected)}, got ${shortly(got)}`;
}

/** What to show of an answer: the id and the state of the object in it. */
function gist({ status, body }: Answer): string {
  if (typeof body !== 'object' || body === null) return String(status);
  const { id, status: state, error } = body as { id?: unknown; status?: unknown; error?: { message?: unknown } };
  const parts = [String(status)];
  if (typeof id === 'string') parts.push(id);
  if (typeof state === 'string') parts.push(state);
  if (typeof error?.message === 'string') parts.push(error.message);
  return parts.join('  ');
}

function isWanted({ status }: Answer, wanted: number | undefined): boolean {
  return wanted === undefined ? status >= 200 && status < 300 : status === wanted;
}

function errorType({ body }: Answer): unknown {
  return (body as { error?: { type?: unknown } } | null)?.error?.type;
}

class Player {
  private readonly target: Target;
  private readonly options: RunOptions;
  private readonly known: Map<string, unknown>;
  private readonly entries: Entry[] = [];
  private readonly started = performance.now();
  /** Events from before the story. */
  private readonly earlierEvents = new Set<string>();
  private readonly seenEvents = new Set<string>();
  private readonly seenAttempts = new Map<string, number>();

  constructor(options: RunOptions) {
    this.options = options;
    this.target = new Target(options);
    this.known = new Map(Object.entries(options.values ?? {}));
  }

  async play(scenario: Scenario): Promise<Run> {
    let failure: string | undefined;
    try {
      for (const { id } of await this.target.events()) {
        this.earlierEvents.add(id);
        this.seenEvents.add(id);
      }
      for (const delivery of await this.target.deliveries())
        this.seenAttempts.set(delivery.id, delivery.attempts.length);
      for (const step of scenario.steps) await this.step(step);
      await this.follow();
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    const milliseconds = performance.now() - this.started;
    return { scenario: scenario.name, ok: failure === undefined, entries: this.entries, failure, milliseconds };
  }

  private note(kind: EntryKind, text: string, result: string, says?: string, ok = true): void {
    const entry: Entry = { kind, at: performance.now() - this.started, text, result, says, ok };
    this.entries.push(entry);
    this.options.onEntry?.(entry);
  }

  private async step(raw: Step): Promise<void> {
    const step = resolve(raw, this.known);
    const { as, says } = step;
    let text: string;
    let answer: Answer;
    let wanted: number | undefined;
    if ('expect' in step) {
      await this.expect(step);
      return;
    }
    if ('call' in step) {
      text = `${step.call.method} ${step.call.path}`;
      wanted = step.call.status;
      answer = await this.target.call(step.call, as);
    } else if ('request' in step) {
      const { method, url, json, status } = step.request;
      text = `${method} ${url}`;
      wanted = status;
      answer = await this.target.request(method, url, json);
    } else if ('act' in step) {
      const { on, action, facts = {} } = step.act;
      text = `${action} ${on}`;
      answer = await this.target.control('POST', `/objects/${on}/actions/${action}`, facts, as);
    } else {
      text = `the clock moves ${step.advance}`;
      answer = await this.target.control('POST', '/clock/advance', { duration: step.advance });
    }
    const refused = 'call' in step ? step.call.refused : undefined;
    const ok = refused === undefined ? isWanted(answer, wanted) : errorType(answer) === refused;
    this.note(kindOf(step), text, gist(answer), says, ok);
    if (!ok) throw new Failed(`${text}: expected ${refused ?? wanted ?? 'a 2xx answer'}, got ${gist(answer)}`);
    if (step.name !== undefined) this.known.set(step.name, answer.body);
    await this.follow();
  }

  /** Notes the events and the delivery attempts that are new. */
  private async follow(): Promise<{ events: StoryEvent[]; deliveries: StoryDelivery[] }> {
    const events = await this.target.events();
    for (const event of events) {
      if (this.seenEvents.has(event.id)) continue;
      this.seenEvents.add(event.id);
      this.note('event', event.type, event.data.object.id ?? '');
    }
    const deliveries = await this.target.deliveries();
    for (const delivery of deliveries.toReversed()) {
      const before = this.seenAttempts.get(delivery.id) ?? 0;
      this.seenAttempts.set(delivery.id, delivery.attempts.length);
      for (const attempt of delivery.attempts.slice(before)) {
        const answered = attempt.error ?? `${attempt.status} in ${Math.round(attempt.duration_ms)} ms`;
        this.note(
          'delivery',
          `${delivery.event_type} to ${pathOf(delivery.url)}`,
          answered,
          undefined,
          attempt.error === null && attempt.status !== null && attempt.status < 300,
        );
      }
    }
    return { events, deliveries };
  }

  private async expect({ expect, within = patience, as, says }: ExpectStep): Promise<void> {
    const until = performance.now() + within;
    for (;;) {
      const problem = await this.unmet(expect, as);
      if (problem === undefined) break;
      if (performance.now() > until) {
        this.note('expect', problem, 'failed', says, false);
        throw new Failed(problem);
      }
      await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
    }
    this.note('expect', says ?? summary(expect), 'holds', says);
  }

  private async unmet(
    { object, event, events, delivered, http }: ExpectStep['expect'],
    as?: string,
  ): Promise<string | undefined> {
    const { events: happened, deliveries } = await this.follow();
    if (object !== undefined) {
      const { body } = await this.target.call({ method: 'GET', path: object.path }, as);
      const found = mismatch(object.has, body);
      if (found !== undefined) return `${object.path} ${described(found)}`;
    }
    if (event !== undefined) {
      const about = happened.filter(
        ({ type, data }) => type === event.type && (event.about === undefined || data.object.id === event.about),
      );
      if (about.length === 0)
        return `no event ${event.type}${event.about === undefined ? '' : ` about ${event.about}`}`;
      const problems = about.map((each) => mismatch(event.has ?? {}, each));
      if (!problems.includes(undefined)) return `${event.type} ${described(problems.at(-1) as Mismatch)}`;
    }
    if (events !== undefined) {
      const types = happened.filter(({ id }) => !this.earlierEvents.has(id)).map(({ type }) => type);
      if (mismatch(events, types) !== undefined)
        return `the events in order: expected ${shortly(events)}, got ${shortly(types)}`;
    }
    if (delivered !== undefined) {
      const concerned = deliveries.filter(({ event_type }) => event_type === delivered);
      if (concerned.length === 0) return `no delivery of ${delivered}`;
      const open = concerned.find(({ status }) => status !== 'succeeded');
      if (open !== undefined)
        return `the delivery of ${delivered} to ${open.url} is ${open.status}: ${shortly(open.attempts.at(-1) ?? 'no attempt yet')}`;
    }
    if (http !== undefined) {
      const { body } = await this.target.request('GET', http.url, undefined);
      const found = mismatch(http.has, body);
      if (found !== undefined) return `${http.url} ${described(found)}`;
    }
    return undefined;
  }
}

function summary({ object, event, events, delivered, http }: ExpectStep['expect']): string {
  if (object !== undefined) return `${object.path} has ${shortly(object.has)}`;
  if (event !== undefined) return `${event.type} happened`;
  if (events !== undefined) return `${events.length} events in their order`;
  if (delivered !== undefined) return `${delivered} was answered 2xx`;
  return http === undefined ? 'nothing' : `${http.url} has ${shortly(http.has)}`;
}

/** Plays `scenario` against an emulator; never throws for what goes wrong in the story. */
export function runScenario(scenario: Scenario, options: RunOptions): Promise<Run> {
  return new Player(options).play(scenario);
}
