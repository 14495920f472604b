/** What is modelled: by this package, or by a running server where one is named. */
import type { Command } from 'commander';
import type { Coverage } from '../server/coverage.ts';
import type { MachineView } from '../server/machine-view.ts';
import { ask, askJson } from './client.ts';
import { webUrl } from './flags.ts';

export interface ModelFlags {
  base?: string;
}

interface Model {
  coverage(): Coverage;
  machines(): readonly MachineView[];
  openapi(): string;
}

export function withModelFlags(command: Command): Command {
  return command.option('--base <url>', 'ask this running server instead of the package', webUrl);
}

/** `part` of the running server's model at `path`, or of this package's own. */
async function part<T>({ base }: ModelFlags, fromServer: (base: string) => Promise<T>, own: (model: Model) => T) {
  if (base !== undefined) return fromServer(base);
  const { createEmulator } = await import('../server/emulator.ts');
  const emulator = await createEmulator();
  try {
    return own(emulator);
  } finally {
    await emulator.close();
  }
}

const key = 'sk_test_emulator';

export function readCoverage(flags: ModelFlags): Promise<Coverage> {
  return part(
    flags,
    (base) => askJson<Coverage>({ base, key }, '/coverage'),
    (model) => model.coverage(),
  );
}

export function readMachines(flags: ModelFlags): Promise<readonly MachineView[]> {
  return part(
    flags,
    async (base) => (await askJson<{ data: MachineView[] }>({ base, key }, '/machines')).data,
    (model) => model.machines(),
  );
}

export function readOpenapi(flags: ModelFlags): Promise<string> {
  return part(
    flags,
    (base) => ask({ base, key }, '/openapi.json'),
    (model) => model.openapi(),
  );
}
