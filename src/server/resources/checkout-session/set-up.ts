/** Setup mode: a SetupIntent from the start, confirmed by the customer. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { Refusal, type Work } from '../../kernel/work.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { confirm } from '../setup-intent/confirm.ts';
import { createIntent } from '../setup-intent/create.ts';
import type { StoredSetupIntent } from '../setup-intent/stored.ts';
import type { StoredSession } from './stored.ts';

export async function createSetUp(work: Work, session: StoredSession): Promise<StoredSession> {
  const params: Stripe.SetupIntentCreateParams = {
    ...session.setup_intent_data,
    allowed_payment_method_types: session.payment_method_types as [],
    ...(session.customer !== null && { customer: session.customer }),
  };
  const intent = (await createIntent({ work, params, ids: {}, targets: [] })) as StoredSetupIntent;
  return work.update(session, { setup_intent: intent.id });
}

export async function setUp(
  work: Work,
  session: StoredSession,
  method: StoredPaymentMethod | undefined,
  returnUrl: string,
): Promise<Refusal | undefined> {
  if (method === undefined) throw errors.parameterMissing('payment_method');
  const found = await work.find<StoredSetupIntent>('setup_intent', session.setup_intent ?? '', 'setup_intent');
  const intent = found.customer === session.customer ? found : await work.update(found, { customer: session.customer });
  const outcome = await confirm(work, intent, {
    // A page of Stripe's own shows the mandate and sees who agrees.
    client_secret: intent.client_secret ?? '',
    payment_method: method.id,
    return_url: returnUrl,
  });
  return outcome instanceof Refusal ? outcome : undefined;
}
