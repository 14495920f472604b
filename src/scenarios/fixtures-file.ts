/** Stripe CLI fixture files as stories: https://docs.stripe.com/cli/fixtures */
import * as z from 'zod/mini';
import { readScenario, type Scenario } from './scenario.ts';

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

/**
 * Its calls, in order; `${name:path}` and `${.env:NAME}` stand as in the file. `name` is the story's. Throws an Error that
 * says what is wrong with the file.
 */
export function readFixturesFile(definition: unknown, name: string): Scenario {
  const result = z.safeParse(file, definition);
  if (!result.success) {
    const [{ path = [], message = '' } = {}] = result.error.issues;
    throw new Error(`not a fixtures file: ${path.join('.') || 'the file'}: ${message}`);
  }
  return readScenario({
    name,
    title: `${result.data.fixtures.length} calls of a Stripe CLI fixtures file`,
    steps: result.data.fixtures.map(({ name, path, method, params, expected_error_type: refused }) => ({
      name,
      call: {
        method: method.toUpperCase(),
        path,
        ...(params && { params }),
        ...(refused !== undefined && { refused }),
      },
    })),
  });
}
