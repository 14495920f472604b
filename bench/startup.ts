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
