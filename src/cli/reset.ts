/** `stripe-emulator reset` */
import { ask, type ServerFlags, withServerFlags } from './client.ts';
import { print } from './print.ts';
import type { AddCommand } from './program.ts';

export const reset: AddCommand = (program) => {
  withServerFlags(program.command('reset'))
    .description('empty a sandbox of a running server')
    .option('--all', 'every sandbox')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator reset --key sk_test_app')
    .action(async ({ all = false, ...server }: ServerFlags & { all?: boolean }) => {
      await ask(server, '/reset', { method: 'POST', body: { all } });
      print(all ? 'Every sandbox is empty.' : `The sandbox of ${server.key} is empty.`);
    });
};
