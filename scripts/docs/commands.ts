/** The flags of each command, as the program knows them. */
import type { Command, Option } from 'commander';
import { table } from './parts.ts';

/** What a flag takes unless said otherwise; flags without a value have none. */
function defaultOf({ defaultValue, argChoices, required }: Option): string {
  const choices = argChoices === undefined ? '' : argChoices.map((choice) => `\`${choice}\``).join(', ');
  const value = defaultValue === undefined || !required ? '' : `\`${String(defaultValue)}\``;
  return choices === '' ? value : `${value}, of ${choices}`;
}

function flagTable(command: Command): string {
  const rows = command.options.map((option) => [`\`${option.flags}\``, option.description, defaultOf(option)]);
  return rows.length === 0 ? '' : table(['flag', 'what it does', 'default'], rows);
}

function sectionOf(command: Command, path: readonly string[]): string[] {
  const inner = command.commands.flatMap((each) => sectionOf(each, [...path, each.name()]));
  if (command.commands.length > 0) return inner;
  const args = command.registeredArguments.map((argument) => ` <${argument.name()}>`).join('');
  return [`\`stripe-emulator ${path.join(' ')}${args}\`: ${command.description()}`, flagTable(command)];
}

/** For each command of the program, its own and its subcommands' usage and flags as Markdown. */
export function commandParts(program: Command): Map<string, string> {
  return new Map(
    program.commands.map((command) => {
      const name = command.name();
      return [
        name,
        sectionOf(command, [name])
          .filter((each) => each !== '')
          .join('\n\n'),
      ];
    }),
  );
}
