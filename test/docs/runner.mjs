// Runs the modules named on the command line one after another; a JSON line tells what each printed and how it ended.
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

const patience = 10_000;

/** What was closed is gone a moment later. */
async function closed() {
  for (let wait = 0; wait < 500; wait += 10) {
    if (!process.getActiveResourcesInfo().includes('TCPServerWrap')) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}

async function run(file) {
  const printed = [];
  console.log = (...values) => printed.push(format(...values));
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${patience} ms`)), patience);
  });
  try {
    await Promise.race([import(pathToFileURL(file).href), late]);
    return { file, printed, error: (await closed()) ? null : 'a server is still listening' };
  } catch (error) {
    return { file, printed, error: error instanceof Error ? error.stack : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

for (const file of process.argv.slice(2)) process.stdout.write(`${JSON.stringify(await run(file))}\n`);
process.exit();
