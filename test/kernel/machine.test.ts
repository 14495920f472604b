import { describe, expect, it } from 'vitest';
import { StripeError } from '../../src/server/kernel/errors.ts';
import {
  actionsFrom,
  guardHolds,
  type Machine,
  next,
  stateField,
  stateOf,
  states,
  target,
  toMermaid,
} from '../../src/server/kernel/machine.ts';

interface Claim {
  readonly id: string;
  readonly object: string;
  readonly status: string;
  readonly amount: number;
}

const machine: Machine<Claim> = {
  initial: ['open', 'draft'],
  rules: [
    { from: 'draft', action: 'file', to: 'open' },
    { from: 'open', action: 'decide', when: 'small', to: 'paid' },
    { from: 'open', action: 'decide', to: 'reviewed' },
    { from: ['open', 'reviewed'], action: 'cancel', to: 'canceled' },
    { from: 'reviewed', action: 'decide', when: 'approved', to: 'paid' },
  ],
  guards: {
    small: ({ amount }) => amount < 100,
    approved: (_, { approved }) => approved === true,
  },
};

const claim = (status: string, amount = 1000): Claim => ({ id: 'cl_1', object: 'insurance_claim', status, amount });

function refusal(run: () => unknown): StripeError {
  try {
    run();
  } catch (error) {
    if (error instanceof StripeError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('next', () => {
  it.each([
    ['draft', 1000, 'file', {}, 'open'],
    ['open', 50, 'decide', {}, 'paid'],
    ['open', 1000, 'decide', {}, 'reviewed'],
    ['open', 1000, 'cancel', {}, 'canceled'],
    ['reviewed', 1000, 'cancel', {}, 'canceled'],
    ['reviewed', 1000, 'decide', { approved: true }, 'paid'],
  ])('from %s (%i) by %s with %j comes %s', (from, amount, action, facts, to) => {
    expect(next(machine, claim(from, amount), action, facts)).toBe(to);
  });

  it.each([
    ['draft', 'cancel', {}],
    ['paid', 'decide', { approved: true }],
    ['reviewed', 'decide', {}],
    ['reviewed', 'decide', { approved: 'yes' }],
    ['nowhere', 'file', {}],
    ['open', 'constructor', {}],
  ])('from %s there is no %s with %j', (from, action, facts) => {
    expect(target(machine, claim(from), action, facts)).toBeUndefined();
    const { status, details } = refusal(() => next(machine, claim(from), action, facts));
    expect(status).toBe(400);
    expect(details).toEqual({
      type: 'invalid_request_error',
      message: `This insurance claim cannot ${action} while its status is ${from}.`,
    });
  });

  it("says what the machine's own refusal says, where it has one", () => {
    const own: Machine<Claim> = {
      ...machine,
      refuse: (action, { id }) =>
        new StripeError(400, { type: 'invalid_request_error', message: `${id} will not ${action}`, code: 'no' }),
    };
    expect(refusal(() => next(own, claim('paid'), 'cancel')).details).toMatchObject({
      message: 'cl_1 will not cancel',
    });
    expect(next(own, claim('open'), 'cancel')).toBe('canceled');
  });

  it('throws a plain error for a guard that the machine does not have', () => {
    const broken: Machine = { initial: ['a'], rules: [{ from: 'a', action: 'go', when: 'nobody', to: 'b' }] };
    expect(() => target(broken, { status: 'a' }, 'go')).toThrow("machine has no guard 'nobody'");
  });
});

describe('the state', () => {
  it('is the status unless the machine names another field', () => {
    expect(stateField(machine)).toBe('status');
    expect(stateOf(machine, claim('open'))).toBe('open');
    const other: Machine = { ...machine, field: 'phase' };
    expect(stateOf(other, { phase: 'draft' })).toBe('draft');
    expect(next(other, { id: 'x', object: 'x', phase: 'draft' } as never, 'file')).toBe('open');
  });

  it('has the actions that some rule gives it', () => {
    expect(actionsFrom(machine, 'open')).toEqual(['decide', 'cancel']);
    expect(actionsFrom(machine, 'reviewed')).toEqual(['cancel', 'decide']);
    expect(actionsFrom(machine, 'paid')).toEqual([]);
  });

  it('is one of those that the rules name', () => {
    expect(states(machine)).toEqual(['open', 'draft', 'paid', 'reviewed', 'canceled']);
  });
});

describe('guardHolds', () => {
  it('holds where no guard is asked for', () => {
    expect(guardHolds(machine, undefined, claim('open'), {})).toBe(true);
    expect(guardHolds(machine, 'small', claim('open', 99), {})).toBe(true);
    expect(guardHolds(machine, 'small', claim('open', 100), {})).toBe(false);
  });
});

describe('toMermaid', () => {
  it('draws beginnings, rules with their guards, and ends', () => {
    expect(toMermaid(machine)).toBe(`stateDiagram-v2
  [*] --> open
  [*] --> draft
  draft --> open: file
  open --> paid: decide [small]
  open --> reviewed: decide
  open --> canceled: cancel
  reviewed --> canceled: cancel
  reviewed --> paid: decide [approved]
  paid --> [*]
  canceled --> [*]
`);
  });
});
