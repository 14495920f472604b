/** Features that customers have by their subscriptions: https://docs.stripe.com/billing/entitlements */
import type Stripe from 'stripe';
import { defineResource } from '../../kernel/resource.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';

type Feature = Stripe.ProductFeature & StoredObject & { readonly _parent?: string };
type Entitlement = Stripe.Entitlements.ActiveEntitlement & StoredObject & { readonly customer: string };
type Subscription = Stripe.Subscription & StoredObject;

/** What one customer has; stored under the id of the customer, as Stripe gives it none of its own. */
interface Summary extends StoredObject {
  readonly entitlements: readonly Omit<Entitlement, 'customer'>[];
}

const summaryType = 'entitlements.active_entitlement_summary';
const entitlementType = 'entitlements.active_entitlement';
const entitling: ReadonlySet<string> = new Set(['active', 'trialing', 'past_due']);

const idOf = (reference: string | { readonly id: string } | null): string =>
  typeof reference === 'string' ? reference : (reference?.id ?? '');

async function productsOf(work: Work, customer: string): Promise<Set<string>> {
  const subscriptions = await work.list<Subscription>('subscription', { where: { customer } });
  const products = new Set<string>();
  for (const { id, status } of subscriptions) {
    if (!entitling.has(status)) continue;
    const items = await work.list<Stripe.SubscriptionItem & StoredObject>('subscription_item', {
      where: { subscription: id },
    });
    for (const { price } of items) products.add(idOf(price.product as string));
  }
  return products;
}

async function settle(work: Work, customer: string): Promise<void> {
  const features = await work.list<Feature>('product_feature');
  const known = await work.list<Entitlement>(entitlementType, { where: { customer } });
  if (features.length === 0 && known.length === 0) return;
  const products = await productsOf(work, customer);
  const wanted = new Map(
    features
      .filter(({ _parent: product }) => product !== undefined && products.has(product))
      .map(({ entitlement_feature: feature }) => [feature.id, feature]),
  );
  const gone = known.filter(({ feature }) => !wanted.has(idOf(feature)));
  const had = new Set(known.map(({ feature }) => idOf(feature)));
  const fresh = [...wanted.values()].filter(({ id }) => !had.has(id));
  if (gone.length === 0 && fresh.length === 0) return;
  for (const entitlement of gone) await work.remove(entitlement);
  for (const { id, lookup_key } of fresh) {
    const blank = work.blank<Entitlement>(entitlementType);
    await work.insert<Entitlement>({ ...blank, feature: id, lookup_key, customer });
  }
  const entitlements = (await work.list<Entitlement>(entitlementType, { where: { customer } })).map(
    ({ customer: _, ...shown }) => shown,
  );
  const summary: Summary = { id: customer, object: summaryType, entitlements };
  const before = await work.get<Summary>(summaryType, customer);
  if (before === undefined) await work.insert(summary);
  else await work.update(before, summary);
}

async function follow(work: Work, before: StoredObject | undefined, after: StoredObject | undefined): Promise<void> {
  const { customer, status } = (after ?? before) as Subscription;
  if (after !== undefined && before !== undefined && (before as Subscription).status === status) return;
  await settle(work, idOf(customer as string));
}

/** Items come into being after their subscription. */
async function followItem(
  work: Work,
  before: StoredObject | undefined,
  after: StoredObject | undefined,
): Promise<void> {
  const item = (after ?? before) as Stripe.SubscriptionItem & StoredObject;
  const subscription = await work.get<Subscription>('subscription', item.subscription);
  if (subscription !== undefined) await settle(work, idOf(subscription.customer as string));
}

export const activeEntitlement = defineResource<Entitlement>(entitlementType, {
  outline: true,
  hidden: ['customer'],
  events: [],
});

export const entitlementSummary = defineResource<Summary>(summaryType, {
  outline: true,
  events: [
    {
      type: `${summaryType}.updated`,
      previous: false,
      when: (_, after) => after !== undefined,
      about: ({ id, entitlements }) => ({
        object: summaryType,
        customer: id,
        entitlements: {
          object: 'list',
          data: entitlements,
          has_more: false,
          url: `/v1/customer/${id}/entitlements`,
        },
        livemode: false,
      }),
    },
  ],
  reactions: { subscription: follow, subscription_item: followItem },
});
