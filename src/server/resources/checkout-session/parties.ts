/** Who is paid, who bills and who is taxed: what a session says of accounts, and of where the customer is. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { within } from '../../kernel/within.ts';
import type { Work } from '../../kernel/work.ts';
import { self, selfOrAccount, sentParty } from '../account/self-or-account.ts';
import { checkEmulated } from '../subscription/refused.ts';
import { unknownLocation } from '../tax-calculation/automatic.ts';
import { placeOf } from '../tax-calculation/place.ts';
import { activeSettings } from '../tax-settings/stored.ts';
import { checkShares } from '../transfer/shares.ts';
import type { Params } from './refused.ts';
import type { StoredSession } from './stored.ts';

/** Refuses now what the subscription or the invoice would refuse later. */
export async function checkParties(work: Work, params: Params): Promise<void> {
  const { invoice_creation, subscription_data: data = {} } = params;
  const { application_fee_percent, invoice_settings, on_behalf_of = null, transfer_data = null } = data;
  await within('subscription_data', async () => {
    checkEmulated(data);
    await checkShares(work, { application_fee_percent: application_fee_percent ?? null, on_behalf_of, transfer_data });
    if (invoice_settings?.issuer !== undefined)
      await selfOrAccount(work, invoice_settings.issuer, 'invoice_settings[issuer]');
  });
  const issuer = invoice_creation?.invoice_data?.issuer;
  if (issuer !== undefined) await selfOrAccount(work, issuer, 'invoice_creation[invoice_data][issuer]');
}

/** Whom the session knows already must be somewhere, unless the page may write down where. */
function checkKnown(customer: Stripe.Customer | undefined, { customer_update: may }: Params): void {
  if (customer === undefined || may?.address === 'auto' || may?.shipping === 'auto') return;
  if ([customer.shipping?.address, customer.address].some((address) => placeOf(address) !== undefined)) return;
  throw errors.invalid(
    "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address to the Customer or set either `customer_update[address]` to 'auto' or `customer_update[shipping]` to 'auto' to save the address entered in Checkout to the Customer.",
    undefined,
    'customer_tax_location_invalid',
  );
}

/** How it comes out is found with the amounts. Throws Stripe's refusals. */
export async function automaticTax(
  work: Work,
  params: Params,
  customer: Stripe.Customer | undefined,
): Promise<StoredSession['automatic_tax']> {
  const liability = await selfOrAccount(work, params.automatic_tax?.liability ?? self, 'automatic_tax[liability]');
  await activeSettings(liability.type === 'account' ? work.on(liability.account) : work);
  checkKnown(customer, params);
  return { enabled: true, liability, provider: 'stripe', status: 'requires_location_inputs' };
}

/** As the invoice or the subscription of the session is told. */
export const sentTax = ({ automatic_tax: { liability } }: StoredSession) => ({
  enabled: true,
  ...(liability !== null && { liability: sentParty(liability) }),
});

/** Nobody pays before the taxes are known. */
export function checkPlace({ automatic_tax: { enabled, status } }: Pick<StoredSession, 'automatic_tax'>): void {
  if (enabled && status !== 'complete') throw unknownLocation();
}
