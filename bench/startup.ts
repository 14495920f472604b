/** From the start of the process to the ready line, less what `node` needs for nothing. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const runs = 7;

async function firstOutput(args: readonly string[]): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const elapsed = performance.now() - started;
  child.kill();
  await once(child, 'close');
  return elapsed;
}

async function typical(args: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < runs; n++) times.push(await firstOutput(args));
  return times.sort((a, b) => a - b)[runs >> 1] ?? 0;
}

export async function startupMilliseconds(): Promise<number> {
  const node = await typical(['-e', 'console.log(1)']);
  return (await typical([cli, 'start', '--port', '0', '--log', 'silent'])) - node;
}

const load = `
  const started = performance.now();
  const { fixtures } = await import('${new URL('../dist/fixtures/index.js', import.meta.url)}');
  const imported = performance.now();
  fixtures.dispute.lost();
  console.log(imported - started, performance.now() - imported);
`;

/** What the import of the fixtures takes, and then the first object: the description is read with it. */
export async function fixturesMilliseconds(): Promise<{ imported: number; first: number }> {
  const times: number[][] = [];
  for (let n = 0; n < runs; n++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', load], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = (await once(child.stdout, 'data')) as [Buffer];
    times.push(printed.toString().trim().split(' ').map(Number));
    await once(child, 'close');
  }
  const middle = (at: number): number => times.map((each) => each[at] ?? 0).sort((a, b) => a - b)[runs >> 1] ?? 0;
  return { imported: middle(0), first: middle(1) };
}
