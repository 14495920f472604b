/** `stripe-emulator snapshot save|restore|list` */
import { ask, askJson, type ServerFlags, withServerFlags } from './client.ts';
import { print } from './print.ts';
import type { AddCommand } from './program.ts';

export const snapshot: AddCommand = (program) => {
  const group = program
    .command('snapshot')
    .description('save and restore a sandbox of a running server')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator snapshot save before-checkout');

  withServerFlags(group.command('save <name>'))
    .description('keep the sandbox as it is, in place of an older snapshot of this name')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator snapshot save before-checkout')
    .action(async (name: string, server: ServerFlags) => {
      await ask(server, '/snapshots', { method: 'POST', body: { name } });
      print(`Saved ${name}.`);
    });

  withServerFlags(group.command('restore <name>'))
    .description('make the sandbox what it was')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator snapshot restore before-checkout')
    .action(async (name: string, server: ServerFlags) => {
      await ask(server, `/snapshots/${encodeURIComponent(name)}/restore`, { method: 'POST' });
      print(`Restored ${name}.`);
    });

  withServerFlags(group.command('list'))
    .description('the names of the snapshots of the sandbox')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator snapshot list --key sk_test_app')
    .action(async (server: ServerFlags) => {
      const { data } = await askJson<{ data: { name: string }[] }>(server, '/snapshots');
      for (const { name } of data) print(name);
    });
};
