/** `stripe-emulator coverage` */
import { type ModelFlags, readCoverage, withModelFlags } from './model.ts';
import { print } from './print.ts';
import type { AddCommand } from './program.ts';

export const coverage: AddCommand = (program) => {
  withModelFlags(program.command('coverage'))
    .description('which operations are modelled, which are generically emulated')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator coverage | grep disputes')
    .action(async ({ json = false, ...flags }: ModelFlags & { json?: boolean }) => {
      const answer = await readCoverage(flags);
      if (json) {
        print(JSON.stringify(answer, null, 2));
        return;
      }
      const { operations, objects } = answer.summary;
      const rows = answer.operations.map(
        ({ coverage, method, path, id }) => `${coverage.padEnd(8)}  ${method.padEnd(6)}  ${path}  ${id}`,
      );
      print(
        [
          ...rows,
          '',
          `Modelled: ${operations.modelled} of ${operations.total} operations, ${objects.modelled} of ${objects.total} objects (API version ${answer.api_version}).`,
        ].join('\n'),
      );
    });
};
