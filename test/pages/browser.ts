/** A real browser: Debian's Chromium, or the one that CHROMIUM_PATH names. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, onTestFinished, type TestContext } from 'vitest';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const missing = `There is no browser at ${executablePath}: install Debian's package chromium, or set CHROMIUM_PATH.`;

// As root there is no sandbox; and nothing is asked of Google's servers.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let launched: Promise<Browser> | undefined;

/** A new page in a context of its own. Without a browser the test is skipped, saying so; in CI it fails. */
export async function openPage({ skip }: TestContext, options: BrowserContextOptions = {}): Promise<Page> {
  if (!existsSync(executablePath)) {
    if (process.env.CI === 'true') throw new Error(missing);
    skip(missing);
  }
  launched ??= chromium.launch({ executablePath, args: flags });
  const context = await (await launched).newContext(options);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(5000);
  return page;
}

/** To be called once by each file that opens pages. */
export function closeBrowserAfterwards(): void {
  afterAll(async () => {
    await (await launched)?.close();
  });
}
