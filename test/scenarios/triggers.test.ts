/** Every event of the API description happens when it is triggered. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../src/index.ts';
import { runScenario } from '../../src/scenarios/index.ts';
import { findTrigger, triggerable } from '../../src/scenarios/triggers/index.ts';
import { loadDescription } from '../../src/server/spec/description.ts';

const types = [...loadDescription().events.keys()].sort();

describe('triggers', () => {
  it('are told for every event', () => {
    expect(triggerable).toEqual(types);
  });
});

describe.each(['instant', 'manual'] as const)('by a clock that is %s', (clock) => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await createEmulator({ clock, seed: 1 });
  });
  afterAll(() => emulator.close());

  it.each(triggerable)('%s happens', async (type) => {
    const story = findTrigger(type);
    const { failure } = await runScenario(story ?? { name: 'none', title: 'none', steps: [] }, { emulator });
    expect(failure).toBeUndefined();
  });
});
