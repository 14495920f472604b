import { describe, expect, it } from 'vitest';
import { StripeError } from '../../src/server/kernel/errors.ts';
import { pageOf, pageQuery } from '../../src/server/kernel/page.ts';
import { inRange } from '../../src/server/kernel/range.ts';

const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, object: 'letter' }));

function page(params: Parameters<typeof pageQuery>[0]): { ids: string; more: boolean } {
  const { data, has_more } = pageOf(rows, pageQuery(params), 'letter', '/v1/letters');
  return { ids: data.map(({ id }) => id).join(''), more: has_more };
}

function refusal(params: Parameters<typeof pageQuery>[0]): Partial<StripeError['details']> {
  try {
    page(params);
  } catch (error) {
    if (error instanceof StripeError) return error.details;
  }
  return {};
}

describe('a page of rows that no store keeps', () => {
  it.each([
    [{}, 'abcde', false],
    [{ limit: 2 }, 'ab', true],
    [{ limit: 5 }, 'abcde', false],
    [{ limit: 0 }, 'a', true],
    [{ limit: 1000 }, 'abcde', false],
    [{ limit: 2, starting_after: 'b' }, 'cd', true],
    [{ limit: 2, starting_after: 'c' }, 'de', false],
    [{ starting_after: 'e' }, '', false],
    [{ limit: 2, ending_before: 'd' }, 'bc', true],
    [{ limit: 3, ending_before: 'd' }, 'abc', false],
    [{ ending_before: 'a' }, '', false],
  ])('of %j is %s', (params, ids, more) => {
    expect(page(params)).toEqual({ ids, more });
  });

  it.each(['starting_after', 'ending_before'])('refuses an unknown row in %s', (param) => {
    expect(refusal({ [param]: 'x' })).toMatchObject({
      code: 'resource_missing',
      message: "No such letter: 'x'",
      param,
    });
  });

  it('has one cursor: of two, an unknown one is told first', () => {
    expect(refusal({ starting_after: 'a', ending_before: 'e' }).message).toBe(
      'Received both starting_after and ending_before parameters. Please pass in only one.',
    );
    expect(refusal({ starting_after: 'a', ending_before: 'x' }).param).toBe('ending_before');
  });
});

describe('a query', () => {
  it('has a moment of creation as a range of one second', () => {
    expect(pageQuery({ created: 7 })).toEqual({ limit: 10, created: { gte: 7, lte: 7 } });
    expect(pageQuery({ created: { gt: 7 } })).toEqual({ limit: 10, created: { gt: 7 } });
  });
});

describe('a range', () => {
  it.each([
    [undefined, '123456'],
    [3, '3'],
    [{ gt: 3 }, '456'],
    [{ gte: 3, lt: 5 }, '34'],
    [{ lte: 2 }, '12'],
    [{ gt: 2, lte: 2 }, ''],
  ])('%j holds %s of the numbers to six', (asked, held) => {
    expect([1, 2, 3, 4, 5, 6].filter((each) => inRange(each, asked)).join('')).toBe(held);
  });
});
