/** What a story is made of. Texts may hold references to earlier steps: `${dispute:id}`, and to values: `${app:url}`. */
import * as z from 'zod/mini';

const values = z.record(z.string(), z.unknown());
const method = z.enum(['GET', 'POST', 'DELETE']);

const base = {
  /** Name by which later steps refer to this one's result. */
  name: z.optional(z.string().check(z.regex(/^[a-z][a-z0-9_-]*$/i))),
  /** One sentence for the timeline. */
  says: z.optional(z.string()),
  /** The connected account that the step acts for. */
  as: z.optional(z.string()),
};

/** A request to the Stripe API. */
const callStep = z.strictObject({
  ...base,
  call: z.strictObject({
    method,
    path: z.string(),
    params: z.optional(values),
    /** Uploads a file beside the parameters. */
    file: z.optional(z.strictObject({ filename: z.string(), type: z.string(), content: z.string() })),
    /** The HTTP status that the story wants; any 2xx when left out. */
    status: z.optional(z.number()),
  }),
});

/** A request to the app under test, as its customers or its staff would make it. */
const requestStep = z.strictObject({
  ...base,
  request: z.strictObject({ method, url: z.string(), json: z.optional(z.unknown()), status: z.optional(z.number()) }),
});

/** What the bank, the cardholder or the network does. */
const actStep = z.strictObject({
  ...base,
  act: z.strictObject({ on: z.string(), action: z.string(), facts: z.optional(values) }),
});

/** Moves the clock: `7d`, `1h30m`. */
const advanceStep = z.strictObject({ ...base, advance: z.string() });

const expectation = z.strictObject({
  /** An object of the API that comes to hold these values. */
  object: z.optional(z.strictObject({ path: z.string(), has: values })),
  /** An event of this type about the object of this id, with these values in the event. */
  event: z.optional(z.strictObject({ type: z.string(), about: z.optional(z.string()), has: z.optional(values) })),
  /** The types of all events so far, oldest first. */
  events: z.optional(z.array(z.string())),
  /** That every delivery of events of this type was answered 2xx. */
  delivered: z.optional(z.string()),
  /** An answer of the app under test that comes to hold these values. */
  http: z.optional(z.strictObject({ url: z.string(), has: values })),
});

const expectStep = z.strictObject({
  ...base,
  expect: expectation,
  /** Milliseconds to wait for it; 5,000 when left out. */ within: z.optional(z.number()),
});

const step = z.union([callStep, requestStep, actStep, advanceStep, expectStep]);

const scenario = z.strictObject({
  name: z.string().check(z.regex(/^[a-z0-9-]+$/)),
  /** One line: what happens. */
  title: z.string(),
  description: z.optional(z.string()),
  steps: z.array(step).check(z.minLength(1)),
});

export type CallStep = z.infer<typeof callStep>;
export type RequestStep = z.infer<typeof requestStep>;
export type ActStep = z.infer<typeof actStep>;
export type AdvanceStep = z.infer<typeof advanceStep>;
export type ExpectStep = z.infer<typeof expectStep>;
export type Step = z.infer<typeof step>;
export type Expectation = z.infer<typeof expectation>;
export type Scenario = z.infer<typeof scenario>;

/** A typed story; throws with the place and the reason when it is malformed. */
export function defineScenario(definition: Scenario): Scenario {
  return readScenario(definition);
}

/** Checks a story that comes from a file; throws an Error that names the step and the key. */
export function readScenario(definition: unknown): Scenario {
  const result = z.safeParse(scenario, definition);
  if (result.success) return result.data;
  const reasons = result.error.issues.map(({ path, message }) => `${path.join('.') || 'scenario'}: ${message}`);
  throw new Error(`not a scenario: ${reasons.join('; ')}`);
}
