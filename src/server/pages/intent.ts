/** An intent that a page is about: found by its id alone, in whichever sandbox and account holds it. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Engine } from '../engine/engine.ts';
import type { Unit } from '../engine/unit.ts';
import { target } from '../kernel/machine.ts';
import type { StoredObject, Work } from '../kernel/work.ts';

/** What PaymentIntents and SetupIntents have in common, as they are stored. */
export interface Intent extends StoredObject {
  readonly client_secret: string | null;
  readonly next_action: {
    readonly redirect_to_url?: { readonly return_url: string | null };
    readonly verify_with_microdeposits?: { readonly microdeposit_type: string | null };
  } | null;
  readonly on_behalf_of: string | null;
  readonly payment_method: string | null;
  /** Where its payer comes back to from a page of a bank or a wallet; the challenge of a card has it in `next_action`. */
  readonly return_url?: string | null;
  readonly status: string;
  /** Of a PaymentIntent, in the smallest unit of the currency. */
  readonly amount?: number;
  readonly currency?: string;
}

const nobody = { id: null, idempotency_key: null };

function sameSecret(sent: string, secret: string | null): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return secret !== null && timingSafeEqual(digest(sent), digest(secret));
}

/** Of any type that knows the outside action. */
async function holders(
  engine: Engine,
  unit: Unit,
  id: string,
  action: string,
): Promise<{ work: Work; intent: Intent }[]> {
  const { registry } = engine;
  const types = registry.typesOfId(id).filter((type) => registry.resource(type).outside?.[action] !== undefined);
  if (types.length === 0) return [];
  const { platform } = unit.sandbox;
  const connected = await unit.work(platform).list('account');
  const found: { work: Work; intent: Intent }[] = [];
  for (const account of new Set([platform, ...connected.map((each) => each.id)])) {
    const work = unit.work(account);
    for (const type of types) {
      const intent = await work.get<Intent>(type, id);
      if (intent !== undefined) found.push({ work, intent });
    }
  }
  return found;
}

/** What the address of a page names. */
interface Address {
  readonly id: string;
  readonly secret: string;
}

export type Problem = 'unknown' | 'wrong secret';

/** Runs `use` on the intent, of a type that knows `action`, in a transaction of its own; or tells why there is none. */
export async function withIntent<T>(
  engine: Engine,
  action: string,
  { id, secret }: Address,
  use: (work: Work, intent: Intent) => Promise<T>,
): Promise<T | Problem> {
  let problem: Problem = 'unknown';
  for (const name of engine.sandboxNames()) {
    const sandbox = engine.sandbox(name);
    await sandbox.settling;
    const done = await engine.transaction(sandbox, nobody, async (unit) => {
      const all = await holders(engine, unit, id, action);
      if (all.length > 0) problem = 'wrong secret';
      const match = all.find(({ intent }) => sameSecret(secret, intent.client_secret));
      return match && { result: await use(match.work, match.intent) };
    });
    if (done !== undefined) return done.result;
  }
  return problem;
}

/** Whether the intent waits for `action`. */
export function isOpen({ registry }: Engine, intent: Intent, action: string): boolean {
  const { machine } = registry.resource(intent.object);
  return machine !== undefined && target(machine, intent, action) !== undefined;
}
