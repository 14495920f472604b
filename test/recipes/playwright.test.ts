/** The recipe for Playwright in docs/fixtures.md, run by Playwright itself. Needs `npm run build` before, and a browser. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { blocks, root } from '../docs/blocks.ts';
import { runCommand } from '../docs/processes.ts';
import { createProject } from '../docs/project.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const missing = `There is no browser at ${executablePath}: install Debian's package chromium, or set CHROMIUM_PATH.`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The app under test: it shows a dispute that it asks Stripe for. */
const app = (port: number) => `
  import { createServer } from 'node:http';
  import Stripe from 'stripe';
  const { STRIPE_HOST: host, STRIPE_PORT: port } = process.env;
  const stripe = new Stripe('sk_test_app', { host, port, protocol: 'http' });
  createServer(async (request, response) => {
    const id = request.url.split('/').at(-1);
    const dispute = await stripe.disputes.retrieve(id).catch(() => undefined);
    response.setHeader('content-type', 'text/html');
    response.end(dispute ? \`<p>$\${dispute.amount / 100} \${dispute.status}</p>\` : '<p>none</p>');
  }).listen(${port}, '127.0.0.1');
`;

it('passes in Playwright', async ({ skip }) => {
  if (!existsSync(executablePath)) {
    if (process.env.CI === 'true') throw new Error(missing);
    skip(missing);
  }
  const [emulator, shop] = [await freePort(), await freePort()];
  const project = createProject();
  project.write('app.js', app(shop));
  const launchOptions = JSON.stringify({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const replaced = (text: string): string =>
    text
      .replaceAll('12111', String(emulator))
      .replaceAll('3000', String(shop))
      .replace('npx stripe-emulator', `node ${root}dist/cli/main.js start --port ${emulator}`)
      .replace('npm start', 'node app.js')
      .replace('use: {', `use: { launchOptions: ${launchOptions},`);
  const files = blocks.flatMap(({ page, text }) => {
    const name = /^\/\/ (\S+\.ts)\n/.exec(text)?.[1];
    return page === 'docs/fixtures.md' && name !== undefined ? [[name, text] as const] : [];
  });
  for (const [name, text] of files) project.write(name, replaced(text));
  const { status, stdout, stderr } = await runCommand(
    process.execPath,
    [`${root}node_modules/@playwright/test/cli.js`, 'test', '--reporter=line'],
    { cwd: project.folder },
  );
  project.remove();
  expect(files.map(([name]) => name)).toEqual(['playwright.config.ts', 'dispute.spec.ts']);
  expect(status, stdout + stderr).toBe(0);
  expect(stdout).toMatch(/1 passed/);
}, 60_000);
