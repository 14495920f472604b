/** Whatever an operation is sent, it answers as described or refuses as Stripe does, and a refusal changes nothing. */
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadDescription } from '../../src/server/spec/description.ts';
import type { Row } from '../../src/server/store/port.ts';
import { problemWithError } from './error-shape.ts';
import { type RandomRequest, RandomRequests } from './random-request.ts';
import { createWorld, type World } from './world.ts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 20);
const description = loadDescription();

let world: World;
let requests: RandomRequests;
let answered = 0;
let refused = 0;

beforeAll(async () => {
  world = await createWorld();
  requests = new RandomRequests(world);
});
beforeEach(() => world.rewind());

type Dump = Record<string, Row[]>;

/** Rows are immutable: the same state has the very same ones. */
function changed(before: Dump, after: Dump): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => {
    const [one = [], other = []] = [before[name], after[name]];
    if (name === '/blobs') return one.length !== other.length;
    return one.length !== other.length || one.some((row, at) => row !== other[at]);
  });
}

async function problemWith(request: RandomRequest): Promise<string | undefined> {
  const { bench } = world;
  const { method, path, body, headers } = request;
  const before = await bench.dump();
  const answer = await bench.call(method, path, body, headers);
  if (bench.crashes.length > 0) return `crash: ${String((bench.crashes.splice(0)[0] as Error).stack)}`;
  if (answer.status === 200) {
    answered++;
    const match = description.match(method, path.replace(/\?.*/s, ''));
    if (!answer.headers.get('content-type')?.startsWith('application/json')) return undefined;
    // Older versions have their own shapes.
    if ((headers['stripe-version'] ?? description.version) !== description.version) return undefined;
    const [problem] = match?.operation.checkAnswer(answer.body) ?? [];
    return problem && `answer: ${problem}`;
  }
  refused++;
  const problem = problemWithError(answer.status, answer.body);
  if (problem !== undefined) return `error: ${problem}`;
  // A declined card leaves its failed charge behind.
  if (answer.status === 402) return undefined;
  const differences = changed(before, await bench.dump());
  return differences.length === 0
    ? undefined
    : `a refusal (${answer.body.error.message}) changed ${differences.join(', ')}`;
}

describe('every operation', () => {
  it.each(description.operations.map((each) => [each.id, each] as const))('%s', async (id, operation) => {
    let seed = 0;
    for (const char of id) seed = (seed * 31 + char.charCodeAt(0)) | 0;
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (g) => {
        const request = requests.draw(operation, g);
        const problem = await problemWith(request);
        expect(problem && `${problem}\n${request.method} ${request.path}\n${request.body ?? ''}`).toBeUndefined();
      }),
      { numRuns, seed },
    );
  });

  it('was tried with both what it takes and what it does not', () => {
    const total = answered + refused;
    expect(answered / total).toBeGreaterThan(0.2);
    expect(refused / total).toBeGreaterThan(0.2);
  });
});
