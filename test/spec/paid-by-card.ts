import type Stripe from 'stripe';
import type { TestBench } from './harness.ts';

/** A payment of $50.00 for shoes, whose money is under way. */
export const paid = async ({ stripe, sandbox }: TestBench, params: Partial<Stripe.PaymentIntentCreateParams> = {}) => {
  const intent = await stripe.paymentIntents.create({
    amount: 5000,
    currency: 'usd',
    allowed_payment_method_types: ['card'],
    confirm: true,
    description: 'Shoes',
    payment_method: 'pm_card_visa',
    ...params,
  });
  await sandbox.advance(2);
  return { intent: intent.id, charge: String(intent.latest_charge), method: String(intent.payment_method) };
};
