/** An address comes without a key: what it names lies in whichever sandbox and account has it. */
import type { Engine } from '../engine/engine.ts';
import type { Sandbox } from '../engine/sandbox.ts';
import type { Work } from '../kernel/work.ts';

type Use<T> = (work: Work) => Promise<T | undefined>;

const nobody = { id: null, idempotency_key: null };

async function inSandboxes<T>(
  engine: Engine,
  accounts: (sandbox: Sandbox, platform: Work) => Promise<readonly string[]>,
  use: Use<T>,
): Promise<T | undefined> {
  for (const name of engine.sandboxNames()) {
    const sandbox = engine.sandbox(name);
    await sandbox.settling;
    const found = await engine.transaction(sandbox, nobody, async (unit) => {
      for (const account of await accounts(sandbox, unit.work(sandbox.platform))) {
        const result = await use(unit.work(account));
        if (result !== undefined) return result;
      }
      return undefined;
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Runs `use` in a transaction of each account in turn, until it finds what it looks for. */
export function inKeeper<T>(engine: Engine, use: Use<T>): Promise<T | undefined> {
  const all = async ({ platform: own }: Sandbox, platform: Work): Promise<string[]> => {
    const connected = await platform.list('account');
    return [...new Set([own, ...connected.map(({ id }) => id)])];
  };
  return inSandboxes(engine, all, use);
}

/** The same where the address names the account. */
export function inAccount<T>(engine: Engine, account: string, use: Use<T>): Promise<T | undefined> {
  const has = async ({ platform: own }: Sandbox, platform: Work): Promise<string[]> =>
    account === own || (await platform.get('account', account)) !== undefined ? [account] : [];
  return inSandboxes(engine, has, use);
}
