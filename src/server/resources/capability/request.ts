import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { kindOf } from './names.ts';
import { newCapability } from './new.ts';

/** What a request makes of an account's capabilities, by name; nothing is stored yet. */
export type Wanted = ReadonlyMap<string, boolean>;

export function readWanted(sent: object | undefined): Wanted {
  const wanted = new Map<string, boolean>();
  for (const [name, value] of Object.entries(sent ?? {})) {
    const { requested } = value as { requested?: boolean };
    if (requested !== undefined) wanted.set(name, requested);
  }
  return wanted;
}

/** The capabilities as they will be once `wanted` is done, before what follows from it is known. */
export function withWanted(
  capabilities: readonly Stripe.Capability[],
  wanted: Wanted,
  { account, now, recipient }: { account: string; now: number; recipient: boolean },
): Stripe.Capability[] {
  const all = new Map(capabilities.map((capability) => [capability.id, capability]));
  for (const [name, requested] of wanted) {
    const known = all.get(name) ?? newCapability(account, name);
    if (requested && recipient && kindOf(name) !== 'transfers' && kindOf(name) !== 'reporting')
      throw errors.invalid(
        `Accounts under the recipient service agreement can only request the transfers capability, not ${name}.`,
        `capabilities[${name}][requested]`,
      );
    if (known.requested === requested) continue;
    if (!requested && known.status === 'active' && kindOf(name) !== 'payments')
      throw errors.invalid(`The capability ${name} cannot be unrequested once it has been enabled.`, 'requested');
    all.set(name, { ...known, requested, requested_at: requested ? now : null });
  }
  return [...all.values()];
}

export async function capabilitiesOf(work: Work, account: string): Promise<Stripe.Capability[]> {
  return work.on(account).list<Stripe.Capability>('capability');
}
