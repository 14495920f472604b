/** What stories cost: the whole library in sequence, and one story next to the same API calls made barely. */
import { createEmulator, type Emulator } from 'stripe-emulator';
import { library, runScenario, type Scenario } from 'stripe-emulator/scenarios';

const key = 'sk_test_stories';
/** Of each side, in turns, after as many to warm up. */
const rounds = 100;

/** Every story in a sandbox of its own, on one emulator in this process. */
async function librarySeconds(): Promise<number> {
  const emulator = await createEmulator();
  const started = performance.now();
  for (const scenario of library) {
    const { ok, failure } = await runScenario(scenario, { emulator });
    if (!ok) throw new Error(`${scenario.name}: ${failure}`);
  }
  const seconds = (performance.now() - started) / 1000;
  await emulator.close();
  return seconds;
}

type Json = Record<string, unknown> & { id: string };

/** The calls that `dispute-won` makes, its looks at objects and events included; the order of all events it knows without one. */
async function bare({ fetch }: Emulator): Promise<void> {
  const headers = { authorization: `Bearer ${key}` };
  const ask = async (method: string, path: string, body?: URLSearchParams | FormData | string): Promise<Json> => {
    const init = { method, headers, ...(body !== undefined && { body }) };
    const answer = await fetch(new Request(`http://emulator${path}`, init));
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
    return JSON.parse(await answer.text()) as Json;
  };
  const post = (path: string, params: Record<string, string>): Promise<Json> =>
    ask('POST', path, new URLSearchParams(params));
  const advance = (): Promise<Json> => ask('POST', '/_emulator/clock/advance', JSON.stringify({ duration: '10s' }));

  const customer = await post('/v1/customers', { name: 'Jenny Rosen', email: 'jenny@example.com' });
  const intent = await post('/v1/payment_intents', {
    amount: '5000',
    currency: 'usd',
    customer: customer.id,
    description: 'Blue suede shoes',
    payment_method: 'pm_card_createDispute',
    confirm: 'true',
    'automatic_payment_methods[enabled]': 'true',
    'automatic_payment_methods[allow_redirects]': 'never',
  });
  await advance();
  const { data } = (await ask('GET', `/v1/disputes?payment_intent=${intent.id}`)) as unknown as { data: Json[] };
  const path = `/v1/disputes/${data[0]?.id}`;
  await ask('GET', '/v1/events?type=charge.dispute.funds_withdrawn&limit=1');
  const form = new FormData();
  form.set('purpose', 'dispute_evidence');
  form.set('file', new Blob(['%PDF-1.4\n%%EOF\n'], { type: 'application/pdf' }), 'receipt.pdf');
  const receipt = await ask('POST', '/v1/files', form);
  await post(path, {
    'evidence[receipt]': receipt.id,
    'evidence[product_description]': 'Blue suede shoes, size 42',
    submit: 'false',
  });
  await ask('GET', path);
  await post(path, { 'evidence[uncategorized_text]': 'winning_evidence', submit: 'true' });
  await advance();
  await ask('GET', path);
  await ask('GET', '/v1/events?type=charge.dispute.closed&limit=1');
}

/** Of the rounds that nothing else on the machine disturbed. */
const undisturbed = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 3] ?? 0;

/** Microseconds of CPU: other work on the machine must not count. */
async function timed(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

async function overBare(scenario: Scenario): Promise<number> {
  const emulator = await createEmulator({ clock: 'manual' });
  const runs = { bare: () => bare(emulator), told: () => runScenario(scenario, { emulator, key }) };
  const times = { bare: [] as number[], told: [] as number[] };
  for (let round = 0; round < 2 * rounds; round++) {
    for (const name of ['bare', 'told'] as const) {
      await emulator.sandbox(key).reset();
      const time = await timed(runs[name]);
      // The first half warms up.
      if (round >= rounds) times[name].push(time);
    }
  }
  await emulator.close();
  return undisturbed(times.told) / undisturbed(times.bare) - 1;
}

export async function stories(): Promise<{ count: number; seconds: number; overhead: number }> {
  const seconds = await librarySeconds();
  const story = library.find(({ name }) => name === 'dispute-won');
  if (story === undefined) throw new Error('there is no dispute-won');
  return { count: library.length, seconds, overhead: await overBare(story) };
}
