/** `stripe-emulator openapi` */
import { type ModelFlags, readOpenapi, withModelFlags } from './model.ts';
import type { AddCommand } from './program.ts';

export const openapi: AddCommand = (program) => {
  withModelFlags(program.command('openapi'))
    .description('print the API description that requests are checked against, OpenAPI 3.1')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator openapi > stripe.json')
    .action(async (flags: ModelFlags) => {
      process.stdout.write(await readOpenapi(flags));
    });
};
