import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../src/index.ts';
import {
  type EventType,
  type Run,
  type RunOptions,
  runScenario,
  type Scenario,
  type Step,
} from '../../src/scenarios/index.ts';

const key = 'sk_test_runner';
let emulator: Emulator;

beforeEach(async () => {
  emulator = await createEmulator();
});
afterEach(() => emulator.close());

function play(steps: readonly Step[], options: Partial<RunOptions> = {}): Promise<Run> {
  const scenario = { name: 'story', title: 'A story', steps: [...steps] };
  return runScenario(scenario, { base: 'http://emulator', key, fetch: emulator.fetch, ...options });
}

const jenny: Step = {
  name: 'jenny',
  call: { method: 'POST', path: '/v1/customers', params: { name: 'Jenny Rosen', metadata: { order: '6735' } } },
};

const disputed: readonly Step[] = [
  {
    name: 'intent',
    call: {
      method: 'POST',
      path: '/v1/payment_intents',
      params: {
        amount: 1999,
        currency: 'usd',
        payment_method: 'pm_card_createDispute',
        confirm: true,
        automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      },
    },
  },
  { name: 'disputes', call: { method: 'GET', path: '/v1/disputes', params: { payment_intent: '${intent:id}' } } },
];

describe('a failing expectation', () => {
  const within = 20;
  const failureOf = async (steps: readonly Step[], options?: Partial<RunOptions>): Promise<string | undefined> => {
    const run = await play(steps, options);
    expect(run.ok).toBe(false);
    expect(run.entries.at(-1)?.ok).toBe(false);
    return run.failure;
  };

  it('names the field of an object, what was expected and what it holds', async () => {
    const has = { name: 'Jenny Smith' };
    const failure = await failureOf([
      jenny,
      { expect: { object: { path: '/v1/customers/${jenny:id}', has } }, within },
    ]);
    expect(failure).toMatch(/^\/v1\/customers\/cus_\w+ name: expected Jenny Smith, got Jenny Rosen$/);
  });

  it('names the place deep in an object', async () => {
    const has = { metadata: { order: '1' } };
    const failure = await failureOf([
      jenny,
      { expect: { object: { path: '/v1/customers/${jenny:id}', has } }, within },
    ]);
    expect(failure).toMatch(/metadata\.order: expected 1, got 6735$/);
  });

  it('names the event that never came', async () => {
    const event = { type: 'charge.dispute.closed', about: '${jenny:id}' } as const;
    expect(await failureOf([jenny, { expect: { event }, within }])).toMatch(
      /^no event charge\.dispute\.closed about cus_\w+$/,
    );
  });

  it('names what differs in the event that came', async () => {
    const event = { type: 'customer.created', has: { data: { object: { name: 'Jenny Smith' } } } } as const;
    expect(await failureOf([jenny, { expect: { event }, within }])).toBe(
      'customer.created data.object.name: expected Jenny Smith, got Jenny Rosen',
    );
  });

  it('names both orders of events', async () => {
    expect(await failureOf([jenny, { expect: { events: ['customer.updated'] }, within }])).toBe(
      'the events in order: expected ["customer.updated"], got ["customer.created"]',
    );
  });

  it('names a delivery that is missing', async () => {
    expect(await failureOf([jenny, { expect: { delivered: 'customer.created' }, within }])).toBe(
      'no delivery of customer.created',
    );
  });

  it('names the receiver that refuses', async () => {
    await emulator.sandbox(key).deliverTo(() => new Response('no', { status: 500 }));
    expect(await failureOf([jenny, { expect: { delivered: 'customer.created' }, within: 700 }])).toMatch(
      /^the delivery of customer\.created to inproc:\w+ is pending: .*"status":500/,
    );
  });

  it('ends the story', async () => {
    const { entries } = await play([{ expect: { event: { type: 'customer.created' } }, within }, jenny]);
    expect(entries.map(({ kind }) => kind)).toEqual(['expect']);
  });
});

