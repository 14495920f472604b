/** Stories as they come from outside: checked, with what is wrong said in words. */
import { safeParse } from 'zod/mini';
import { type Complaint, complaintsOf } from './complaints.ts';
import { type Scenario, scenario } from './format.ts';
import { wrongWords } from './vocabulary.ts';

export type * from './format.ts';

/** A story that is none. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly complaints: readonly Complaint[];
  /** What it was read as. */
  readonly what: 'scenario' | 'fixtures file';

  constructor(complaints: readonly Complaint[], what: ScenarioError['what'] = 'scenario') {
    super(`not a ${what}: ${complaints.map(sentence).join('; ')}`);
    this.complaints = complaints;
    this.what = what;
  }
}

/** `steps.3.expect: does not know 'evnt'; did you mean 'event'?` */
export function sentence({ place, message }: Complaint): string {
  return `${place.map(String).join('.') || 'the whole'}: ${message}`;
}

/** A typed story; throws a ScenarioError with the place and the reason when it is malformed. */
export function defineScenario(definition: Scenario): Scenario {
  return readScenario(definition);
}

/** Checks a story that comes from a file; throws a ScenarioError that names each place with what is wrong there. */
export function readScenario(definition: unknown): Scenario {
  const result = safeParse(scenario, definition);
  if (!result.success) throw new ScenarioError(result.error.issues.flatMap((issue) => complaintsOf(issue, definition)));
  const read = result.data as Scenario;
  const complaints = wrongWords(read);
  if (complaints.length > 0) throw new ScenarioError(complaints);
  return read;
}
