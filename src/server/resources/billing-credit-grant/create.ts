/** `POST /v1/billing/credit_grants`: https://docs.stripe.com/api/billing/credit-grant/create */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { recordTransaction } from '../billing-credit-balance-transaction/record.ts';
import { readCurrency } from '../charge/currencies.ts';
import type { StoredGrant } from './stored.ts';

type Params = Stripe.Billing.CreditGrantCreateParams;
type Scope = Params['applicability_config']['scope'];

const mostUnused = 100;
const usualPriority = 50;
const leastUrgent = 100;

function amountOf({ monetary }: Params['amount']): StoredGrant['amount'] {
  if (monetary === undefined) throw errors.parameterMissing('amount[monetary]');
  const currency = readCurrency(monetary.currency);
  if (monetary.value < 1) throw errors.tooSmall('amount[monetary][value]', 1);
  return { monetary: { currency, value: monetary.value }, type: 'monetary' };
}

async function scopeOf(work: Work, { price_type, prices }: Scope, name: string): Promise<Scope> {
  if (price_type !== undefined && prices !== undefined)
    throw errors.exclusive([`${name}[price_type]`, `${name}[prices]`]);
  if (price_type !== undefined) return { price_type };
  if (prices === undefined || prices.length === 0) throw errors.parameterMissing(`${name}[price_type]`);
  for (const [at, { id }] of prices.entries()) {
    const param = `${name}[prices][${at}][id]`;
    const { recurring } = await work.find<Stripe.Price>('price', id, param);
    if (!recurring?.meter)
      throw errors.invalid('Credit grants can only be applied to metered prices that have a billing meter.', param);
  }
  return { prices: prices.map(({ id }) => ({ id })) };
}

async function checkRoom(work: Work, customer: string): Promise<void> {
  const all = await work.list<StoredGrant>('billing.credit_grant', { where: { customer } });
  const unused = all.filter(({ left, standing }) => left > 0 && (standing === 'pending' || standing === 'granted'));
  if (unused.length < mostUnused) return;
  throw errors.invalid(`A customer can have up to ${mostUnused} unused credit grants.`, 'customer');
}

function times(work: Work, { effective_at, expires_at }: Params): Pick<StoredGrant, 'effective_at' | 'expires_at'> {
  const from = effective_at ?? work.now;
  if (expires_at !== undefined && (expires_at <= work.now || expires_at <= from))
    throw errors.invalid('Invalid timestamp: must be in the future, and after `effective_at`.', 'expires_at');
  return { effective_at: from, expires_at: expires_at ?? null };
}

async function insert(work: Work, customer: Stripe.Customer, params: Params): Promise<StoredGrant> {
  const { category = 'paid', name, priority = usualPriority } = params;
  if (priority < 0 || priority > leastUrgent)
    throw errors.invalid(`Invalid integer: must be between 0 and ${leastUrgent}.`, 'priority');
  const amount = amountOf(params.amount);
  const scope = await scopeOf(work, params.applicability_config.scope, 'applicability_config[scope]');
  await checkRoom(work, customer.id);
  const when = times(work, params);
  return work.insert<StoredGrant>({
    ...work.blank<StoredGrant>('billing.credit_grant'),
    ...when,
    amount,
    applicability_config: { scope },
    category,
    created: work.now,
    customer: customer.id,
    customer_account: null,
    metadata: mergeMetadata({}, params.metadata),
    name: name ?? null,
    priority,
    test_clock: (customer.test_clock ?? null) as string | null,
    updated: work.now,
    voided_at: null,
    left: amount.monetary?.value ?? 0,
    standing: (when.effective_at ?? 0) > work.now ? 'pending' : 'granted',
  });
}

export async function createGrant({ work, params }: Call<Params>): Promise<StoredGrant> {
  if (params.customer_account !== undefined)
    throw errors.invalid('This emulator grants credits to customers only.', 'customer_account');
  if (params.customer === undefined) throw errors.parameterMissing('customer');
  const customer = await work.find<Stripe.Customer>('customer', params.customer, 'customer');
  const own = await work.at(customer);
  const grant = await insert(own, customer, params);
  if (grant.standing === 'granted') await recordTransaction(own, grant, { type: 'credits_granted' });
  return grant;
}

/** Its day has come. */
export async function takeEffect(work: Work, grant: StoredGrant): Promise<StoredGrant> {
  const granted = await work.act<StoredGrant>(grant, 'take_effect');
  await recordTransaction(work, granted, { type: 'credits_granted' });
  return granted;
}