describe('a step', () => {
  it('fails for an answer that is not 2xx, with its message', async () => {
    const run = await play([{ call: { method: 'GET', path: '/v1/customers/cus_none' } }]);
    expect(run.failure).toBe(
      "GET /v1/customers/cus_none: expected a 2xx answer, got 404  No such customer: 'cus_none'",
    );
  });

  it('may want another status', async () => {
    const path = '/v1/customers/cus_none';
    expect((await play([{ call: { method: 'GET', path, status: 404 } }])).ok).toBe(true);
    expect((await play([{ call: { method: 'GET', path, status: 402 } }])).failure).toMatch(/expected 402, got 404/);
  });

  it('plays the bank', async () => {
    const id = '${disputes:data.0.id}';
    const run = await play([
      ...disputed,
      { act: { on: id, action: 'submit' } },
      { act: { on: id, action: 'lose', facts: { amount_returned: 500 } } },
      { expect: { object: { path: `/v1/disputes/${id}`, has: { status: 'lost' } } } },
    ]);
    expect(run.failure).toBeUndefined();
    expect(run.entries.filter(({ kind }) => kind === 'act').map(({ text }) => text.split(' ')[0])).toEqual([
      'submit',
      'lose',
    ]);
  });

  it('tells why the bank cannot', async () => {
    const run = await play([...disputed, { act: { on: '${disputes:data.0.id}', action: 'win' } }]);
    expect(run.failure).toMatch(/^win du_\w+: expected a 2xx answer, got 400 .*cannot win/);
  });

  it('moves the clock', async () => {
    const before = emulator.sandbox(key).now();
    const run = await play([
      ...disputed,
      { advance: '9d' },
      { expect: { object: { path: '/v1/disputes/${disputes:data.0.id}', has: { status: 'lost' } } } },
    ]);
    expect(run.failure).toBeUndefined();
    expect(emulator.sandbox(key).now() - before).toBeGreaterThanOrEqual(9 * 86_400);
  });

  it('uploads a file', async () => {
    const run = await play([
      {
        name: 'file',
        call: {
          method: 'POST',
          path: '/v1/files',
          params: { purpose: 'tax_document_user_upload' },
          file: { filename: 'note.pdf', type: 'application/pdf', content: '%PDF-1.4\n%%EOF\n' },
        },
        says: 'A note.',
      },
      { expect: { object: { path: '/v1/files/${file:id}', has: { filename: 'note.pdf', size: 15 } } } },
    ]);
    expect(run.failure).toBeUndefined();
    expect(run.entries[0]).toMatchObject({ kind: 'call', says: 'A note.', ok: true });
  });

  it('acts as a connected account', async () => {
    const run = await play([
      { name: 'account', call: { method: 'POST', path: '/v1/accounts', params: { type: 'custom', country: 'US' } } },
      { ...jenny, as: '${account:id}' },
      { expect: { object: { path: '/v1/customers/${jenny:id}', has: { name: 'Jenny Rosen' } } }, as: '${account:id}' },
      { call: { method: 'GET', path: '/v1/customers/${jenny:id}', status: 404 } },
    ]);
    expect(run.failure).toBeUndefined();
  });

  it('is told as it happens', async () => {
    const seen: string[] = [];
    const run = await play([jenny], { onEntry: ({ kind, text }) => seen.push(`${kind} ${text}`) });
    expect(seen).toEqual(['call POST /v1/customers', 'event customer.created']);
    expect(run.entries).toHaveLength(2);
  });
});

describe('a reference', () => {
  it('takes the type of the value when it is the whole text', async () => {
    const run = await play([
      jenny,
      { call: { method: 'POST', path: '/v1/customers/${jenny:id}', params: { metadata: '${jenny:metadata}' } } },
      { expect: { object: { path: '/v1/customers/${jenny:id}', has: { metadata: { order: '6735' } } } } },
    ]);
    expect(run.failure).toBeUndefined();
  });

  it('reads values from outside', async () => {
    const has = { name: '${app:owner}' };
    const run = await play([jenny, { expect: { object: { path: '/v1/customers/${jenny:id}', has } } }], {
      values: { app: { owner: 'Jenny Rosen' } },
    });
    expect(run.failure).toBeUndefined();
  });

  it('to a step that did not come before fails the story and names what is known', async () => {
    const run = await play([jenny, { call: { method: 'GET', path: '/v1/customers/${jonny:id}' } }]);
    expect(run.failure).toBe("no step named 'jonny' came before; did you mean 'jenny'?");
    const other = await play([jenny, { call: { method: 'GET', path: '/v1/customers/${app:id}' } }]);
    expect(other.failure).toBe("no step named 'app' came before; known: jenny");
  });

  it('to nothing fails the story', async () => {
    const run = await play([jenny, { call: { method: 'GET', path: '/v1/customers/${jenny:sources.0}' } }]);
    expect(run.failure).toBe("'jenny' has nothing at 'sources.0'");
    const misspelt = await play([jenny, { call: { method: 'GET', path: '/v1/customers/${jenny:metdata.order}' } }]);
    expect(misspelt.failure).toBe("'jenny' has nothing at 'metdata.order'; did you mean 'metadata'?");
  });
});

