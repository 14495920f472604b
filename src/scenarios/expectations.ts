/** Whether what a story expects holds. */
import type { EventType, Expectation } from './format.ts';
import { type Mismatch, mismatch } from './match.ts';
import type { StoryDelivery, StoryEvent, Target } from './target.ts';
import type { EventLine, Timeline } from './timeline.ts';
import { triggerable } from './triggers/index.ts';

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

/** Which events are meant: by their type, `*` for any, and the object that they are about. */
export interface Meant {
  readonly type: EventType | '*';
  readonly about?: string | undefined;
}

/** Of all that happened, the events that are meant. */
export function eventsOf({ type, about }: Meant, { timeline }: World, account?: string): EventLine[] {
  return timeline.events
    .filter(ofAccount(account))
    .filter((event) => (type === '*' || event.type === type) && (about === undefined || event.about === about));
}

/** A type alone stands for all of its events. */
export const meant = <T extends Meant>(given: Meant['type'] | T): T | Meant =>
  typeof given === 'string' ? { type: given } : given;

const named = ({ type, about }: Meant): string => {
  const what = type === '*' ? 'any event' : type;
  return about === undefined ? what : `${what} about ${about}`;
};

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

/** A server whose default version is an older one tells of more: types that no story can name. */
const nameable: ReadonlySet<string> = new Set(triggerable);

const events: Check<'events'> = async (expected, { timeline }, account) => {
  const told = timeline.events.filter(ofAccount(account)).map(({ type }) => type);
  const got = told.filter((type) => nameable.has(type));
  return mismatch(expected, got) && differs('the events in order', { path: '', expected, got });
};

const never: Check<'never'> = async (types, { timeline }, account) => {
  const happened = timeline.events.filter(ofAccount(account)).find(({ type }) => types.some((each) => each === type));
  return happened && { message: `${happened.type} happened, which should never`, got: happened.id };
};

const deliveryOf = (delivery: StoryDelivery): string => `the delivery of ${delivery.event_type} to ${delivery.url}`;

/** The first complaint about a delivery of the events that are meant; there has to be one. */
async function everyDelivery(
  expected: Meant,
  { world, account }: { world: World; account: string | undefined },
  complaint: (delivery: StoryDelivery) => Unmet | undefined,
): Promise<Unmet | undefined> {
  let count = 0;
  for (const { id } of eventsOf(expected, world, account)) {
    for (const delivery of await world.target.deliveries(`event=${id}`)) {
      count++;
      const problem = complaint(delivery);
      if (problem !== undefined) return problem;
    }
  }
  return count === 0 ? { message: `no delivery of ${named(expected)}`, expected: expected.type } : undefined;
}

interface Attempted extends Meant {
  readonly within?: number | undefined;
  readonly attempts?: number | undefined;
}

function otherAttempts(delivery: StoryDelivery, wanted: number | undefined): Unmet | undefined {
  const got = delivery.attempts.length;
  if (wanted === undefined || got === wanted) return undefined;
  return differs(`${deliveryOf(delivery)}, attempts`, { path: '', expected: wanted, got });
}

const delivered: Check<'delivered'> = (wanted, world, account) => {
  const { within, attempts, ...expected }: Attempted = meant(wanted);
  return everyDelivery(expected, { world, account }, (delivery) => {
    const { status } = delivery;
    const last = delivery.attempts.at(-1);
    if (status !== 'succeeded') {
      const message = `${deliveryOf(delivery)} is ${status}: ${shortly(last ?? 'no attempt yet')}`;
      return { message, expected: 'succeeded', got: status };
    }
    const took = last?.duration_ms ?? 0;
    if (within !== undefined && took > within)
      return differs(`${deliveryOf(delivery)}, milliseconds`, { path: '', expected: within, got: took });
    return otherAttempts(delivery, attempts);
  });
};

const undelivered: Check<'undelivered'> = (wanted, world, account) => {
  const { attempts, ...expected }: Attempted = meant(wanted);
  return everyDelivery(expected, { world, account }, (delivery) => {
    const { status } = delivery;
    const tried = delivery.attempts.length;
    if (status !== 'succeeded' && tried > 0) return otherAttempts(delivery, attempts);
    const what = status === 'succeeded' ? 'was answered 2xx' : 'has no attempt yet';
    return { message: `${deliveryOf(delivery)} ${what}`, expected: 'no attempt that is answered 2xx', got: status };
  });
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
  undelivered,
  http,
};
const parts = Object.keys(checks) as (keyof Expectation)[];

/** The first part of an expectation that does not hold. */
export async function unmet(
  expectation: Expectation,
  world: World,
  account: string | undefined,
): Promise<Unmet | undefined> {
  for (const part of parts) {
    const expected = expectation[part];
    if (expected === undefined) continue;
    const problem = await (checks[part] as Check<typeof part>)(expected as never, world, account);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

export function summary({ object, event, events, never, delivered, undelivered, http }: Expectation): string {
  const parts: string[] = [];
  if (object !== undefined) parts.push(`${object.path} has ${shortly(object.has)}`);
  if (event !== undefined) parts.push(`${event.type} happened`);
  if (events !== undefined) parts.push(`${events.length} events in their order`);
  if (never !== undefined) parts.push(`never ${never.join(', ')}`);
  if (delivered !== undefined) parts.push(`${named(meant(delivered))} was answered 2xx`);
  if (undelivered !== undefined) parts.push(`${named(meant(undelivered))} did not arrive`);
  if (http !== undefined) parts.push(`${http.url} has ${shortly(http.has ?? http.status)}`);
  return parts.join(', ') || 'nothing';
}
