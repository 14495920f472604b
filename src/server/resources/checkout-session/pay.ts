/** Payment mode: a PaymentIntent that is made when the customer pays for the first time, and confirmed each time. */
import type Stripe from 'stripe';
import { Refusal, type Work } from '../../kernel/work.ts';
import { confirm } from '../payment-intent/confirm.ts';
import { createIntent } from '../payment-intent/create.ts';
import type { StoredIntent } from '../payment-intent/stored.ts';
import { updateIntent } from '../payment-intent/update.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { finish } from './finish.ts';
import type { StoredSession } from './stored.ts';

function paramsOf(session: StoredSession): Stripe.PaymentIntentCreateParams {
  const { amount_total, currency, customer, collected_information: information, customer_details: details } = session;
  const shipping = information?.shipping_details;
  return {
    ...session.payment_intent_data,
    amount: amount_total ?? 0,
    currency: currency ?? 'usd',
    allowed_payment_method_types: session.payment_method_types as [],
    ...(session.payment_method_options !== null && {
      payment_method_options: session.payment_method_options as Stripe.PaymentIntentCreateParams.PaymentMethodOptions,
    }),
    ...(customer !== null && { customer }),
    ...(shipping && {
      shipping: {
        address: shipping.address as Stripe.AddressParam,
        name: shipping.name,
        ...(details?.phone && { phone: details.phone }),
      },
    }),
  };
}

/** The same one until it is paid, with the amount of now. */
async function intentOf(work: Work, session: StoredSession): Promise<StoredIntent> {
  const params = paramsOf(session);
  const intent =
    session.payment_intent === null
      ? undefined
      : await work.get<StoredIntent>('payment_intent', session.payment_intent);
  if (intent === undefined) {
    const made = (await createIntent({ work, params, ids: {}, targets: [] })) as StoredIntent;
    await work.update(session, { payment_intent: made.id });
    return made;
  }
  if (intent.amount === params.amount) return intent;
  const changed = { amount: params.amount };
  return (await updateIntent({ work, params: changed, ids: { intent: intent.id }, targets: [intent] })) as StoredIntent;
}

export async function pay(
  work: Work,
  session: StoredSession,
  method: StoredPaymentMethod | undefined,
  returnUrl: string,
): Promise<Refusal | undefined> {
  if (method === undefined) {
    await finish(work, session, { payment_status: 'no_payment_required' });
    return undefined;
  }
  const intent = await intentOf(work, session);
  const outcome = await confirm(work, intent, {
    // A page of Stripe's own shows the mandate and sees who agrees.
    client_secret: intent.client_secret ?? '',
    payment_method: method.id,
    return_url: returnUrl,
  });
  return outcome instanceof Refusal ? outcome : undefined;
}
