import { describe, expect, it } from 'vitest';
import { type Entry, entryLine, heading, type Run, verdict } from '../../src/scenarios/index.ts';

const plain = { colour: false };
const entry: Entry = { kind: 'call', at: 1234, text: 'GET /v1/x', result: '200', says: undefined, ok: true };

describe('a line of the timeline', () => {
  it('has the time, a mark, what happened and what came of it', () => {
    expect(entryLine(entry, plain).replaceAll(/ +/g, ' ')).toBe(' 1.23s → GET /v1/x 200');
  });

  it('is below the sentence that explains it', () => {
    const [above, line] = entryLine({ ...entry, says: 'The shop asks.' }, plain).split('\n');
    expect(above?.trim()).toBe('The shop asks.');
    expect(line).toContain('GET /v1/x');
  });

  it('marks what failed', () => {
    expect(entryLine({ ...entry, ok: false }, plain)).toContain('✗');
  });

  it('has colours where asked for', () => {
    expect(entryLine(entry, { colour: true })).toContain('\u001b[36m→\u001b[0m');
    expect(heading('story', 'A story', { colour: true })).toContain('\u001b[1mstory\u001b[0m');
  });
});

describe('the verdict', () => {
  const run: Run = {
    scenario: 'story',
    key: 'sk_test_story',
    ok: true,
    entries: [entry],
    failure: undefined,
    failed: undefined,
    undelivered: [],
    milliseconds: 500,
  };

  it('counts events and deliveries', () => {
    const entries = [entry, { ...entry, kind: 'event' as const }, { ...entry, kind: 'delivery' as const }];
    expect(verdict({ ...run, entries }, plain).trim()).toBe('passed  1 event, 1 delivery, 0.50 s');
    expect(verdict({ ...run, entries: [...entries, ...entries] }, plain).trim()).toBe(
      'passed  2 events, 2 deliveries, 0.50 s',
    );
  });

  it('tells why a story failed', () => {
    expect(verdict({ ...run, ok: false, failure: 'no event customer.created' }, plain)).toContain(
      'failed  no event customer.created',
    );
  });
});
