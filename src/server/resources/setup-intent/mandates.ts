/** The mandate that a SetupIntent leaves behind. */
import type { Work } from '../../kernel/work.ts';
import { acceptedOnline } from '../mandate/acceptance.ts';
import { createMandate } from '../mandate/create.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import type { StoredSetupIntent } from './stored.ts';

const bankDebits: ReadonlySet<string> = new Set(['sepa_debit', 'us_bank_account']);

/** Banks debit accounts on a mandate only. */
export function isBankDebit(type: string): boolean {
  return bankDebits.has(type);
}

type Mandates = Pick<StoredSetupIntent, 'mandate' | 'single_use_mandate'>;

const none: Mandates = { mandate: null, single_use_mandate: null };

/** Plain cards need none; the options of an e-mandate make one, and so does the customer's acceptance. */
export async function mandatesOf(
  work: Work,
  intent: StoredSetupIntent,
  method: StoredPaymentMethod,
): Promise<Mandates> {
  const { payment_method_options: options, single_use: singleUse, on_behalf_of: onBehalfOf } = intent;
  const electronic = method.type === 'card' && (options?.card?.mandate_options ?? null) !== null;
  const acceptance = intent.acceptance ?? (electronic ? acceptedOnline(work.now) : undefined);
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
