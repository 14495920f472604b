/** Whether what a story expects holds. */
import type { Expectation } from './format.ts';
import { type Mismatch, mismatch } from './match.ts';
import type { StoryEvent, Target } from './target.ts';
import type { EventLine, Timeline } from './timeline.ts';

/** Why it does not. */
export interface Unmet {
  readonly message: string;
  readonly expected?: unknown;
  readonly got?: unknown;
}

/** What expectations look at. */
export interface World {
  readonly target: Target;
  readonly timeline: Timeline;
}

type Check<K extends keyof Expectation> = (
  expected: NonNullable<Expectation[K]>,
  world: World,
  account: string | undefined,
) => Promise<Unmet | undefined>;

export function shortly(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === undefined ? 'nothing' : text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function differs(what: string, { path, expected, got }: Mismatch): Unmet {
  const message = `${what}${path === '' ? '' : ` ${path}`}: expected ${shortly(expected)}, got ${shortly(got)}`;
  return { message, expected, got };
}

const ofAccount = (account: string | undefined) => (event: EventLine) => event.account === (account ?? null);

/** Of all that happened, events of the type and about the object. */
function eventsOf(
  { type, about }: { type: string; about?: string | undefined },
  { timeline }: World,
  account?: string,
): EventLine[] {
  return timeline.events
    .filter(ofAccount(account))
    .filter((event) => event.type === type && (about === undefined || event.about === about));
}

const named = ({ type, about }: { type: string; about?: string | undefined }): string =>
  about === undefined ? type : `${type} about ${about}`;

const object: Check<'object'> = async ({ path, has }, { target }, account) => {
  const { body } = await target.call({ method: 'GET', path }, account);
  const found = mismatch(has, body);
  return found && differs(path, found);
};

function notThatEvent({ has = {}, previous = {} }: NonNullable<Expectation['event']>, event: StoryEvent) {
  const found = mismatch(has, event);
  if (found !== undefined) return found;
  return mismatch(previous, event.data.previous_attributes ?? {}, 'data.previous_attributes');
}

const event: Check<'event'> = async (expected, world, account) => {
  const { count, has, previous } = expected;
  const candidates = eventsOf(expected, world, account);
  if (candidates.length === 0) return { message: `no event ${named(expected)}`, expected: expected.type };
  let fitting = candidates.length;
  let last: Mismatch | undefined;
  if (has !== undefined || previous !== undefined) {
    fitting = 0;
    // The newest is the likeliest, and one is enough unless they are counted.
    for (const { id } of candidates.toReversed()) {
      const found = notThatEvent(expected, await world.target.event(id, account));
      if (found === undefined) fitting++;
      else last ??= found;
      if (fitting > 0 && count === undefined) break;
    }
    if (fitting === 0 && last !== undefined) return differs(expected.type, last);
  }
  if (count === undefined || fitting === count) return undefined;
  return differs(`${named(expected)}, how often`, { path: '', expected: count, got: fitting });
};

const events: Check<'events'> = async (expected, { timeline }, account) => {
  const got = timeline.events.filter(ofAccount(account)).map(({ type }) => type);
  return mismatch(expected, got) && differs('the events in order', { path: '', expected, got });
};

const never: Check<'never'> = async (types, { timeline }, account) => {
  const happened = timeline.events.filter(ofAccount(account)).find(({ type }) => types.includes(type));
  return happened && { message: `${happened.type} happened, which should never`, got: happened.id };
};

const delivered: Check<'delivered'> = async (wanted, world, account) => {
  const expected = typeof wanted === 'string' ? { type: wanted } : wanted;
  const { type, within, attempts } = expected;
  let deliveries = 0;
  for (const { id } of eventsOf(expected, world, account)) {
    for (const delivery of await world.target.deliveries(`event=${id}`)) {
      deliveries++;
      const last = delivery.attempts.at(-1);
      const what = `the delivery of ${type} to ${delivery.url}`;
      if (delivery.status !== 'succeeded')
        return { message: `${what} is ${delivery.status}: ${shortly(last ?? 'no attempt yet')}`, got: delivery.status };
      if (attempts !== undefined && delivery.attempts.length !== attempts)
        return differs(`${what}, attempts`, { path: '', expected: attempts, got: delivery.attempts.length });
      if (within !== undefined && last !== undefined && last.duration_ms > within)
        return differs(`${what}, milliseconds`, { path: '', expected: within, got: last.duration_ms });
    }
  }
  return deliveries === 0 ? { message: `no delivery of ${named(expected)}`, expected: type } : undefined;
};

const http: Check<'http'> = async ({ url, has, status }, { target }) => {
  const answer = await target.request('GET', url);
  if (status !== undefined && answer.status !== status)
    return differs(`${url}, status`, { path: '', expected: status, got: answer.status });
  const found = has && mismatch(has, answer.body);
  return found && differs(url, found);
};

const checks: { readonly [K in keyof Expectation]-?: Check<K> } = {
  object,
  event,
  events,
  never,
  delivered,
  http,
};

/** The first part of an expectation that does not hold. */
export async function unmet(
  expectation: Expectation,
  world: World,
  account: string | undefined,
): Promise<Unmet | undefined> {
  for (const part of Object.keys(checks) as (keyof Expectation)[]) {
    const expected = expectation[part];
    if (expected === undefined) continue;
    const problem = await (checks[part] as Check<typeof part>)(expected as never, world, account);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

export function summary({ object, event, events, never, delivered, http }: Expectation): string {
  const parts: string[] = [];
  if (object !== undefined) parts.push(`${object.path} has ${shortly(object.has)}`);
  if (event !== undefined) parts.push(`${event.type} happened`);
  if (events !== undefined) parts.push(`${events.length} events in their order`);
  if (never !== undefined) parts.push(`never ${never.join(', ')}`);
  if (delivered !== undefined)
    parts.push(`${typeof delivered === 'string' ? delivered : delivered.type} was answered 2xx`);
  if (http !== undefined) parts.push(`${http.url} has ${shortly(http.has ?? http.status)}`);
  return parts.join(', ') || 'nothing';
}
