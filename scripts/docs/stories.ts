/** A page for each story of the library: how it goes, drawn from a run of it. */
import { createEmulator } from '../../src/index.ts';
import { type Entry, library, runScenario, type Scenario, type Step } from '../../src/scenarios/index.ts';
import { table } from './parts.ts';

type Participant = 'App' | 'Stripe' | 'World';

/** `steps.3` of the story as it is written, with its references. */
function stepAt({ steps }: Scenario, place: string): Step | undefined {
  const keys = place.split('.').slice(1);
  return keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], steps) as
    | Step
    | undefined;
}

/** `${disputes:data.0.id}` as `{disputes.data.0}`: ids differ from run to run. */
const named = (text: string): string =>
  text.replaceAll(/\$\{([\w-]+):([^}]*)\}/g, (_, name: string, path: string) => {
    const inner = path.replace(/\.?id$/, '');
    return `{${inner === '' ? name : `${name}.${inner}`}}`;
  });

/** Mermaid ends a line at a semicolon. */
const label = (text: string): string => text.replaceAll(';', ',').replaceAll('#', '');

function arrow(from: Participant, to: Participant, text: string): string {
  return `  ${from}${from === 'Stripe' ? '-->>' : '->>'}${to}: ${label(text)}`;
}

/** What a step does, by its own words where it has references. */
function deed({ kind, text, step }: Entry, scenario: Scenario): string {
  const raw = step === undefined ? undefined : stepAt(scenario, step);
  if (raw === undefined) return text;
  if ('call' in raw) return named(`${raw.call.method} ${raw.call.path}`);
  if ('act' in raw) return named(`${raw.act.action} ${raw.act.on}`);
  return kind === 'advance' ? text : named(text);
}

function lines(entry: Entry, scenario: Scenario): string[] {
  const { kind, says, account, result } = entry;
  const said = says === undefined ? [] : [`  Note over App,World: ${label(says)}`];
  switch (kind) {
    case 'call': {
      const status = result.split('  ')[0] ?? '';
      const refused = status.startsWith('2') ? [] : [arrow('Stripe', 'App', status)];
      return [...said, arrow('App', 'Stripe', deed(entry, scenario)), ...refused];
    }
    case 'act':
      return [...said, arrow('World', 'Stripe', deed(entry, scenario))];
    case 'advance':
      return [...said, `  Note over World: ${deed(entry, scenario)}`];
    case 'event':
      return [arrow('Stripe', 'App', account === undefined ? entry.text : `${entry.text} (Connect)`)];
    default:
      return said;
  }
}

function diagram(scenario: Scenario, entries: readonly Entry[]): string {
  const drawn = entries.flatMap((entry) => lines(entry, scenario));
  return [
    'sequenceDiagram',
    '  participant App',
    '  participant Stripe',
    '  participant World as Bank, network, time',
    ...drawn,
  ].join('\n');
}

function eventList(entries: readonly Entry[]): string {
  const rows = entries
    .filter(({ kind }) => kind === 'event')
    .map(({ text, account }, at) => [`${at + 1}`, `\`${text}\``, account === undefined ? '' : 'connected account']);
  return table(['', 'event', 'of'], rows);
}

async function storyPage(scenario: Scenario): Promise<string> {
  const emulator = await createEmulator({ seed: 1, clock: 'manual' });
  const { ok, failure, entries } = await runScenario(scenario, { emulator });
  await emulator.close();
  if (!ok) throw new Error(`${scenario.name}: ${failure}`);
  const { name, title, description } = scenario;
  return `# ${name}

${title}.
${description === undefined ? '' : `\n${description}\n`}
\`\`\`sh
npx stripe-emulator scenario run ${name} --forward-to http://127.0.0.1:3000/webhooks
npx stripe-emulator scenario show ${name} --format yaml
\`\`\`

Generated from a run of the story; all stories are in [scenarios.md](../scenarios.md).

\`\`\`mermaid
${diagram(scenario, entries)}
\`\`\`

## Events

All of them, in their order; the story fails when Stripe's order is another one.

${eventList(entries)}
`;
}

/** File name and text of each page. */
export async function storyPages(): Promise<{ name: string; text: string }[]> {
  const pages: { name: string; text: string }[] = [];
  for (const scenario of library)
    pages.push({ name: `docs/scenarios/${scenario.name}.md`, text: await storyPage(scenario) });
  return pages;
}

export function storyTable(): string {
  return table(
    ['story', 'what happens'],
    library.map(({ name, title }) => [`[\`${name}\`](scenarios/${name}.md)`, title]),
  );
}
