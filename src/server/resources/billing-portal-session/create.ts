import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { defaultConfiguration } from '../billing-portal-configuration/operations.ts';
import { flowOf } from './flow.ts';

type Session = Stripe.BillingPortal.Session;
type Params = Stripe.BillingPortal.SessionCreateParams;

async function configurationOf(work: Work, id: string | undefined): Promise<Stripe.BillingPortal.Configuration> {
  if (id === undefined) return defaultConfiguration(work);
  const found = await work.find<Stripe.BillingPortal.Configuration>(
    'billing_portal.configuration',
    id,
    'configuration',
  );
  if (found.active) return found;
  throw errors.invalid('The configuration is inactive and cannot be used to create a session.', 'configuration');
}

function checkReturnUrl(url: string | undefined): void {
  if (url !== undefined && !URL.canParse(url)) throw errors.invalid('Not a valid URL', 'return_url', 'url_invalid');
}

export async function createPortalSession({ work, params }: Call<Params>): Promise<Session> {
  if (params.customer_account !== undefined)
    throw errors.invalid('This emulator opens the portal for customers only.', 'customer_account');
  if (params.after_expiration !== undefined)
    throw errors.invalid('Sessions of this emulator do not expire.', 'after_expiration');
  if (params.customer === undefined) throw errors.parameterMissing('customer');
  checkReturnUrl(params.return_url);
  const { id: customer } = await work.find<Stripe.Customer>('customer', params.customer, 'customer');
  const configuration = await configurationOf(work, params.configuration);
  const { flow_data: flow, on_behalf_of: account } = params;
  if (account !== undefined) await work.on(work.platform).find('account', account, 'on_behalf_of');
  return work.insert<Session>({
    ...work.blank<Session>('billing_portal.session'),
    configuration: configuration.id,
    customer,
    flow: flow === undefined ? null : await flowOf(work, flow, customer, configuration.features),
    locale: params.locale ?? null,
    on_behalf_of: account ?? null,
    return_url: params.return_url ?? configuration.default_return_url,
    url: `${work.baseUrl}/p/session/test_${work.token(56)}`,
  });
}
