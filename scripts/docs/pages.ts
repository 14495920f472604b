/** Every page that is generated, whole or in part, as it should be. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createProgram } from '../../src/cli/program.ts';
import { createEmulator } from '../../src/index.ts';
import { commandParts } from './commands.ts';
import { coveragePage } from './coverage.ts';
import { withParts } from './parts.ts';
import { storyPages, storyTable } from './stories.ts';
import { versionParts } from './versions.ts';
import { vocabularyText } from './vocabulary.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Page {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

export async function generatedPages(): Promise<Page[]> {
  const emulator = await createEmulator();
  const machines = emulator.machines();
  const coverage = emulator.coverage();
  const openapi = emulator.openapi();
  await emulator.close();

  const page = (name: string, text: string): Page => ({ name, path: root + name, text });
  const filled = (name: string, parts: ReadonlyMap<string, string>): Page =>
    page(name, withParts(name, readFileSync(root + name, 'utf8'), parts));
  const drawn = (...names: string[]): ReadonlyMap<string, string> =>
    new Map(
      machines
        .filter(({ name }) => names.includes(name))
        .map(({ name, mermaid }) => [name, `\`\`\`mermaid\n${mermaid}\`\`\``]),
    );
  return [
    page('COVERAGE.md', coveragePage(coverage)),
    page('src/scenarios/vocabulary.json', vocabularyText(openapi)),
    filled('docs/cli.md', commandParts(await createProgram())),
    filled('docs/scenarios.md', new Map([['library', storyTable()]])),
    ...(await storyPages()).map(({ name, text }) => page(name, text)),
    filled('docs/versions.md', versionParts()),
    filled('docs/disputes.md', drawn('dispute')),
    filled('docs/quotes.md', drawn('quote')),
    filled('docs/subscriptions.md', drawn('subscription', 'subscription_schedule')),
    filled('docs/money.md', drawn('payout')),
    filled('docs/payment-methods.md', drawn('payment_intent')),
    filled('docs/setup.md', drawn('setup_intent', 'setup_attempt', 'mandate')),
  ];
}