describe('a story', () => {
  it('fails when nothing answers, with the reason', async () => {
    const run = await runScenario(
      { name: 'story', title: 'A story', steps: [jenny] },
      { base: 'http://emulator', key, fetch: () => Promise.reject(new Error('connection refused')) },
    );
    expect(run).toMatchObject({ ok: false, failure: 'http://emulator cannot be reached: connection refused' });
  });

  it('fails when the network is at fault, with what fetch keeps to itself', async () => {
    const fetch = () => Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }));
    const story = { name: 'story', title: 'A story', steps: [jenny] };
    const run = await runScenario(story, { base: 'http://emulator', key, fetch });
    expect(run.failure).toBe('http://emulator cannot be reached: connect ECONNREFUSED');
  });

  it('fails when the app under test does not answer, with the reason', async () => {
    const url = 'http://127.0.0.1:1/orders';
    const run = await play([{ request: { method: 'POST', url } }]);
    expect(run.failure).toMatch(/^POST http:\/\/127\.0\.0\.1:1\/orders: (bad port|.*ECONNREFUSED.*)$/);
    expect(run.entries.at(-1)).toMatchObject({ kind: 'request', ok: false, step: 'steps.0' });
  });

  it('has a sandbox of its own unless it is given a key', async () => {
    const story: Scenario = {
      name: 'own-sandbox',
      title: 'A story',
      steps: [jenny, { expect: { events: ['customer.created'] } }],
    };
    const runs = [await runScenario(story, { emulator }), await runScenario(story, { emulator })];
    expect(runs.map(({ failure }) => failure)).toEqual([undefined, undefined]);
    expect(runs[0]?.key).toMatch(/^sk_test_own_sandbox_\w{12}$/);
    expect(runs[0]?.key).not.toBe(runs[1]?.key);
    expect((await runScenario(story, { emulator, key })).key).toBe(key);
  });

  it('says where it wants to be played', async () => {
    const story = { name: 'nowhere', title: 'A story', steps: [jenny] };
    expect(() => runScenario(story, {})).toThrow('`base` of a running server, or an `emulator`');
  });

  it('ends when it takes too long', async () => {
    const story: Scenario = {
      name: 'slow',
      title: 'A story',
      timeout: 30,
      steps: [{ expect: { event: { type: 'customer.created' } } }],
    };
    expect(await runScenario(story, { emulator })).toMatchObject({
      failure:
        'the story took longer than 30 ms: steps.0 was waiting until customer.created happened (so far: no event customer.created)',
      failed: { step: 'steps.0', expected: 'customer.created' },
    });
  });

  it('names every step that was under way when it took too long', async () => {
    const wait = (type: EventType): Step => ({ expect: { event: { type } } });
    const slow: Step = { fault: { match: { path: '/v1/balance' }, effect: { delay_ms: 300 } } };
    const parallel = [wait('customer.deleted'), { call: { method: 'GET' as const, path: '/v1/balance' } }];
    const story = { name: 'slow', title: 'A story', timeout: 60, steps: [slow, { parallel }] };
    expect((await runScenario(story, { emulator, key })).failure).toMatch(
      /^the story took longer than 60 ms: steps\.1\.parallel\.0 was waiting until customer\.deleted happened \(.*\); steps\.1\.parallel\.1 was waiting for an answer: GET \/v1\/balance$/,
    );
  });

  it('tells of progress', async () => {
    const told: string[] = [];
    await play(
      [jenny, { repeat: { times: 2, steps: [{ says: 'Again.', call: { method: 'GET', path: '/v1/balance' } }] } }],
      {
        onProgress: ({ number, of, doing, step }) => told.push(`${step} ${number}/${of} ${doing}`),
      },
    );
    expect(told).toEqual([
      'steps.0 1/3 POST /v1/customers',
      'steps.1.repeat.steps.0 2/3 Again.',
      'steps.1.repeat.steps.0 3/3 Again.',
    ]);
  });

  it('tells only of events of its own', async () => {
    await play([jenny]);
    const { entries } = await play([{ call: { method: 'GET', path: '/v1/customers' } }]);
    expect(entries.map(({ kind }) => kind)).toEqual(['call']);
  });
});

