/** Stories as they come from outside: checked, with what is wrong said in words. */
import { safeParse } from 'zod/mini';
import { type Complaint, complaintsOf } from './complaints.ts';
import { type Scenario, scenario } from './format.ts';

export type * from './format.ts';

/** A story that is none. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly complaints: readonly Complaint[];

  constructor(complaints: readonly Complaint[]) {
    super(`not a scenario: ${complaints.map(sentence).join('; ')}`);
    this.complaints = complaints;
  }
}

/** `steps.3.expect: does not know 'evnt'; did you mean 'event'?` */
export function sentence({ place, message }: Complaint): string {
  return `${place.map(String).join('.') || 'scenario'}: ${message}`;
}

/** A typed story; throws a ScenarioError with the place and the reason when it is malformed. */
export function defineScenario(definition: Scenario): Scenario {
  return readScenario(definition);
}

/** Checks a story that comes from a file; throws a ScenarioError that names the place and the key. */
export function readScenario(definition: unknown): Scenario {
  const result = safeParse(scenario, definition);
  if (result.success) return result.data as Scenario;
  throw new ScenarioError(result.error.issues.flatMap((issue) => complaintsOf(issue, definition)));
}
