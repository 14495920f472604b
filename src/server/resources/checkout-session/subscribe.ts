/** Subscription mode: the subscription begins with the session's first payment, or with its trial. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { Refusal, type Work } from '../../kernel/work.ts';
import { recordFailure } from '../invoice/collect.ts';
import { intentOf } from '../invoice/intent.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import { itemsOf } from '../item/of-parent.ts';
import { isRecurring, type StoredItem } from '../item/stored.ts';
import { type Acceptance, acceptedOnline } from '../mandate/acceptance.ts';
import { confirm } from '../payment-intent/confirm.ts';
import { validateAndAttach } from '../payment-method/attach.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { methodType } from '../payment-method/types.ts';
import { subscribe as beginSubscription } from '../subscription/create.ts';
import type { StoredSubscription } from '../subscription/stored.ts';
import { sourcesOf } from './amounts.ts';
import { finish } from './finish.ts';
import { standingOf } from './first-invoice.ts';
import { sentTax } from './parties.ts';
import type { StoredSession } from './stored.ts';

type Types = Stripe.SubscriptionCreateParams.PaymentSettings.PaymentMethodType[];

const lineOf = ({ price, quantity, rates }: StoredItem) => ({
  price: price.id,
  ...(quantity !== null && { quantity }),
  ...(rates.length > 0 && { tax_rates: rates.map(({ id }) => id) }),
});

async function paramsOf(
  work: Work,
  session: StoredSession,
  method: string | undefined,
): Promise<Stripe.SubscriptionCreateParams> {
  const items = await itemsOf(work, session.id);
  const types = session.allowed_payment_method_types ?? null;
  const once = items.filter((item) => !isRecurring(item));
  return {
    ...session.subscription_data,
    customer: session.customer ?? '',
    items: items.filter(isRecurring).map(lineOf),
    ...(once.length > 0 && { add_invoice_items: once.map(lineOf) }),
    ...((session.discounts ?? []).length > 0 && {
      discounts: sourcesOf(session.discounts) as Stripe.SubscriptionCreateParams.Discount[],
    }),
    ...(session.automatic_tax.enabled && { automatic_tax: sentTax(session) }),
    ...(method !== undefined && { default_payment_method: method }),
    ...(types !== null && { payment_settings: { payment_method_types: types as Types } }),
    payment_behavior: 'allow_incomplete',
  };
}

/** Another attempt to pay the first invoice. */
async function payInvoice(
  work: Work,
  { latest_invoice }: StoredSubscription,
  method: StoredPaymentMethod,
  returnUrl: string,
): Promise<Refusal | undefined> {
  const invoice = await work.find<StoredInvoice>('invoice', latest_invoice ?? '', 'invoice');
  const intent = await intentOf(work, invoice);
  if (intent === undefined) return undefined;
  const outcome = await confirm(work, intent, {
    client_secret: intent.client_secret ?? '',
    payment_method: method.id,
    return_url: returnUrl,
  });
  if (!(outcome instanceof Refusal)) return undefined;
  await recordFailure(work, invoice, 'person');
  return outcome;
}

/** Why the first attempt, which came with the subscription, brought no money. */
async function unpaid(
  work: Work,
  subscription: StoredSubscription,
  method: StoredPaymentMethod,
  returnUrl: string,
): Promise<Refusal | undefined> {
  const invoice = await work.find<StoredInvoice>('invoice', subscription.latest_invoice ?? '', 'invoice');
  const intent = await intentOf(work, invoice);
  const error = intent?.last_payment_error;
  if (!error) return payInvoice(work, subscription, method, returnUrl);
  const { code, decline_code, message = 'Your card was declined.' } = error;
  return new Refusal(errors.card({ code, decline_code, message }));
}

/** The page shows the mandate and sees who agrees, where a bank wants one. */
const agreed = (work: Work, method: StoredPaymentMethod | undefined): Acceptance | undefined =>
  methodType(method?.type ?? 'card')?.mandate?.needed === true ? acceptedOnline(work.now) : undefined;

async function begin(
  work: Work,
  session: StoredSession,
  method: StoredPaymentMethod | undefined,
  returnUrl: string,
): Promise<Refusal | undefined> {
  const params = await paramsOf(work, session, method?.id);
  const customer = await work.find<Stripe.Customer>('customer', session.customer ?? '', 'customer');
  const subscription = await beginSubscription(await work.at(customer), customer, params, {
    onPage: { acceptance: agreed(work, method), returnUrl },
  });
  const { id, latest_invoice, status } = subscription;
  if (status === 'incomplete' && method !== undefined) {
    await work.update<StoredSession>(session, { pending_subscription: id });
    return unpaid(work, subscription, method, returnUrl);
  }
  const standing = await standingOf(work, latest_invoice);
  await finish(work, session, { ...standing, invoice: latest_invoice, subscription: id });
  return undefined;
}

export async function subscribe(
  work: Work,
  session: StoredSession,
  sent: StoredPaymentMethod | undefined,
  returnUrl: string,
): Promise<Refusal | undefined> {
  const loose = sent !== undefined && sent.customer === null;
  const method = loose ? await validateAndAttach(work, sent, session.customer ?? '') : sent;
  const { pending_subscription: id } = session;
  const pending = id === null ? undefined : await work.get<StoredSubscription>('subscription', id);
  if (pending?.status !== 'incomplete' || method === undefined) return begin(work, session, method, returnUrl);
  const changed = await work.update<StoredSubscription>(pending, { default_payment_method: method.id });
  return payInvoice(work, changed, method, returnUrl);
}
