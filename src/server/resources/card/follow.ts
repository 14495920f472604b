/** A legacy card and the payment method of the same id change together. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { mergeBillingDetails } from '../payment-method/billing-details.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { billingOf, sharedFields } from './card.ts';

export async function followPaymentMethod(work: Work, paymentMethod: StoredPaymentMethod): Promise<void> {
  const card = await work.get<Stripe.Card>('card', paymentMethod.id);
  if (card !== undefined) await work.update(card, sharedFields(paymentMethod));
}

export async function followCard(work: Work, card: Stripe.Card): Promise<void> {
  const method = await work.get<StoredPaymentMethod>('payment_method', card.id);
  if (method?.card === undefined) return;
  const { exp_month, exp_year } = card;
  await work.update(method, {
    billing_details: mergeBillingDetails(billingOf(card), method.billing_details),
    card: { ...method.card, exp_month, exp_year },
  });
}
