/** The first page: everything at a glance. */
import type Stripe from 'stripe';
import { issuer } from '../../resources/invoice/paper.ts';
import { savedCards } from '../saved-cards.ts';
import { shownSubscriptions } from './subscriptions.ts';
import { homeView } from './views.ts';
import type { Answer, Portal } from './visit.ts';

const mostInvoices = 24;

async function methodsOf({ work, customer }: Portal) {
  const chosen = customer.invoice_settings.default_payment_method;
  const cards = await savedCards(work, customer.id, true);
  return cards.map((card) => ({ ...card, isDefault: card.id === chosen }));
}

function invoicesOf({ work, customer }: Portal): Promise<Stripe.Invoice[]> {
  const filter = (row: { readonly id: string }): boolean => (row as Stripe.Invoice).status !== 'draft';
  const query = { where: { customer: customer.id }, filter, limit: mostInvoices };
  return Promise.resolve(work.list<Stripe.Invoice>('invoice', query));
}

export async function showHome(portal: Portal, problem?: string): Promise<Answer> {
  const { configuration, customer, features, home, session, work } = portal;
  const [merchant = 'the merchant'] = await issuer(work);
  const page = homeView({
    home,
    merchant,
    headline: configuration.business_profile.headline,
    customer,
    subscriptions: await shownSubscriptions(portal),
    methods: features.payment_method_update.enabled ? await methodsOf(portal) : undefined,
    mayUpdateCustomer: features.customer_update.enabled,
    invoices: features.invoice_history.enabled ? await invoicesOf(portal) : undefined,
    returnUrl: session.return_url,
    problem,
  });
  return { page };
}