describe('steps within steps', () => {
  it('repeat, and count', async () => {
    const names: Step = {
      call: { method: 'POST', path: '/v1/customers', params: { name: 'No ${round:number} (${round:index})' } },
    };
    const run = await play([
      { repeat: { times: 2, steps: [names] } },
      { expect: { object: { path: '/v1/customers', has: { data: [{ name: 'No 2 (1)' }, { name: 'No 1 (0)' }] } } } },
    ]);
    // Lists are compared exactly, hashes in them in part.
    expect(run.failure).toBeUndefined();
  });

  it('begin together where they are parallel', async () => {
    const slow: Step = { fault: { match: { path: '/v1/customers' }, effect: { delay_ms: 60 }, times: 3 } };
    const started = performance.now();
    const run = await play([
      slow,
      { parallel: [jenny, jenny, jenny] },
      { expect: { event: { type: 'customer.created', count: 3 } } },
    ]);
    expect(run.failure).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(175);
    expect(run.entries.map(({ kind }) => kind).slice(0, 4)).toEqual(['fault', 'call', 'call', 'call']);
  });

  it('fail with the first that fails', async () => {
    const failing: Step = { call: { method: 'GET', path: '/v1/nothing' } };
    const run = await play([{ steps: [jenny, { parallel: [jenny, failing] }] }]);
    expect(run.failed).toMatchObject({ step: 'steps.0.steps.1.parallel.1' });
  });

  it('act for the account of their group', async () => {
    const run = await play([
      { name: 'account', call: { method: 'POST', path: '/v1/accounts', params: { type: 'custom', country: 'US' } } },
      {
        as: '${account:id}',
        steps: [
          jenny,
          { expect: { event: { type: 'customer.created', about: '${jenny:id}' }, never: ['customer.deleted'] } },
        ],
      },
      { expect: { never: ['customer.created'] } },
    ]);
    expect(run.failure).toBeUndefined();
    expect(run.entries.find(({ text }) => text === 'customer.created')?.account).toMatch(/^acct_/);
  });
});

describe('an expectation', () => {
  const rename: Step = { call: { method: 'POST', path: '/v1/customers/${jenny:id}', params: { name: 'Jenny Smith' } } };
  const within = 20;

  it('looks at previous attributes', async () => {
    const event = { type: 'customer.updated', about: '${jenny:id}' } as const;
    const steps = [jenny, rename];
    expect((await play([...steps, { expect: { event: { ...event, previous: { name: 'Jenny Rosen' } } } }])).ok).toBe(
      true,
    );
    const run = await play([...steps, { expect: { event: { ...event, previous: { name: 'Ann' } } }, within }]);
    expect(run.failure).toBe('customer.updated data.previous_attributes.name: expected Ann, got Jenny Rosen');
    expect(run.failed).toEqual({ step: 'steps.2', message: run.failure, expected: 'Ann', got: 'Jenny Rosen' });
  });

  it('counts events', async () => {
    const count = (number: number): Step => ({
      expect: { event: { type: 'customer.updated', count: number } },
      within,
    });
    expect((await play([jenny, rename, count(1)])).ok).toBe(true);
    expect((await play([jenny, rename, count(2)])).failure).toBe('customer.updated, how often: expected 2, got 1');
  });

  it('forbids events that have happened', async () => {
    const run = await play([jenny, { expect: { never: ['customer.created'] } }]);
    expect(run.failure).toBe('customer.created happened, which should never');
  });

  it('forbids events until the end', async () => {
    const run = await play([jenny, { expect: { never: ['customer.updated'] } }, rename]);
    expect(run.failure).toBe('customer.updated happened, which should never');
    expect(run.failed?.step).toBe('steps.1');
  });

  it('counts the attempts of a delivery, and its time', async () => {
    let refused = 0;
    await emulator.sandbox(key).deliverTo(() => new Response('', { status: refused++ === 0 ? 500 : 200 }));
    const delivered = { type: 'customer.created', about: '${jenny:id}' } as const;
    const run = await play([
      jenny,
      { expect: { delivered: { ...delivered, attempts: 2, within: 1000 } } },
      { expect: { delivered: { ...delivered, attempts: 1 } }, within },
    ]);
    expect(run.failure).toMatch(/^the delivery of customer\.created to inproc:\w+, attempts: expected 1, got 2$/);
    expect(run.failed?.step).toBe('steps.2');
  });
});

