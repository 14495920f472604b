import { describe, expect, it } from 'vitest';
import { type EventRule, on } from '../../src/server/kernel/events.ts';

interface Thing {
  readonly status: string;
  readonly n: number;
  readonly phase?: string;
}

const thing = (status: string, n = 1, phase?: string): Thing => ({
  status,
  n,
  ...(phase === undefined ? {} : { phase }),
});

const rules: Record<string, EventRule<Thing>> = {
  created: on.create('thing.created'),
  'created big': on.create('thing.created', ({ n }) => n > 10),
  updated: on.change('thing.updated'),
  'n grew': on.change('thing.grew', (before, after) => after.n > before.n),
  closed: on.enter('closed', 'thing.closed'),
  ended: on.enter(['closed', 'lost'], 'thing.ended', { previous: true }),
  'phase two': on.enter('two', 'thing.two', { field: 'phase' }),
  deleted: on.remove('thing.deleted'),
};

const changes: [string, Thing | undefined, Thing | undefined, string[]][] = [
  ['an insert', undefined, thing('open'), ['created']],
  ['an insert of a big one', undefined, thing('open', 11), ['created', 'created big']],
  ['an insert in an end state', undefined, thing('closed'), ['created', 'closed', 'ended']],
  ['an update', thing('open'), thing('open', 0), ['updated']],
  ['an update that grows it', thing('open'), thing('open', 2), ['updated', 'n grew']],
  ['entering a state', thing('open'), thing('closed'), ['updated', 'closed', 'ended']],
  ['entering another state', thing('open'), thing('lost'), ['updated', 'ended']],
  ['going from one of the states to the other', thing('closed'), thing('lost'), ['updated', 'ended']],
  ['a change within the state', thing('closed'), thing('closed', 2), ['updated', 'n grew']],
  ['entering by another field', thing('open'), thing('open', 1, 'two'), ['updated', 'phase two']],
  ['a removal', thing('closed'), undefined, ['deleted']],
];

describe('rules over changes', () => {
  it.each(changes)('%s', (_, before, after, expected) => {
    const fired = Object.keys(rules).filter((name) => rules[name]?.when(before, after));
    expect(fired).toEqual(expected);
  });

  it('say whether the event tells the previous attributes', () => {
    const telling = Object.keys(rules).filter((name) => rules[name]?.previous);
    expect(telling).toEqual(['updated', 'n grew', 'ended']);
  });
});
