/** A subscription comes into being, with its first invoice. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { discountsOf } from '../discount/redeem.ts';
import { type Issued, issue } from '../invoice/at-once.ts';
import { defaultMethod, noMethod } from '../invoice/collect.ts';
import { settleCurrency } from '../invoice/customer.ts';
import { amountDue } from '../invoice/finalize.ts';
import { pendingItems } from '../invoice/items.ts';
import { freshFields } from '../invoice/refresh.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import type { StoredItem as InvoiceItem } from '../invoice-item/stored.ts';
import type { OnPage } from '../payment-intent/payment.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { createIntent } from '../setup-intent/create.ts';
import { addLines, draftFor, storeDraft } from './billing.ts';
import { endsSoon, timesOf } from './dates.ts';
import type { Cost } from './lines.ts';
import type { StoredSubscription, StoredSubscriptionItem } from './stored.ts';

/**
 * - `charge`: at once; what fails leaves it incomplete. `charge_or_refuse`: or nothing happens at all.
 * - `wait`: the first invoice is finalized, and whoever has its secret pays it.
 * - `draft`: the first invoice is a draft, collected an hour later.
 */
export type Collection = 'charge' | 'charge_or_refuse' | 'wait' | 'draft';

export interface Beginning {
  /** Its status, invoice and times are still open. */
  readonly subscription: StoredSubscription;
  readonly customer: Stripe.Customer;
  /** With their periods. */
  readonly items: readonly StoredSubscriptionItem[];
  readonly costs: readonly Cost[];
  /** Whether the request adds items of its own to the first invoice. */
  readonly adds: boolean;
  /** Makes what goes onto the first invoice besides. */
  readonly extras: () => Promise<readonly InvoiceItem[]>;
  readonly collection: Collection;
  /** Where a page takes the first payment. */
  readonly onPage?: OnPage | undefined;
}

export const actionRequired = () =>
  errors.card({
    code: 'subscription_payment_intent_requires_action',
    message:
      'Payment for this subscription requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with `subscription.latest_invoice`. For more details see: https://stripe.com/docs/billing/subscriptions/overview#requires-action',
  });

/** Lists show the newest first, so the last item is written first. */
async function insert(
  work: Work,
  items: readonly StoredSubscriptionItem[],
  subscription: StoredSubscription,
): Promise<StoredSubscription> {
  // The first invoice may have used some coupons up.
  const left = async (ids: readonly string[]): Promise<string[]> => (await discountsOf(work, ids)).map(({ id }) => id);
  for (const item of items.toReversed()) await work.insert({ ...item, discounts: await left(item.discounts) });
  const { trial_end, status } = subscription;
  const warned = status === 'trialing' && trial_end !== null && endsSoon(trial_end, work.now);
  return work.insert<StoredSubscription>({
    ...subscription,
    ...timesOf(items, subscription, work.now),
    discounts: await left(subscription.discounts),
    warnings: warned ? 1 : 0,
  });
}

/** Who pays nothing yet is asked for a way to pay later. */
async function setUp(work: Work, { customer, collection_method }: StoredSubscription): Promise<string | null> {
  if (collection_method !== 'charge_automatically') return null;
  const params: Stripe.SetupIntentCreateParams = { customer, usage: 'off_session' };
  const intent = await createIntent({
    work: await work.at({ id: '', object: 'setup_intent' }),
    params,
    ids: {},
    targets: [],
  });
  return 'id' in intent ? intent.id : null;
}

async function methodFor(
  work: Work,
  { default_payment_method, default_source }: StoredSubscription,
  draft: StoredInvoice,
): Promise<StoredPaymentMethod> {
  const method = await defaultMethod(work, { ...draft, default_payment_method, default_source });
  if (method === undefined) throw noMethod();
  return method;
}