describe('a fault', () => {
  const refund = (more: object): Step => ({
    call: { method: 'POST', path: '/v1/customers', params: { name: 'Jenny' }, idempotency_key: 'one', ...more },
  });

  it('fails a call, which the same key makes good', async () => {
    const run = await play([
      { fault: { match: { method: 'POST' }, effect: { status: 500, execute: true } } },
      refund({ status: 500 }),
      refund({}),
      { expect: { event: { type: 'customer.created', count: 1 } } },
    ]);
    expect(run.failure).toBeUndefined();
    expect(run.entries[0]).toMatchObject({ kind: 'fault', text: 'POST is answered 500, once' });
  });

  it('may end the connection, as the story wants it, and the same key makes it good', async () => {
    const run = await play([
      { fault: { match: { method: 'POST' }, effect: { drop: true, execute: true } } },
      refund({ unanswered: true }),
      refund({}),
      { expect: { event: { type: 'customer.created', count: 1 } } },
    ]);
    expect(run.failure).toBeUndefined();
    const calls = run.entries.filter(({ kind }) => kind === 'call');
    expect(calls.map(({ ok }) => ok)).toEqual([true, true]);
    expect(calls[0]?.result).toBe('read ECONNRESET');
  });

  it('may hold up an answer for longer than the story wants to wait', async () => {
    const run = await play([
      { fault: { match: { method: 'POST' }, effect: { delay_ms: 80, execute: true } } },
      { ...refund({ unanswered: true }), within: 20 },
      refund({}),
      { expect: { event: { type: 'customer.created', count: 1 } } },
    ]);
    expect(run.failure).toBeUndefined();
    expect(run.entries.find(({ kind }) => kind === 'call')?.result).toBe('no answer within 20 ms');
  });

  it('that does not come where the story wants it fails the story', async () => {
    const run = await play([refund({ unanswered: true })]);
    expect(run.failure).toMatch(/^POST \/v1\/customers: expected no answer, got 200 {2}cus_/);
  });

  it('of webhooks makes no difference to who copes', async () => {
    const came: string[] = [];
    await emulator.sandbox(key).deliverTo(async (request) => {
      came.push(((await request.json()) as { id: string }).id);
      return new Response();
    });
    const run = await play([{ chaos: { duplicate: true } }, jenny, { expect: { delivered: 'customer.created' } }]);
    await emulator.sandbox(key).delivered();
    expect(run.failure).toBeUndefined();
    expect(came).toHaveLength(2);
    expect(new Set(came).size).toBe(1);
  });

  it('that loses webhooks is waited out: the app has them all once the story ends', async () => {
    const lossy = await createEmulator({ webhookRetries: 'immediate' });
    const came: string[] = [];
    await lossy.sandbox(key).deliverTo(async (request) => {
      came.push(((await request.json()) as { type: string }).type);
      return new Response();
    });
    const story = { name: 'story', title: 'A story', steps: [jenny] };
    const run = await runScenario(story, { emulator: lossy, key, disorder: { drop: 2 } });
    expect(run.entries.filter(({ kind }) => kind === 'delivery').map(({ ok }) => ok)).toEqual([false, false, true]);
    expect(came).toEqual(['customer.created']);
    const lost = await runScenario(story, { emulator: lossy, key, disorder: { drop: 9 } });
    expect(lost.failure).toMatch(
      /^1 delivery never arrived: customer\.created to inproc:\w+: The delivery got lost on its way \(4 of 9, on demand\)\. \(4 attempts, given up\)$/,
    );
    await lossy.close();
  });
});

