import type { Work } from '../../kernel/work.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import type { Acceptance } from './acceptance.ts';
import { isIndian, type MandateOptions, mandateDetails } from './details.ts';
import type { StoredMandate } from './stored.ts';

export interface Agreement {
  readonly method: StoredPaymentMethod;
  readonly acceptance: Acceptance;
  /** For one payment of this amount (smallest unit); for any number of payments when left out. */
  readonly singleUse?: { readonly amount: number; readonly currency: string } | undefined;
  readonly options: MandateOptions | null;
  readonly onBehalfOf?: string | null;
}

/** The customer's permission to debit, which no event announces. Indian e-mandates wait for the network. */
export async function createMandate(
  work: Work,
  { method, acceptance, singleUse, options, onBehalfOf }: Agreement,
): Promise<StoredMandate> {
  return work.insert<StoredMandate>({
    ...work.blank<StoredMandate>('mandate'),
    customer_acceptance: acceptance,
    ...(singleUse === undefined ? { multi_use: {} } : { single_use: singleUse }),
    ...(onBehalfOf && { on_behalf_of: onBehalfOf }),
    payment_method: method.id,
    payment_method_details: mandateDetails(work, method.type, options),
    status: isIndian(options) ? 'pending' : 'active',
    type: singleUse === undefined ? 'multi_use' : 'single_use',
  });
}