async function charge(
  work: Work,
  { subscription, items, collection, onPage }: Beginning,
  draft: StoredInvoice,
): Promise<StoredSubscription> {
  const method = await methodFor(work, subscription, draft);
  const issued: Issued = await issue(work, draft, { method, onPage });
  // What a bank is asked for counts as paid until the bank says otherwise.
  const paid = issued.invoice.status === 'paid' || issued.processing === true;
  if (!paid && collection === 'charge_or_refuse') throw issued.refusal?.error ?? actionRequired();
  const saves = paid && subscription.payment_settings?.save_default_payment_method === 'on_subscription';
  return insert(work, items, {
    ...subscription,
    ...(saves && { default_payment_method: method.id }),
    latest_invoice: draft.id,
    status: !paid ? 'incomplete' : subscription.trial_end === null ? 'active' : 'trialing',
  });
}

interface FirstInvoice {
  readonly draft: StoredInvoice;
  readonly onTrial: boolean;
  readonly sends: boolean;
  readonly drafts: boolean;
}

async function firstInvoice(work: Work, { subscription, customer, collection }: Beginning): Promise<FirstInvoice> {
  const onTrial = subscription.trial_end !== null;
  const sends = subscription.collection_method === 'send_invoice';
  const drafts = (collection === 'draft' || sends) && !onTrial;
  const draft = await draftFor(work, subscription, customer, {
    reason: 'subscription_create',
    period: { start: work.now, end: work.now },
    advances: collection === 'draft' || sends,
  });
  // Coupons are for what comes after the trial.
  return { draft: onTrial ? { ...draft, discounts: [] } : draft, onTrial, sends, drafts };
}

async function fill(work: Work, draft: StoredInvoice, { extras, costs }: Beginning): Promise<void> {
  await addLines(work, draft, [...(await pendingItems(work, draft)), ...(await extras())], costs);
}

/**
 * Usage-based items alone are not billed in advance: in the flexible billing mode there is no invoice then.
 * https://docs.stripe.com/billing/subscriptions/billing-mode/compare
 */
async function billsNothing(
  work: Work,
  { subscription, costs, adds }: Beginning,
  draft: StoredInvoice,
): Promise<boolean> {
  if (subscription.billing_mode.type === 'classic' || adds || costs.length > 0) return false;
  return (await pendingItems(work, draft)).length === 0;
}

export async function begin(work: Work, beginning: Beginning): Promise<StoredSubscription> {
  const { subscription, customer, items, collection } = beginning;
  const { draft, onTrial, sends, drafts } = await firstInvoice(work, beginning);
  const begun = { ...subscription, latest_invoice: draft.id };
  const settle = async (): Promise<void> =>
    settleCurrency(work, await work.find<Stripe.Customer>('customer', customer.id, 'customer'), draft.currency);
  if (await billsNothing(work, beginning, draft)) {
    await settle();
    const pending_setup_intent = collection === 'wait' ? await setUp(work, subscription) : null;
    return insert(work, items, { ...subscription, pending_setup_intent, status: onTrial ? 'trialing' : 'active' });
  }
  if (drafts) {
    await settle();
    const stored = await insert(work, items, { ...begun, status: 'active' });
    await fill(work, draft, beginning);
    await storeDraft(work, draft);
    return stored;
  }
  await fill(work, draft, beginning);
  const owes = amountDue({ ...draft, ...(await freshFields(work, draft)) }).amount_due > 0;
  if (owes && !sends && collection !== 'wait' && collection !== 'draft') return charge(work, beginning, draft);
  await settle();
  const asks = collection === 'wait' && !owes;
  const pending_setup_intent = asks ? await setUp(work, subscription) : null;
  const awaited = owes && collection === 'wait' && !sends;
  const status = awaited ? 'incomplete' : onTrial ? 'trialing' : owes ? 'incomplete' : 'active';
  const stored = await insert(work, items, { ...begun, pending_setup_intent, status });
  // What is bought on top of a trial is collected like any first invoice that begins as a draft.
  if (owes && collection === 'draft') await storeDraft(work, draft);
  else await issue(work, draft, { retries: sends });
  return stored;
}
