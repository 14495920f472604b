/** `stripe-emulator machine` */
import { BadUsage } from './failure.ts';
import { type ModelFlags, readMachines, withModelFlags } from './model.ts';
import type { AddCommand } from './program.ts';

export const machine: AddCommand = (program) => {
  withModelFlags(program.command('machine <object>'))
    .description('the states of an object and what moves it, as a Mermaid diagram')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator machine dispute')
    .action(async (object: string, { json = false, ...flags }: ModelFlags & { json?: boolean }) => {
      const machines = await readMachines(flags);
      const found = machines.find(({ name }) => name === object);
      if (found === undefined) {
        const others = machines.map(({ name }) => name).sort();
        throw new BadUsage(`There is no machine '${object}'; there are: ${others.join(', ') || 'none'}.`);
      }
      process.stdout.write(json ? `${JSON.stringify(found, null, 2)}\n` : found.mermaid);
    });
};