describe('a delivery that never arrives', () => {
  const failing = async (status = 500): Promise<void> => {
    await emulator.sandbox(key).setClock({ mode: 'manual' });
    await emulator.sandbox(key).deliverTo(() => new Response('', { status }));
  };

  it('fails the story and is named', async () => {
    await failing();
    const run = await play([jenny]);
    expect(run.failure).toMatch(
      /^1 delivery never arrived: customer\.created to inproc:\w+: answered 500 \(1 attempt, to be tried again\)$/,
    );
    expect(run.undelivered).toMatchObject([
      { event_type: 'customer.created', status: 'pending', attempts: 1, reason: 'answered 500' },
    ]);
    expect(run.entries.at(-1)).toMatchObject({
      kind: 'expect',
      ok: false,
      text: `never arrived: ${run.failure?.slice('1 delivery never arrived: '.length)}`,
    });
  });

  it('has been given up once all retries are used', async () => {
    await failing(503);
    const run = await play([
      jenny,
      { expect: { undelivered: 'customer.created' } },
      ...[2, 3, 4].flatMap((attempts): Step[] => [
        { advance: '1m' },
        { expect: { undelivered: { type: 'customer.created', about: '${jenny:id}', attempts } } },
      ]),
    ]);
    expect(run.failure).toBeUndefined();
    expect(run.undelivered).toEqual([]);
  });

  it('may be expected, others still may not', async () => {
    await failing();
    const second: Step = { call: { method: 'POST', path: '/v1/products', params: { name: 'Shoes' } } };
    const run = await play([jenny, second, { expect: { undelivered: 'customer.created' } }]);
    expect(run.undelivered.map(({ event_type }) => event_type)).toEqual(['product.created']);
    expect(run.failure).toMatch(/^1 delivery never arrived: product\.created/);
    expect((await play([jenny, second, { expect: { undelivered: '*' } }])).failure).toBeUndefined();
  });

  it('is no expectation that holds where it arrives', async () => {
    await failing(200);
    const run = await play([jenny, { expect: { undelivered: 'customer.created' }, within: 30 }]);
    expect(run.failure).toMatch(/^the delivery of customer\.created to inproc:\w+ was answered 2xx$/);
  });

  it('is none of the story where it began before', async () => {
    await failing();
    await emulator.fetch('http://emulator/v1/customers', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
    });
    await emulator.sandbox(key).delivered();
    expect((await play([{ call: { method: 'GET', path: '/v1/customers' } }])).failure).toBeUndefined();
  });

  it('is not one whose receiver was taken away', async () => {
    const url = 'http://127.0.0.1:1/hooks';
    const endpoint: Step = {
      name: 'endpoint',
      call: { method: 'POST', path: '/v1/webhook_endpoints', params: { url, enabled_events: ['customer.created'] } },
    };
    const gone: Step = { call: { method: 'DELETE', path: '/v1/webhook_endpoints/${endpoint:id}' } };
    const run = await play([endpoint, { parallel: [jenny, gone] }]);
    expect(run.undelivered.filter(({ attempts }) => attempts === 0)).toEqual([]);
  });

  it('does not matter where the run is told so', async () => {
    await failing();
    const begun = performance.now();
    expect(await play([jenny], { awaitWebhooks: false })).toMatchObject({ ok: true, undelivered: [] });
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it('is waited for where it is tried again soon', async () => {
    let refused = 0;
    await emulator.sandbox(key).deliverTo(() => new Response('', { status: refused++ === 0 ? 500 : 200 }));
    const run = await play([jenny]);
    expect(run.failure).toBeUndefined();
    expect(run.entries.filter(({ kind }) => kind === 'delivery').map(({ ok }) => ok)).toEqual([false, true]);
  });
});
