import { isHash, type ParamHash, type Params } from '../kernel/params.ts';
import type { VersionChange } from './change.ts';
import { within } from './reshape.ts';

const classic = { type: 'classic' };
const ofNew = new Set(['subscriptions.create', 'customers.createSubscription', 'subscriptionSchedules.create']);
/** What already has a mode of its own. */
const existing = ['from_subscription', 'subscription', 'schedule'];

const withMode = (params: ParamHash): ParamHash => ({ billing_mode: classic, ...params });

function upgradeFor(operations: ReadonlySet<string>, upgrade: (params: Params) => Params): VersionChange {
  return {
    version: '2025-09-30.clover',
    description:
      'New subscriptions are billed in the `flexible` mode where nothing is said; before, in the `classic` one.',
    operations,
    upgrade: (params, asked) =>
      asked === undefined || existing.some((each) => each in params) ? params : upgrade(params),
  };
}

/** https://docs.stripe.com/changelog/clover/2025-09-30/billing-mode-default-flexible */
export const flexibleSubscriptions = upgradeFor(ofNew, withMode);

export const flexiblePreviews = upgradeFor(new Set(['invoices.createPreview']), (params) =>
  within(within(params, 'subscription_details', withMode), 'schedule_details', withMode),
);

/** Those of Checkout and quotes are made later, as the session or the quote says. */
export const flexibleOrders = upgradeFor(new Set(['checkout.sessions.create', 'quotes.create']), (params) => {
  const { mode, subscription_data: data = {} } = params;
  return (mode !== undefined && mode !== 'subscription') || !isHash(data)
    ? params
    : { ...params, subscription_data: withMode(data) };
});
