/** Payment methods of the customer. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Params } from '../../kernel/params.ts';
import { paymentMethodFrom } from '../../resources/payment-method/from.ts';
import type { StoredPaymentMethod } from '../../resources/payment-method/stored.ts';
import { text } from '../address-form.ts';
import { cardFrom } from '../card-form.ts';
import type { Answer, Portal } from './visit.ts';

async function makeDefault({ call, work, customer }: Portal, id: string): Promise<void> {
  const current = await work.find<Stripe.Customer>('customer', customer.id, 'customer');
  await call('customers.update', { invoice_settings: { default_payment_method: id } }, [current]);
}

/** Where the customer goes on to authenticate; undefined where nobody asks. */
export async function addMethod(portal: Portal, sent: Params): Promise<Answer | undefined> {
  const { call, customer, features, home, work } = portal;
  if (!features.payment_method_update.enabled) throw errors.invalid('Payment methods cannot be changed here.');
  const [name, country, postal_code] = [text(sent, 'name'), text(sent, 'country'), text(sent, 'postal_code')];
  const method = await paymentMethodFrom(work, { data: cardFrom(sent, { name, address: { country, postal_code } }) });
  const intent = await call<Stripe.SetupIntent>('setupIntents.create', {
    allowed_payment_method_types: ['card'],
    confirm: 'true',
    customer: customer.id,
    payment_method: method.id,
    return_url: `${work.baseUrl}${home}/payment-method/saved`,
  });
  const challenge = intent.next_action?.redirect_to_url?.url;
  if (challenge) return { location: challenge };
  await makeDefault(portal, method.id);
  return undefined;
}

/** Whether the cardholder passed the challenge; the card is the default one then. */
export async function methodSaved(portal: Portal, id: string): Promise<boolean> {
  const intent = await portal.work.get<Stripe.SetupIntent>('setup_intent', id);
  const { customer, payment_method: method, status } = intent ?? {};
  if (status !== 'succeeded' || customer !== portal.customer.id || typeof method !== 'string') return false;
  await makeDefault(portal, method);
  return true;
}

export async function methodChanged(portal: Portal, id: string, step: string): Promise<void> {
  const method = await portal.work.get<StoredPaymentMethod>('payment_method', id);
  if (!portal.features.payment_method_update.enabled || method?.customer !== portal.customer.id)
    throw errors.missing('PaymentMethod', id, 'payment_method', 'path');
  if (step === 'default') await makeDefault(portal, id);
  else if (step === 'remove') await portal.call('paymentMethods.detach', {}, [method]);
  else throw errors.choice('step', 'step', ['default', 'remove']);
}
