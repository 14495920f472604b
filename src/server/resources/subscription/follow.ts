/** What becomes of a subscription when its invoices are paid or not. */
import type Stripe from 'stripe';
import type { StoredObject, Work } from '../../kernel/work.ts';
import { cancelIntent } from '../invoice/intent.ts';
import { retryAfter } from '../invoice/retries.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import type { StoredIntent } from '../payment-intent/stored.ts';
import { finish } from './cancel.ts';
import { applyPending } from './pending.ts';
import { isOver, type StoredSubscription } from './stored.ts';

/** After the last retry: what Stripe does unless the account says otherwise. */
async function giveUp(work: Work, subscription: StoredSubscription): Promise<void> {
  await finish(work, subscription, { details: { reason: 'payment_failed' } });
}

async function savedMethod(
  work: Work,
  subscription: StoredSubscription,
  invoice: StoredInvoice,
): Promise<Pick<StoredSubscription, 'default_payment_method'> | undefined> {
  if (subscription.payment_settings?.save_default_payment_method !== 'on_subscription') return undefined;
  const intent = await work.get<StoredIntent>('payment_intent', invoice.intent ?? '');
  return intent?.payment_method ? { default_payment_method: intent.payment_method } : undefined;
}

async function paid(work: Work, subscription: StoredSubscription, invoice: StoredInvoice): Promise<void> {
  if (subscription.pending_invoice === invoice.id) {
    await applyPending(work, subscription);
    return;
  }
  if (subscription.latest_invoice !== invoice.id) return;
  const saved = await savedMethod(work, subscription, invoice);
  if (subscription.status === 'incomplete' || subscription.status === 'past_due' || subscription.status === 'unpaid')
    await work.act<StoredSubscription>(subscription, 'activate', saved, { now: work.now });
  else if (saved !== undefined) await work.update<StoredSubscription>(subscription, saved);
}

async function failed(
  work: Work,
  subscription: StoredSubscription,
  before: StoredInvoice,
  after: StoredInvoice,
): Promise<void> {
  const { status } = subscription;
  // An update that waits for its payment misses nothing.
  if (subscription.pending_invoice === after.id) return;
  if (status === 'active' || status === 'trialing') await work.act<StoredSubscription>(subscription, 'miss_payment');
  // The last of the attempts that the clock makes.
  const tried = retryAfter(after.attempt_count - 1) === undefined;
  const last = tried && before.next_payment_attempt !== null && after.next_payment_attempt === null;
  if (last && after.auto_advance === true && (status === 'past_due' || status === 'active'))
    await giveUp(work, await work.find<StoredSubscription>('subscription', subscription.id, 'subscription'));
}

/** Nobody will pay it any more: nothing is missing any more. */
async function ended(work: Work, subscription: StoredSubscription, invoice: StoredInvoice): Promise<void> {
  if (subscription.latest_invoice !== invoice.id) return;
  if (subscription.status === 'incomplete')
    await work.act<StoredSubscription>(subscription, 'expire', { ended_at: work.now });
  else if (subscription.status === 'past_due') await work.act<StoredSubscription>(subscription, 'activate');
}

/** What is finalized while collection is paused goes where the pause says. */
async function divert(
  work: Work,
  { pause_collection: pause }: StoredSubscription,
  invoice: StoredInvoice,
): Promise<void> {
  const notCollected = { auto_advance: false, next_payment_attempt: null } as const;
  if (pause?.behavior === 'void') {
    await work.act<StoredInvoice>(invoice, 'void', {
      ...notCollected,
      status_transitions: { ...invoice.status_transitions, voided_at: work.now },
    });
    await cancelIntent(await work.at({ id: '', object: 'payment_intent' }), invoice, 'void_invoice');
  }
  if (pause?.behavior !== 'mark_uncollectible') return;
  await work.act<StoredInvoice>(invoice, 'mark_uncollectible', {
    ...notCollected,
    status_details: { uncollectible: { reason: 'subscription_paused' } },
    status_transitions: { ...invoice.status_transitions, marked_uncollectible_at: work.now },
  });
}

