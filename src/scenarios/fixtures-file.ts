/** Stripe CLI fixture files as stories: https://docs.stripe.com/cli/fixtures */
import * as z from 'zod/mini';
import { complaintsOf, type Place } from './complaints.ts';
import { readScenario, type Scenario, ScenarioError } from './scenario.ts';

const fixture = z.object({
  name: z.string(),
  path: z.string(),
  method: z.string(),
  params: z.optional(z.record(z.string(), z.unknown())),
  /** The story goes on when the call is refused with an error of this type. */
  expected_error_type: z.optional(z.string()),
});

const file = z.object({ fixtures: z.array(fixture).check(z.minLength(1)) });

/** Whether a file is of the Stripe CLI's kind. */
export function isFixturesFile(definition: unknown): boolean {
  return typeof definition === 'object' && definition !== null && 'fixtures' in definition;
}

/** Where `steps.3.call.path` of the story stands in the file: `fixtures.3.path`. */
export function placeInFixtures([steps, at, call, ...rest]: Place): Place {
  if (steps !== 'steps' || at === undefined) return [];
  return call === undefined ? ['fixtures', at] : ['fixtures', at, ...(call === 'call' ? rest : [call])];
}

/**
 * Its calls, in order; `${name:path}` and `${.env:NAME}` stand as in the file. `name` is the story's. Throws a
 * ScenarioError with the places in the file.
 */
export function readFixturesFile(definition: unknown, name: string): Scenario {
  const result = z.safeParse(file, definition);
  if (!result.success) {
    const complaints = result.error.issues.flatMap((issue) => complaintsOf(issue, definition, file));
    throw new ScenarioError(complaints, 'fixtures file');
  }
  try {
    return readScenario(storyOf(result.data, name));
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    const complaints = error.complaints.map((each) => ({ ...each, place: placeInFixtures(each.place) }));
    throw new ScenarioError(complaints, 'fixtures file');
  }
}

function storyOf({ fixtures }: z.infer<typeof file>, name: string): object {
  return {
    name,
    title: `${fixtures.length} calls of a Stripe CLI fixtures file`,
    steps: fixtures.map(({ name, path, method, params, expected_error_type: refused }) => ({
      name,
      call: {
        method: method.toUpperCase(),
        path,
        ...(params && { params }),
        ...(refused !== undefined && { refused }),
      },
    })),
  };
}
