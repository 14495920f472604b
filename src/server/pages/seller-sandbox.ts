/** A link for the owner of an account comes without a key: the sandbox is the one that has the account. */
import type { Engine } from '../engine/engine.ts';
import type { Work } from '../kernel/work.ts';

const nobody = { id: null, idempotency_key: null };

/** Runs `use` as the platform in a transaction of that sandbox; undefined where there is none, or `use` finds nothing. */
export async function inSandboxOf<T>(
  engine: Engine,
  account: string,
  use: (work: Work) => Promise<T | undefined>,
): Promise<T | undefined> {
  for (const name of engine.sandboxNames()) {
    const sandbox = engine.sandbox(name);
    await sandbox.settling;
    const found = await engine.transaction(sandbox, nobody, async (unit) => {
      const work = unit.work(sandbox.platform);
      return (await work.get('account', account)) === undefined ? undefined : use(work);
    });
    if (found !== undefined) return found;
  }
  return undefined;
}
