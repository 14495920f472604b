/** The one thing that a customer is sent to the portal for: https://docs.stripe.com/customer-management/portal-deep-links */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { isOver, type StoredSubscription } from '../subscription/stored.ts';

type Sent = NonNullable<Stripe.BillingPortal.SessionCreateParams['flow_data']>;
type Flow = Stripe.BillingPortal.Session.Flow;
type Features = Stripe.BillingPortal.Configuration.Features;

interface Kind {
  readonly feature:
    | 'customer_update'
    | 'payment_method_update'
    | 'subscription_cancel'
    | 'subscription_pause'
    | 'subscription_update';
  /** The parameter that names the subscription. */
  readonly about?: 'subscription_cancel' | 'subscription_pause' | 'subscription_update' | 'subscription_update_confirm';
  readonly done: string;
}

const kinds: Readonly<Record<string, Kind>> = {
  customer_update: { feature: 'customer_update', done: 'updated' },
  payment_method_update: { feature: 'payment_method_update', done: 'updated' },
  subscription_cancel: { feature: 'subscription_cancel', about: 'subscription_cancel', done: 'canceled' },
  subscription_pause: { feature: 'subscription_pause', about: 'subscription_pause', done: 'paused' },
  subscription_update: { feature: 'subscription_update', about: 'subscription_update', done: 'updated' },
  subscription_update_confirm: {
    feature: 'subscription_update',
    about: 'subscription_update_confirm',
    done: 'updated',
  },
};

function checkFeature({ feature, done }: Kind, features: Features): void {
  if (features[feature].enabled) return;
  const what = feature.startsWith('subscription')
    ? 'subscription'
    : feature.startsWith('customer')
      ? 'customer'
      : 'payment method';
  throw errors.invalid(
    `This ${what} cannot be ${done} because the ${feature.replaceAll('_', ' ')} feature in the portal configuration is disabled.`,
    'flow_data[type]',
  );
}

async function checkSubscription(work: Work, sent: Sent, about: NonNullable<Kind['about']>, customer: string) {
  const param = `flow_data[${about}][subscription]`;
  const id = sent[about]?.subscription;
  if (id === undefined) throw errors.parameterMissing(param);
  const subscription = await work.find<StoredSubscription>('subscription', id, param);
  if (String(subscription.customer) !== customer)
    throw errors.invalid(`The subscription ${id} does not belong to the customer ${customer}.`, param);
  if (isOver(subscription))
    throw errors.invalid(`The subscription ${id} is ${subscription.status} and can no longer be changed.`, param);
  if (about === 'subscription_cancel' && (subscription.cancel_at_period_end || subscription.cancel_at))
    throw errors.invalid(`The subscription ${id} is already set to be canceled.`, param);
  return subscription;
}

async function checkItems(work: Work, sent: Sent, subscription: Stripe.Subscription): Promise<void> {
  const items = sent.subscription_update_confirm?.items ?? [];
  const param = 'flow_data[subscription_update_confirm][items]';
  if (items.length !== 1) throw errors.invalid('You must pass exactly one item to be updated.', param);
  for (const [at, { id, price }] of items.entries()) {
    const item = await work.find<Stripe.SubscriptionItem>('subscription_item', id, `${param}[${at}][id]`);
    if (item.subscription !== subscription.id)
      throw errors.invalid(`The item ${id} does not belong to ${subscription.id}.`, `${param}[${at}][id]`);
    if (price !== undefined) await work.find('price', price, `${param}[${at}][price]`);
  }
}

function completion(sent: Sent['after_completion']): Flow['after_completion'] {
  const { type = 'portal_homepage', redirect, hosted_confirmation: confirmation } = sent ?? {};
  if (type === 'redirect' && redirect === undefined)
    throw errors.parameterMissing('flow_data[after_completion][redirect]');
  return {
    hosted_confirmation:
      type === 'hosted_confirmation' ? { custom_message: confirmation?.custom_message ?? null } : null,
    redirect: type === 'redirect' && redirect !== undefined ? { return_url: redirect.return_url } : null,
    type,
  };
}

export async function flowOf(work: Work, sent: Sent, customer: string, features: Features): Promise<Flow> {
  const kind = kinds[sent.type];
  if (kind === undefined)
    throw errors.invalid(`This emulator does not support the flow \`${sent.type}\`.`, 'flow_data[type]');
  checkFeature(kind, features);
  if (kind.about !== undefined) {
    const subscription = await checkSubscription(work, sent, kind.about, customer);
    if (kind.about === 'subscription_update_confirm') await checkItems(work, sent, subscription);
  }
  const { subscription_cancel: cancel, subscription_pause: pause } = sent;
  const { subscription_update: update, subscription_update_confirm: confirm } = sent;
  return {
    after_completion: completion(sent.after_completion),
    customer_update: sent.type === 'customer_update' ? {} : null,
    subscription_cancel:
      cancel === undefined ? null : { retention: cancel.retention ?? null, subscription: cancel.subscription },
    subscription_pause: pause === undefined ? null : { subscription: pause.subscription },
    subscription_update: update === undefined ? null : { subscription: update.subscription },
    subscription_update_confirm:
      confirm === undefined
        ? null
        : {
            discounts:
              confirm.discounts?.map(({ coupon = null, promotion_code = null }) => ({ coupon, promotion_code })) ??
              null,
            items: confirm.items.map(({ id, price = null, quantity }) => ({
              id,
              price,
              ...(quantity !== undefined && { quantity }),
            })),
            subscription: confirm.subscription,
          },
    type: sent.type,
  };
}
