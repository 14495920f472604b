/** `stripe-emulator scenario list|show|run|verify` */
import { Option } from 'commander';
import type { AddCommand } from './program.ts';
import { addRun } from './scenario/run.ts';
import { load } from './scenario/story.ts';
import { addVerify } from './scenario/verify.ts';

async function showCommand(name: string, { format }: { format: 'json' | 'yaml' }): Promise<void> {
  const { scenario } = await load(name);
  if (format === 'json') console.log(JSON.stringify(scenario, null, 2));
  else console.log((await import('yaml')).stringify(scenario).trimEnd());
}

export const scenario: AddCommand = (program) => {
  const group = program
    .command('scenario')
    .description('stories: list, show, run, verify')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator scenario run dispute-won');

  group
    .command('list')
    .description('the stories that come with the package')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator scenario list')
    .action(async () => {
      const { library } = await import('../scenarios/index.ts');
      const longest = library.reduce((most, { name }) => Math.max(most, name.length), 0);
      for (const { name, title } of library) console.log(`${name.padEnd(longest)}  ${title}`);
    });

  group
    .command('show <name>')
    .description('a story as text, to start one of your own from')
    .addOption(new Option('--format <format>', 'how to write it').choices(['json', 'yaml']).default('json'))
    .addHelpText('after', '\nExample:\n  $ stripe-emulator scenario show dispute-won --format yaml > my-story.yaml')
    .action(showCommand);

  addRun(group);
  addVerify(group);
};
