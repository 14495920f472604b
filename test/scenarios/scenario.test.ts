import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  defineScenario,
  findTrigger,
  readScenario,
  type Scenario,
  ScenarioError,
  triggerable,
} from '../../src/scenarios/index.ts';

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
    ['nothing', undefined, /^not a scenario: the whole: /],
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

describe('an event type', () => {
  it('does not compile where Stripe does not have it', () => {
    // @ts-expect-error Stripe has charge.failed
    expect(() => defineScenario({ name: 's', title: 's', steps: [{ expect: { never: ['chrge.failed'] } }] })).toThrow();
    // @ts-expect-error likewise
    expect(() => defineScenario({ name: 's', title: 's', steps: [{ expect: { delivered: 'a.b' } }] })).toThrow();
    expect(defineScenario({ name: 's', title: 's', steps: [{ expect: { events: ['${a:type}'] } }] }).name).toBe('s');
  });
});

describe('the words of a story', () => {
  const complaintsOf = (...steps: object[]): string[] => {
    try {
      readScenario({ name: 'story', title: 'A story', steps });
      return [];
    } catch (error) {
      return error instanceof ScenarioError
        ? error.complaints.map(({ place, message }) => `${place.slice(2).join('.')}: ${message}`)
        : [String(error)];
    }
  };
  const get = (path: string) => ({ call: { method: 'GET', path } });
  const post = (path: string, more: object = {}) => ({ call: { method: 'POST', path, ...more } });

  it.each([
    [post('/v1/custmers'), "call.path: there is no POST /v1/custmers; did you mean '/v1/customers'?"],
    [
      post('/v1/disputes/${a:data.0.id}/clsoe'),
      "call.path: there is no POST /v1/disputes/${a:data.0.id}/clsoe; did you mean '/v1/disputes/{dispute}/close'?",
    ],
    [
      { call: { method: 'DELETE', path: '/v1/charges/${a:id}' } },
      'call.path: there is no DELETE /v1/charges/${a:id}; it takes GET, POST',
    ],
    [get('v1/charges'), "call.path: must be a path of the API, such as /v1/customers, not 'v1/charges'"],
    [
      { expect: { object: { path: '/v1/dispute/x', has: {} } } },
      "expect.object.path: there is no GET /v1/dispute/x; did you mean '/v1/disputes/{dispute}'?",
    ],
    [
      { expect: { event: { type: 'charge.dispute.closd' } } },
      "expect.event.type: there is no event type 'charge.dispute.closd'; did you mean 'charge.dispute.closed'?",
    ],
    [{ expect: { never: ['nonsense'] } }, "expect.never.0: there is no event type 'nonsense'"],
    [
      { expect: { delivered: 'custmer.created' } },
      "expect.delivered: there is no event type 'custmer.created'; did you mean 'customer.created'?",
    ],
    [
      { expect: { undelivered: { type: 'custmer.created' } } },
      "expect.undelivered.type: there is no event type 'custmer.created'; did you mean 'customer.created'?",
    ],
    [{ act: { on: '${a:id}', action: 'winn' } }, "act.action: there is no action 'winn'; did you mean 'win'?"],
    [{ advance: '3 days' }, 'advance: must be a duration such as 90s, 5m, 2h, 7d, 1w or 1d12h'],
    [
      { fault: { match: { path: '/v1/refund' }, effect: { status: 500 } } },
      'fault.match.path: there is no request of the API that is /v1/refund',
    ],
    [
      { fault: { effect: { type: 'card_eror' } } },
      "fault.effect.type: must be one of api_error, card_error, idempotency_error, invalid_request_error; did you mean 'card_error'?",
    ],
    [post('/v1/charges', { status: 402, refused: 'card_error' }), 'call: must have status or refused, not both'],
    [
      { parallel: [{ repeat: { times: 1, steps: [get('/v1/charge')] } }] },
      "parallel.0.repeat.steps.0.call.path: there is no GET /v1/charge; did you mean '/v1/charges'?",
    ],
  ])('are checked: %j', (step, complaint) => {
    expect(complaintsOf(step)).toEqual([complaint]);
  });

  it('may be known only once the story is told', () => {
    const steps = [
      post('/v1/${a:objects}'),
      get('${a:next}'),
      get('/v1/customers/search?query=a'),
      get('/v1/nothing/${a:id}/at/all?limit=1'),
      { expect: { event: { type: '${a:type}' }, delivered: '*' } },
      { act: { on: 'x', action: '${a:action}' } },
      { advance: '${a:wait}' },
      { fault: { match: { path: '/v1/*/refnd' }, effect: { status: 500 } } },
      { fault: { match: { method: 'POST', path: '/v1/refunds/{id}' }, effect: { status: 500 } } },
    ];
    expect(complaintsOf(...steps)).toEqual([
      'call.path: there is no GET /v1/nothing/${a:id}/at/all?limit=1',
      'fault.match.path: there is no request of the API that is /v1/*/refnd',
    ]);
    expect(complaintsOf({ call: { method: 'GET', path: '/v1/nothing', status: 404 } })).toEqual([]);
  });

  it.each(triggerable)('are right in the story of %s', (type) => {
    expect(() => readScenario(findTrigger(type))).not.toThrow();
  });
});
