/** What a story is made of. Texts may hold references to earlier steps: `${dispute:id}`, and to values: `${app:url}`. */
import type Stripe from 'stripe';
import * as z from 'zod/mini';

const values = z.record(z.string(), z.unknown());
const method = z.enum(['GET', 'POST', 'DELETE']);
const whole = z.int().check(z.gte(0));
const oneOrMore = z.int().check(z.gte(1));

const base = {
  /** Name by which later steps refer to this one's result. */
  name: z.optional(z.string().check(z.regex(/^[a-z][a-z0-9_-]*$/i))),
  /** One sentence for the timeline. */
  says: z.optional(z.string()),
  /** The connected account that the step acts for. */
  as: z.optional(z.string()),
  /** Milliseconds that it may take: 5,000 for expectations, 30,000 for other steps when left out. */
  within: z.optional(whole),
};

const errorType = z.enum(['api_error', 'card_error', 'idempotency_error', 'invalid_request_error']);

/** A request to the Stripe API. */
const callStep = z.strictObject({
  ...base,
  call: z.strictObject({
    method,
    path: z.string(),
    params: z.optional(values),
    /** Uploads a file beside the parameters. */
    file: z.optional(z.strictObject({ filename: z.string(), type: z.string(), content: z.string() })),
    /** Makes the call one that may be repeated. */
    idempotency_key: z.optional(z.string()),
    /** The HTTP status that the story wants; any 2xx when left out. */
    status: z.optional(z.number()),
    /** The type of the error that the story wants instead of an answer: `card_error`. */
    refused: z.optional(errorType),
    /** The story wants no answer: the connection ends, or nothing comes `within` the time. */
    unanswered: z.optional(z.literal(true)),
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

/** Makes API calls fail from here on: those of the app under test, and those of the story. */
const faultStep = z.strictObject({
  ...base,
  fault: z.strictObject({
    match: z.optional(
      z.strictObject({ method: z.optional(method), path: z.optional(z.string()), nth: z.optional(oneOrMore) }),
    ),
    effect: z.strictObject({
      status: z.optional(whole),
      type: z.optional(errorType),
      body: z.optional(values),
      delay_ms: z.optional(whole),
      drop: z.optional(z.boolean()),
      execute: z.optional(z.boolean()),
    }),
    times: z.optional(z.nullable(oneOrMore)),
  }),
});

const disorder = {
  duplicate: z.optional(z.boolean()),
  shuffle: z.optional(z.boolean()),
  delay_ms: z.optional(whole),
  drop: z.optional(whole),
  stale_signature: z.optional(z.boolean()),
  wrong_signature: z.optional(z.boolean()),
  seed: z.optional(whole),
};

/** Brings webhooks into disorder from here on; what is left out is as usual. */
const chaosStep = z.strictObject({ ...base, chaos: z.strictObject(disorder) });

/** A type that Stripe has, or a reference to one. */
export type EventType = Stripe.Event['type'] | `${string}$\{${string}`;
const eventType = z.string() as unknown as z.ZodMiniType<EventType>;
const anyEventType = z.string() as unknown as z.ZodMiniType<EventType | '*'>;

const about = { about: z.optional(z.string()) };
/** How many attempts it took. */
const attempts = z.optional(oneOrMore);

const expectation = z.strictObject({
  /** An object of the API that comes to hold these values. */
  object: z.optional(z.strictObject({ path: z.string(), has: values })),
  /** An event of this type about the object of this id, with these values in the event. */
  event: z.optional(
    z.strictObject({
      type: eventType,
      ...about,
      has: z.optional(values),
      /** Values that the object had before. */
      previous: z.optional(values),
      /** How many of them there are; one or more when left out. */
      count: z.optional(oneOrMore),
    }),
  ),
  /** The types of all events of the account since the story began, oldest first. */
  events: z.optional(z.array(eventType)),
  /** Types of events of the account that do not happen, from the beginning of the story to its end. */
  never: z.optional(z.array(eventType).check(z.minLength(1))),
  /** That every delivery of events of this type was answered 2xx; `*` for all types. */
  delivered: z.optional(
    z.union([
      anyEventType,
      z.strictObject({
        type: anyEventType,
        ...about,
        /** Milliseconds within which it was answered. */
        within: z.optional(whole),
        attempts,
      }),
    ]),
  ),
  /** That deliveries of events of this type were attempted and none was answered 2xx: the run does not fail for it. */
  undelivered: z.optional(z.union([anyEventType, z.strictObject({ type: anyEventType, ...about, attempts })])),
  /** An answer of the app under test that comes to hold these values. */
  http: z.optional(z.strictObject({ url: z.string(), has: z.optional(values), status: z.optional(z.number()) })),
});

const expectStep = z.strictObject({ ...base, expect: expectation });

const step = z.lazy(
  (): z.ZodMiniType<Step> =>
    z.union([
      callStep,
      requestStep,
      actStep,
      advanceStep,
      faultStep,
      chaosStep,
      expectStep,
      repeatStep,
      parallelStep,
      groupStep,
    ]) as z.ZodMiniType<Step>,
);
const steps = z.array(step).check(z.minLength(1));

/** The same steps several times; `${round:number}` counts from 1. */
const repeatStep = z.strictObject({ ...base, repeat: z.strictObject({ times: oneOrMore, steps }) });

/** Steps that begin together; it ends with the last of them. */
const parallelStep = z.strictObject({ ...base, parallel: steps });

/** Steps in order, all of them for the account that the group acts `as`. */
const groupStep = z.strictObject({ ...base, steps });

export const stepKinds = {
  call: callStep,
  request: requestStep,
  act: actStep,
  advance: advanceStep,
  fault: faultStep,
  chaos: chaosStep,
  expect: expectStep,
  repeat: repeatStep,
  parallel: parallelStep,
  steps: groupStep,
} as const;

/** What any step may have beside its kind. */
export const stepKeys: readonly string[] = Object.keys(base);

export const scenario = z.strictObject({
  name: z.string().check(z.regex(/^[a-z0-9-]+$/)),
  /** One line: what happens. */
  title: z.string(),
  description: z.optional(z.string()),
  /** The version of the API that its calls name, `2024-06-20`; when left out, that of the server holds. */
  api_version: z.optional(z.string()),
  /** Milliseconds that the whole story may take; 120,000 when left out. */
  timeout: z.optional(oneOrMore),
  steps,
});

type Base = { [K in keyof typeof base]?: z.infer<(typeof base)[K]> };

export type CallStep = z.infer<typeof callStep>;
export type RequestStep = z.infer<typeof requestStep>;
export type ActStep = z.infer<typeof actStep>;
export type AdvanceStep = z.infer<typeof advanceStep>;
export type FaultStep = z.infer<typeof faultStep>;
export type ChaosStep = z.infer<typeof chaosStep>;
export type ExpectStep = z.infer<typeof expectStep>;
export type RepeatStep = Base & { repeat: { times: number; steps: Step[] } };
export type ParallelStep = Base & { parallel: Step[] };
export type GroupStep = Base & { steps: Step[] };
export type Step =
  | CallStep
  | RequestStep
  | ActStep
  | AdvanceStep
  | FaultStep
  | ChaosStep
  | ExpectStep
  | RepeatStep
  | ParallelStep
  | GroupStep;
export type StepKind = keyof typeof stepKinds;
export type Expectation = z.infer<typeof expectation>;
export type Disorder = ChaosStep['chaos'];
export type Scenario = Omit<z.infer<typeof scenario>, 'steps'> & { steps: Step[] };

export function kindOf(step: object): StepKind | undefined {
  return (Object.keys(stepKinds) as StepKind[]).find((kind) => kind in step);
}
