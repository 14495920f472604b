/** How the goods are sent: https://docs.stripe.com/payments/during-payment/charge-shipping */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { createRate, type SentRate } from '../shipping-rate/create.ts';

export interface SentOption {
  readonly shipping_rate?: string | undefined;
  readonly shipping_rate_data?: SentRate | undefined;
}

export type Option = Stripe.Checkout.Session.ShippingOption;

const most = 5;

function amountIn(rate: Stripe.ShippingRate, currency: string, param: string): number {
  const fixed = rate.fixed_amount;
  const amount = fixed?.currency === currency ? fixed.amount : fixed?.currency_options?.[currency]?.amount;
  if (amount !== undefined) return amount;
  throw errors.invalid(`The shipping rate ${rate.id} has no amount in ${currency}.`, param);
}

async function readOption(work: Work, sent: SentOption, currency: string, param: string): Promise<Option> {
  const { shipping_rate: id, shipping_rate_data: data } = sent;
  if (id !== undefined && data !== undefined)
    throw errors.exclusive([`${param}[shipping_rate]`, `${param}[shipping_rate_data]`]);
  if (id === undefined && data === undefined) throw errors.parameterMissing(`${param}[shipping_rate]`);
  const rate =
    data === undefined
      ? await work.find<Stripe.ShippingRate>('shipping_rate', id ?? '', `${param}[shipping_rate]`)
      : await createRate(work, data);
  if (!rate.active)
    throw errors.invalid(`The shipping rate ${rate.id} is archived and cannot be used.`, `${param}[shipping_rate]`);
  return { shipping_amount: amountIn(rate, currency, param), shipping_rate: rate.id };
}

export async function readOptions(
  work: Work,
  sent: readonly SentOption[] | '' | undefined,
  currency: string,
): Promise<Option[]> {
  const all = sent || [];
  if (all.length > most)
    throw errors.invalid(`You can offer up to ${most} shipping options.`, 'shipping_options', 'array_too_long');
  const options: Option[] = [];
  for (const [at, each] of all.entries())
    options.push(await readOption(work, each, currency, `shipping_options[${at}]`));
  return options;
}
