import { describe, expect, expectTypeOf, it } from 'vitest';
import { defineScenario, readScenario, type Scenario } from '../../src/scenarios/index.ts';

const step = { call: { method: 'GET', path: '/v1/customers' } } as const;

describe('readScenario', () => {
  it('answers the story', () => {
    const story = { name: 'story', title: 'A story', steps: [step] };
    expect(readScenario(JSON.parse(JSON.stringify(story)))).toEqual(story);
  });

  it.each([
    ['a story without a name', { title: 'A story', steps: [step] }, /^not a scenario: name: /],
    ['a name with spaces', { name: 'my story', title: 'A story', steps: [step] }, /name: /],
    ['no steps', { name: 'story', title: 'A story', steps: [] }, /steps: /],
    ['an unknown key', { name: 'story', title: 'A story', steps: [step], author: 'Jenny' }, /^not a scenario: /],
    ['an unknown step', { name: 'story', title: 'A story', steps: [step, { wait: '7d' }] }, /steps\.1: /],
    ['nothing', undefined, /^not a scenario: scenario: /],
  ])('refuses %s', (_, definition, message) => {
    expect(() => readScenario(definition)).toThrow(message);
  });
});

describe('defineScenario', () => {
  it('has the type of a story', () => {
    const story = defineScenario({ name: 'story', title: 'A story', steps: [step] });
    expectTypeOf(story).toEqualTypeOf<Scenario>();
  });

  it('does not compile for a step that is none', () => {
    // @ts-expect-error steps do not wait
    expect(() => defineScenario({ name: 'story', title: 'A story', steps: [{ wait: '7d' }] })).toThrow('steps.0');
  });
});
