import type { Work } from '../../kernel/work.ts';
import { accountOutcome } from '../payment-method/account-outcome.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { methodType } from '../payment-method/types.ts';
import type { Acceptance } from './acceptance.ts';
import { isIndian, type MandateOptions, mandateDetails } from './details.ts';
import type { StoredMandate } from './stored.ts';

interface Agreement {
  readonly method: StoredPaymentMethod;
  readonly acceptance: Acceptance;
  /** For one payment of this amount (smallest unit); for any number of payments when left out. */
  readonly singleUse?: { readonly amount: number; readonly currency: string } | undefined;
  readonly options: object | null;
  readonly onBehalfOf?: string | null;
}

/** The customer's permission to debit, which no event announces. Some wait for the network first. */
export async function createMandate(
  work: Work,
  { method, acceptance, singleUse, options: sent, onBehalfOf }: Agreement,
): Promise<StoredMandate> {
  const options = sent as MandateOptions | null;
  const waits = methodType(method.type)?.mandate?.waits === true || (method.type === 'card' && isIndian(options));
  const { refusesMandate } = accountOutcome(method.type, method.test_account);
  return work.insert<StoredMandate>({
    ...work.blank<StoredMandate>('mandate'),
    customer_acceptance: acceptance,
    ...(singleUse === undefined ? { multi_use: {} } : { single_use: singleUse }),
    ...(onBehalfOf && { on_behalf_of: onBehalfOf }),
    payment_method: method.id,
    payment_method_details: mandateDetails(work, method, options),
    ...(refusesMandate && { unwanted: true }),
    status: waits ? 'pending' : 'active',
    type: singleUse === undefined ? 'multi_use' : 'single_use',
  });
}
