import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { createRate } from '../shipping-rate/create.ts';
import type { StoredInvoice } from './stored.ts';

type Sent = NonNullable<Exclude<Stripe.InvoiceCreateParams['shipping_cost'], ''>>;

function amountIn(rate: Stripe.ShippingRate, currency: string): number {
  const fixed = rate.fixed_amount;
  const amount = fixed?.currency === currency ? fixed.amount : fixed?.currency_options?.[currency]?.amount;
  if (amount !== undefined) return amount;
  throw errors.invalid(`The shipping rate ${rate.id} has no amount in ${currency}.`, 'shipping_cost[shipping_rate]');
}

export async function shippingCost(
  work: Work,
  sent: Sent | undefined,
  currency: string,
): Promise<Pick<StoredInvoice, 'amount_shipping' | 'shipping_cost'>> {
  if (sent === undefined) return { amount_shipping: 0, shipping_cost: null };
  const { shipping_rate: id, shipping_rate_data: data } = sent;
  if (id !== undefined && data !== undefined)
    throw errors.exclusive(['shipping_cost[shipping_rate]', 'shipping_cost[shipping_rate_data]']);
  if (id === undefined && data === undefined) throw errors.parameterMissing('shipping_cost[shipping_rate]');
  const rate =
    data === undefined
      ? await work.find<Stripe.ShippingRate>('shipping_rate', id ?? '', 'shipping_cost[shipping_rate]')
      : await createRate(work, data);
  const amount = amountIn(rate, currency);
  return {
    amount_shipping: amount,
    shipping_cost: { amount_subtotal: amount, amount_tax: 0, amount_total: amount, shipping_rate: rate.id },
  };
}
