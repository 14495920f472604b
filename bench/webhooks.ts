/** Ten thousand deliveries to an endpoint of another process, and what a request costs meanwhile. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type LoadResult, request, run } from './load.ts';

const count = 10_000;
const key = 'sk_test_webhooks';

const as = (text: string): string => text.replace('sk_test_bench', key);

async function seenBy(receiver: ChildProcess): Promise<number> {
  receiver.send('seen');
  const [{ seen }] = (await once(receiver, 'message')) as [{ seen: number }];
  return seen;
}

export async function deliveries(port: number, typical: (result: LoadResult) => number) {
  const receiver = fork(new URL('./receiver.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
  const [{ port: to }] = (await once(receiver, 'message')) as [{ port: number }];
  const create = as(request('POST', '/v1/customers', 'name=Jenny'));
  const retrieve = as(request('GET', '/v1/customers?limit=1'));
  await run({ port, connections: 1, requests: 500, build: () => create });
  const calm = typical(await run({ port, connections: 1, requests: 2_000, build: () => retrieve }));

  await fetch(`http://127.0.0.1:${port}/_emulator/endpoints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: `http://127.0.0.1:${to}/`, events: ['*'] }),
  });
  const started = performance.now();
  await run({ port, connections: 8, requests: count, build: () => create });
  const busy = typical(await run({ port, connections: 1, requests: 200, build: () => retrieve }));
  let seen = await seenBy(receiver);
  while (seen < count && performance.now() - started < 60_000) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    seen = await seenBy(receiver);
  }
  const seconds = (performance.now() - started) / 1000;
  receiver.kill();
  return { count, lost: count - seen, perSecond: seen / seconds, slowdown: busy / calm };
}
