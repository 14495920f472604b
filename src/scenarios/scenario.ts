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
    /** The type of the error that the story wants instead of an answer: `card_error`. */
    refused: z.optional(z.string()),
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
  /** The types of all events since the story began, oldest first. */
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

const steps = { call: callStep, request: requestStep, act: actStep, advance: advanceStep, expect: expectStep } as const;
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

type Issue = z.core.$ZodIssue;

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);

/** What is wrong with a step, by the schema of its kind: a union only says that none fits. */
function stepFaults(place: readonly PropertyKey[], sent: unknown): string[] {
  const kind = (Object.keys(steps) as (keyof typeof steps)[]).find(
    (each) => typeof sent === 'object' && sent !== null && each in sent,
  );
  if (kind === undefined) return [`${place.join('.')}: must be a step with one of ${Object.keys(steps).join(', ')}`];
  const { error } = z.safeParse(steps[kind], sent);
  return (error?.issues ?? []).flatMap((issue) => faults({ ...issue, path: [...place, ...issue.path] }, undefined));
}

/** The small build of zod has no words of its own. */
function faults(issue: Issue, definition: unknown): string[] {
  const place = issue.path.join('.') || 'scenario';
  switch (issue.code) {
    case 'invalid_union':
      return stepFaults(issue.path, valueAt(definition, issue.path));
    case 'unrecognized_keys':
      return [`${place}: does not know ${issue.keys.join(', ')}`];
    case 'invalid_type':
      return [`${place}: must be ${issue.expected}`];
    case 'invalid_value':
      return [`${place}: must be one of ${issue.values.join(', ')}`];
    case 'invalid_format':
      return [`${place}: must match ${issue.pattern ?? issue.format}`];
    case 'too_small':
      return [`${place}: must not be empty`];
    default:
      return [`${place}: ${issue.message}`];
  }
}

/** Checks a story that comes from a file; throws an Error that names the step and the key. */
export function readScenario(definition: unknown): Scenario {
  const result = z.safeParse(scenario, definition);
  if (result.success) return result.data;
  throw new Error(`not a scenario: ${result.error.issues.flatMap((issue) => faults(issue, definition)).join('; ')}`);
}