export async function followInvoice(work: Work, was?: StoredObject, is?: StoredObject): Promise<void> {
  const [before, after] = [was as StoredInvoice | undefined, is as StoredInvoice | undefined];
  const owner = after?.parent?.subscription_details?.subscription;
  if (before === undefined || after === undefined || typeof owner !== 'string') return;
  const subscription = await work.get<StoredSubscription>('subscription', owner);
  if (subscription === undefined || isOver(subscription)) return;
  const enters = (status: StoredInvoice['status']): boolean => after.status === status && before.status !== status;
  if (enters('paid')) await paid(work, subscription, after);
  // What a bank is asked for counts as paid until the bank says otherwise.
  else if (
    after.debits > before.debits &&
    subscription.status === 'incomplete' &&
    subscription.latest_invoice === after.id
  )
    await work.act<StoredSubscription>(subscription, 'activate');
  else if (after.failures > before.failures) await failed(work, subscription, before, after);
  else if (after.overdue && !before.overdue && subscription.status === 'active')
    await work.act<StoredSubscription>(subscription, 'miss_payment');
  else if (enters('void')) await ended(work, subscription, after);
  else if (enters('open') && before.status === 'draft') await divert(work, subscription, after);
}

/** The first payment did not come in time. */
export async function expire(work: Work, subscription: StoredSubscription): Promise<StoredSubscription> {
  const expired = await work.act<StoredSubscription>(subscription, 'expire', { ended_at: work.now });
  const invoice = await work.get<StoredInvoice>('invoice', subscription.latest_invoice ?? '');
  if (invoice?.status === 'open') {
    const status_transitions = { ...invoice.status_transitions, voided_at: work.now };
    await work.act<StoredInvoice>(invoice, 'void', {
      auto_advance: false,
      next_payment_attempt: null,
      status_transitions,
    });
    await cancelIntent(await work.at({ id: '', object: 'payment_intent' }), invoice, 'void_invoice');
  }
  return expired;
}

/** Subscriptions end with their customer. */
export async function followCustomer(work: Work, before?: StoredObject, after?: StoredObject): Promise<void> {
  if (before === undefined || after !== undefined) return;
  const where = { customer: before.id };
  for (const subscription of await work.list<StoredSubscription>('subscription', { where }))
    if (!isOver(subscription)) await finish(work, subscription, { details: { reason: 'cancellation_requested' } });
}

/** A discount that is used up, or has come to its end, is no longer named. */
export async function followDiscount(work: Work, before?: StoredObject, after?: StoredObject): Promise<void> {
  if (before === undefined || after !== undefined) return;
  const { id, subscription: owner, subscription_item: item } = before as Stripe.Discount;
  const subscription = owner ? await work.get<StoredSubscription>('subscription', owner) : undefined;
  if (subscription?.discounts.includes(id))
    await work.update<StoredSubscription>(subscription, {
      discounts: subscription.discounts.filter((each) => each !== id),
    });
  const discounted = item ? await work.get<Stripe.SubscriptionItem>('subscription_item', item) : undefined;
  if (discounted?.discounts.map(String).includes(id))
    await work.update(discounted, { discounts: discounted.discounts.filter((each) => each !== id) });
}

/** A payment method that was set up pays from now on. */
export async function followSetUp(work: Work, before?: StoredObject, after?: StoredObject): Promise<void> {
  const [was, is] = [before as Stripe.SetupIntent | undefined, after as Stripe.SetupIntent | undefined];
  if (is?.status !== 'succeeded' || was?.status === 'succeeded' || typeof is.customer !== 'string') return;
  const where = { customer: is.customer, pending_setup_intent: is.id };
  for (const subscription of await work.list<StoredSubscription>('subscription', { where })) {
    const method = typeof is.payment_method === 'string' ? is.payment_method : null;
    await (await work.at(subscription)).update<StoredSubscription>(subscription, {
      pending_setup_intent: null,
      default_payment_method: method,
    });
  }
}
