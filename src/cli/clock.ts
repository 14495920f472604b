/** `stripe-emulator clock show|advance|set` */
import { askJson, type ServerFlags, withServerFlags } from './client.ts';
import { duration, moment } from './flags.ts';
import { print } from './print.ts';
import type { AddCommand } from './program.ts';

interface ClockAnswer {
  readonly mode?: string;
  /** Unix seconds. */
  readonly now: number;
  readonly fired?: readonly { object: string; action: string; at: number }[];
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

function printClock({ mode, now, fired = [] }: ClockAnswer): void {
  for (const { object, action, at } of fired) print(`${iso(at)}  ${action}  ${object}`);
  print(`${iso(now)}${mode === undefined ? '' : `  (${mode})`}`);
}

export const clock: AddCommand = (program) => {
  const group = program
    .command('clock')
    .description('the time of a sandbox of a running server')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator clock advance 7d');

  withServerFlags(group.command('show'))
    .description('time and mode')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator clock show')
    .action(async (server: ServerFlags) => printClock(await askJson<ClockAnswer>(server, '/clock')));

  withServerFlags(group.command('advance').argument('<duration>', 'such as 90s, 5m, 2h, 7d or 1d12h', duration))
    .description('move time forward; prints what fell due')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator clock advance 1d12h')
    .action(async (by: string, server: ServerFlags) =>
      printClock(await askJson<ClockAnswer>(server, '/clock/advance', { method: 'POST', body: { duration: by } })),
    );

  withServerFlags(group.command('set').argument('<time>', 'such as 2030-01-01T00:00:00Z or 1893456000', moment))
    .description('move time forward to an ISO time or Unix seconds; prints what fell due')
    .addHelpText('after', '\nExample:\n  $ stripe-emulator clock set 2030-01-01T00:00:00Z')
    .action(async (now: string, server: ServerFlags) =>
      printClock(await askJson<ClockAnswer>(server, '/clock', { method: 'POST', body: { now } })),
    );
};
