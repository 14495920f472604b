/** `npm run bench`: how fast the emulator is, next to a bare Hono server in the same run. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type LoadResult, request, run } from './load.ts';
import type { Usage } from './report-usage.ts';
import { fixturesMilliseconds, startupMilliseconds } from './startup.ts';
import { stories } from './stories.ts';
import { costOfAge } from './versions.ts';
import { deliveries } from './webhooks.ts';

class Server {
  readonly port: number;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.child = child;
    this.port = port;
  }

  static async start(file: string): Promise<Server> {
    const child = fork(new URL(file, import.meta.url), { execArgv: ['--expose-gc', '--import', 'tsx'] });
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    return new Server(child, port);
  }

  async usage(wish: 'cpu' | 'heap'): Promise<Usage> {
    this.child.send(wish);
    const [usage] = (await once(this.child, 'message')) as [Usage];
    return usage;
  }

  stop(): void {
    this.child.kill();
  }
}

interface Figure {
  readonly perSecond: number;
  /** Microseconds of server CPU for each request. */
  readonly cpu: number;
}

const connections = 8;
const rounds = 8;

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const warmUp = (server: Server, requests: number, text: string): Promise<LoadResult> =>
  run({ port: server.port, connections, requests, build: () => text });

async function measure(server: Server, requests: number, text: string): Promise<Figure> {
  const before = await server.usage('cpu');
  const result = await run({ port: server.port, connections, requests, build: () => text });
  const after = await server.usage('cpu');
  if (result.failures > 0) throw new Error(`${result.failures} of ${requests} requests failed`);
  return { perSecond: requests / result.seconds, cpu: (after.cpu - before.cpu) / requests };
}

/** In turns, so that whatever else the machine does meets both; the middle of the rounds counts. */
async function compare(requests: number, ours: string, theirs: string): Promise<[emulator: Figure, bare: Figure]> {
  await warmUp(emulator, requests / 2, ours);
  await warmUp(bare, requests / 2, theirs);
  const figures: [Figure, Figure][] = [];
  for (let round = 0; round < rounds; round++) {
    figures.push([await measure(emulator, requests / rounds, ours), await measure(bare, requests / rounds, theirs)]);
  }
  const figure = (side: 0 | 1): Figure => ({
    perSecond: middle(figures.map((each) => each[side].perSecond)),
    cpu: middle(figures.map((each) => each[side].cpu)),
  });
  return [figure(0), figure(1)];
}

async function json(port: number, text: string): Promise<{ id: string; size: number; body: Record<string, unknown> }> {
  const [method = 'GET', path = '/'] = text.split(' ');
  const body = text.split('\r\n\r\n')[1] ?? '';
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { authorization: 'Bearer sk_test_bench', 'content-type': 'application/x-www-form-urlencoded' },
    ...(method === 'GET' ? undefined : { body }),
  });
  const answered = await answer.text();
  const parsed = JSON.parse(answered) as Record<string, unknown>;
  return { id: String(parsed.id), size: answered.length, body: parsed };
}

function row(name: string, [emulator, bare]: [Figure, Figure], goal: number): string {
  const ratio = bare.cpu / emulator.cpu;
  const cells = [
    name.padEnd(28),
    `${emulator.cpu.toFixed(1)} us`.padStart(10),
    `${bare.cpu.toFixed(1)} us`.padStart(10),
    `${Math.round(emulator.perSecond)}/s`.padStart(10),
    `${Math.round(bare.perSecond)}/s`.padStart(10),
    ratio.toFixed(2).padStart(7),
    `>= ${goal.toFixed(2)}`.padStart(8),
    ratio >= goal ? '  reached' : '  missed',
  ];
  return cells.join(' ');
}

function check(name: string, value: string, reached: boolean, goal: string): string {
  return `${name.padEnd(64)} ${value.padStart(14)}   ${goal.padEnd(16)} ${reached ? 'reached' : 'missed'}`;
}

const createBody = 'name=Jenny+Rosen&email=jenny%40example.com&metadata[order]=6735';
const create = request('POST', '/v1/customers', createBody);
const intent = request(
  'POST',
  '/v1/payment_intents',
  'amount=1999&currency=usd&payment_method=pm_card_visa&confirm=true&return_url=https%3A%2F%2Fexample.com',
);

const median = ({ latencies }: LoadResult): number => latencies[latencies.length >> 1] ?? 0;

