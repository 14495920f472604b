import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call } from '../../kernel/work.ts';
import { followPaymentMethod } from '../card/follow.ts';
import { targetMethod } from './attach.ts';
import { mergeBillingDetails } from './billing-details.ts';
import { checkPreferred, displayBrand } from './card-details.ts';
import { checkExpiry } from './card-entry.ts';
import type { StoredPaymentMethod } from './stored.ts';

type Params = Stripe.PaymentMethodUpdateParams;
type Card = Stripe.PaymentMethod.Card;

export async function update(call: Call<Params>): Promise<StoredPaymentMethod> {
  const { work, params } = call;
  const paymentMethod = targetMethod(call);
  if (paymentMethod.customer === null)
    throw errors.invalid('You must save this PaymentMethod to a customer before you can update it.');
  const { card, us_bank_account: account } = paymentMethod;
  const updated = await work.update(paymentMethod, {
    ...(params.allow_redisplay && { allow_redisplay: params.allow_redisplay }),
    ...(params.billing_details && {
      billing_details: mergeBillingDetails(params.billing_details, paymentMethod.billing_details),
    }),
    ...(params.card && card && { card: changedCard(card, params.card, work.now) }),
    ...(params.us_bank_account && account && { us_bank_account: { ...account, ...params.us_bank_account } }),
    ...(params.metadata !== undefined && {
      metadata: mergeMetadata(paymentMethod.metadata ?? {}, params.metadata),
    }),
  });
  await followPaymentMethod(work, updated);
  return updated;
}

function changedCard(card: Card, { exp_month, exp_year, networks }: NonNullable<Params['card']>, now: number): Card {
  const expiry =
    exp_month === undefined && exp_year === undefined
      ? undefined
      : checkExpiry(exp_month ?? card.exp_month, exp_year ?? card.exp_year, now);
  const preferred = networks?.preferred;
  if (preferred === undefined || card.networks === null) return { ...card, ...expiry };
  checkPreferred(preferred ?? '', card.networks.available, 'card[networks][preferred]');
  return {
    ...card,
    ...expiry,
    display_brand: displayBrand(preferred || card.brand),
    networks: { ...card.networks, preferred: preferred || null },
  };
}
