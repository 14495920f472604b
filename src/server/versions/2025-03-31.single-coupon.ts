import { errors } from '../kernel/errors.ts';
import { isHash, type ParamHash, type Params, type ParamValue } from '../kernel/params.ts';
import type { VersionChange } from './change.ts';

const names = ['coupon', 'promotion_code'];
/** Customers have no list of discounts: there the two are gone without another to take their place. */
const ofCustomers = new Set(['customers.create', 'customers.update']);
const ofSubscriptions = [
  'subscriptions.create',
  'subscriptions.update',
  'customers.createSubscription',
  'customers.updateSubscription',
  'invoices.createPreview',
];
const ofSchedules = ['subscriptionSchedules.create', 'subscriptionSchedules.update'];

function listed({ coupon, promotion_code: code, ...params }: ParamHash): ParamHash {
  const discounts: ParamValue[] = [];
  if (coupon) discounts.push({ coupon });
  if (code) discounts.push({ promotion_code: code });
  // An empty text took the discount away; an empty list does so now.
  return { ...params, discounts: discounts.length > 0 ? discounts : '' };
}

const single = (params: ParamValue): params is ParamHash => isHash(params) && names.some((name) => name in params);

/** https://docs.stripe.com/changelog/basil/2025-03-31/deprecate-singular-coupon-promotion-code */
export const couponOfSubscriptions: VersionChange = {
  version: '2025-03-31.basil',
  description: '`coupon` and `promotion_code` of subscriptions, schedules and previews become `discounts`.',
  operations: new Set([...ofSubscriptions, ...ofSchedules]),
  upgrade(params: Params): Params {
    const { phases } = params;
    const upgraded = single(params) ? listed(params) : params;
    if (!Array.isArray(phases) || !phases.some(single)) return upgraded;
    return { ...upgraded, phases: phases.map((phase) => (single(phase) ? listed(phase) : phase)) };
  },
};

export const couponOfCustomers: VersionChange = {
  version: '2025-03-31.basil',
  description: 'Customers are created and changed without `coupon` and `promotion_code`.',
  operations: ofCustomers,
  upgrade: (params) => params,
  refuse(params: Params): void {
    const sent = names.filter((name) => name in params);
    if (sent.length > 0) throw errors.parameterUnknown(sent);
  },
};
