/** The mandate that a SetupIntent leaves behind. */
import type { Work } from '../../kernel/work.ts';
import { acceptedOnline } from '../mandate/acceptance.ts';
import { createMandate } from '../mandate/create.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { methodType } from '../payment-method/types.ts';
import type { StoredSetupIntent } from './stored.ts';

/** Banks debit accounts on a mandate only. */
export function needsMandate(type: string): boolean {
  return methodType(type)?.mandate?.needed === true;
}

/** Plain cards need none; the options of an e-mandate make one. Whoever approves a wallet's page agrees there. */
function impliesMandate(type: string, options: StoredSetupIntent['payment_method_options']): boolean {
  return type === 'card' ? (options?.card?.mandate_options ?? null) !== null : methodType(type)?.mandate !== undefined;
}

type Mandates = Pick<StoredSetupIntent, 'mandate' | 'single_use_mandate'>;

const none: Mandates = { mandate: null, single_use_mandate: null };

export async function mandatesOf(
  work: Work,
  intent: StoredSetupIntent,
  method: StoredPaymentMethod,
): Promise<Mandates> {
  const { payment_method_options: options, single_use: singleUse, on_behalf_of: onBehalfOf } = intent;
  const { type } = method;
  if (type !== 'card' && methodType(type)?.mandate === undefined) return none;
  const acceptance = intent.acceptance ?? (impliesMandate(type, options) ? acceptedOnline(work.now) : undefined);
  if (acceptance === undefined) return none;
  const { id } = await createMandate(work, {
    method,
    acceptance,
    singleUse,
    options,
    onBehalfOf: onBehalfOf as string | null,
  });
  return singleUse === undefined ? { ...none, mandate: id } : { ...none, single_use_mandate: id };
}