const [emulator, bare] = await Promise.all([Server.start('./emulator.ts'), Server.start('./bare.ts')]);
const lines: string[] = [];

const customer = await json(emulator.port, create);
const same = (size: number, method = 'GET', body = ''): string => request(method, `/${size}`, body);

const compared = async (name: string, requests: number, ours: string, theirs: string, goal: number): Promise<void> => {
  lines.push(row(name, await compare(requests, ours, theirs), goal));
};
await compared('create a customer', 24_000, create, same(customer.size, 'POST', createBody), 0.4);
const retrieve = request('GET', `/v1/customers/${customer.id}`);
await compared('retrieve a customer', 32_000, retrieve, same(customer.size), 0.7);
const list = request('GET', '/v1/customers?limit=10');
const page = await json(emulator.port, list);
await compared('list ten customers', 16_000, list, same(page.size), 0.5);
const confirmed = await json(emulator.port, intent);
await compared('confirm a PaymentIntent', 12_000, intent, same(confirmed.size, 'POST', createBody), 0.15);

// One page of a small and of a large collection, each in a sandbox of its own.
async function fill(key: string, count: number): Promise<{ page: string; heap: number }> {
  const as = (text: string): string => text.replace('sk_test_bench', key);
  const before = await emulator.usage('heap');
  await run({ port: emulator.port, connections, requests: count, build: () => as(create) });
  const after = await emulator.usage('heap');
  await warmUp(emulator, 5_000, as(list));
  return { page: as(list), heap: (after.heap - before.heap) / count };
}
const small = await fill('sk_test_small', 1_000);
const large = await fill('sk_test_large', 100_000);
const pages: [small: number, large: number][] = [];
for (let round = 0; round < rounds; round++) {
  pages.push([(await measure(emulator, 1_500, small.page)).cpu, (await measure(emulator, 1_500, large.page)).cpu]);
}
const growth = middle(pages.map(([, cpu]) => cpu)) / middle(pages.map(([cpu]) => cpu));

console.log(
  [
    'request'.padEnd(28),
    'emulator'.padStart(10),
    'bare Hono'.padStart(10),
    'emulator'.padStart(10),
    'bare Hono'.padStart(10),
    'ratio'.padStart(7),
    'goal'.padStart(8),
  ].join(' '),
);
for (const line of lines) console.log(line);
console.log('');
console.log(check('a page of 100,000 next to a page of 1,000', `${growth.toFixed(2)} x`, growth <= 1.3, '<= 1.3 x'));
console.log(check('heap for each stored customer', `${Math.round(large.heap)} B`, large.heap <= 3072, '<= 3072 B'));
const startup = await startupMilliseconds();
console.log(check('ready after node itself would be', `${Math.round(startup)} ms`, startup <= 250, '<= 250 ms'));
const fixtures = await fixturesMilliseconds();
console.log(
  check('import of the fixtures', `${Math.round(fixtures.imported)} ms`, fixtures.imported <= 60, '<= 60 ms'),
);
console.log(check('their first object', `${Math.round(fixtures.first)} ms`, fixtures.first <= 100, '<= 100 ms'));
for (const { name, newest, oldest } of await costOfAge(emulator.port, async () => (await emulator.usage('cpu')).cpu)) {
  const ratio = oldest / newest;
  const label = `${name} at 2022-11-15, to the newest (${oldest.toFixed(1)} us)`;
  console.log(check(label, `${ratio.toFixed(2)} x`, ratio <= 1.3, '<= 1.3 x'));
}
const webhooks = await deliveries(emulator.port, median);
console.log(
  check(
    `${webhooks.count} webhook deliveries, ${webhooks.lost} lost`,
    `${Math.round(webhooks.perSecond)}/s`,
    webhooks.lost === 0 && webhooks.perSecond >= 1500,
    '>= 1500/s',
  ),
);
console.log(check('API latency meanwhile', `${webhooks.slowdown.toFixed(2)} x`, webhooks.slowdown <= 2, '<= 2 x'));
const told = await stories();
console.log(
  check(
    `the ${told.count} stories of the library in sequence`,
    `${told.seconds.toFixed(2)} s`,
    told.seconds < 3,
    '< 3 s',
  ),
);
console.log(
  check('a story over its bare calls', `+${Math.round(told.overhead * 100)} %`, told.overhead < 0.2, '< 20 %'),
);
emulator.stop();
bare.stop();
