/** `GET /v1/billing/credit_balance_summary`: https://docs.stripe.com/api/billing/credit-balance-summary */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { currencyOf, paysFor, type StoredGrant } from '../billing-credit-grant/stored.ts';

type Params = Stripe.Billing.CreditBalanceSummaryRetrieveParams;
type Summary = Stripe.Billing.CreditBalanceSummary;
type Counts = (grant: StoredGrant) => boolean;

/** Of a scope, the grants that pay for all of it. */
async function countedBy(work: Work, customer: string, filter: Params['filter']): Promise<Counts> {
  const { applicability_scope: scope, credit_grant: id } = filter;
  if (filter.type === 'credit_grant') {
    if (id === undefined) throw errors.parameterMissing('filter[credit_grant]');
    const grant = await work.find<StoredGrant>('billing.credit_grant', id, 'filter[credit_grant]');
    if (grant.customer !== customer) throw errors.missing('credit grant', id, 'filter[credit_grant]', 'parameter');
    return (each) => each.id === id;
  }
  if (scope === undefined) throw errors.parameterMissing('filter[applicability_scope]');
  const { price_type, prices = [] } = scope;
  if (price_type === undefined && prices.length === 0)
    throw errors.parameterMissing('filter[applicability_scope][price_type]');
  return (grant) =>
    price_type === undefined
      ? prices.every(({ id: price }) => paysFor(grant, price))
      : grant.applicability_config.scope.prices === undefined;
}

async function retrieveSummary({ work, params }: Call<Params>): Promise<Summary> {
  const { customer: id, filter } = params;
  if (params.customer_account !== undefined)
    throw errors.invalid('This emulator grants credits to customers only.', 'customer_account');
  if (id === undefined) throw errors.parameterMissing('customer');
  const customer = await work.find<Stripe.Customer>('customer', id, 'customer');
  const counts = await countedBy(work, customer.id, filter);
  const grants = await work.list<StoredGrant>('billing.credit_grant', { where: { customer: id, standing: 'granted' } });
  const balances = new Map<string, number>();
  for (const grant of grants.filter(counts))
    balances.set(currencyOf(grant), (balances.get(currencyOf(grant)) ?? 0) + grant.left);
  return {
    object: 'billing.credit_balance_summary',
    balances: [...balances].map(([currency, value]) => ({
      available_balance: { monetary: { currency, value }, type: 'monetary' },
      ledger_balance: { monetary: { currency, value }, type: 'monetary' },
    })),
    customer: customer.id,
    customer_account: null,
    livemode: false,
  };
}

export const billingCreditBalanceSummary = defineResource<Summary>('billing.credit_balance_summary', {
  operations: { 'billing.creditBalanceSummaries.retrieve': retrieveSummary },
});
