import { errors } from '../kernel/errors.ts';
import { isHash, type ParamHash, type Params, type ParamValue } from '../kernel/params.ts';
import type { Rename, VersionChange } from './change.ts';
import { withEach, within } from './reshape.ts';

const names = ['coupon', 'promotion_code'];
const takesBoth = (operations: readonly string[]): Record<string, readonly string[]> =>
  Object.fromEntries(operations.map((each) => [each, names]));
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
  return { ...params, discounts: discounts.length > 0 ? discounts : (params.discounts ?? '') };
}

const single = (params: ParamValue): params is ParamHash => isHash(params) && names.some((name) => name in params);

const inPhases = (params: ParamHash): ParamHash =>
  withEach(single(params) ? listed(params) : params, 'phases', (phase) => (single(phase) ? listed(phase) : phase));

/** One of the three says what is taken off; empty ones take away what there is. */
function refuseSeveral(params: ParamHash, at = ''): void {
  const sent = [...names, 'discounts'].filter((name) => params[name]);
  if (sent.length > 1) throw errors.exclusive(sent.map((name) => (at === '' ? name : `${at}[${name}]`)));
  const { phases } = params;
  if (!Array.isArray(phases)) return;
  for (const [index, phase] of phases.entries())
    if (isHash(phase)) refuseSeveral(phase, `${at === '' ? 'phases' : `${at}[phases]`}[${index}]`);
}

/** In subscriptions, in the phases of schedules, and in those of a schedule that is previewed. */
const renames = ['', 'phases[].', 'schedule_details.phases[].'].flatMap((inside) =>
  names.map((name): Rename => [`${inside}${name}`, `${inside}discounts[].${name}`]),
);

/** https://docs.stripe.com/changelog/basil/2025-03-31/deprecate-singular-coupon-promotion-code */
export const couponOfSubscriptions: VersionChange = {
  version: '2025-03-31.basil',
  description: '`coupon` and `promotion_code` of subscriptions, schedules and previews become `discounts`.',
  operations: new Set([...ofSubscriptions, ...ofSchedules]),
  takes: {
    ...takesBoth(['subscriptions.create', 'subscriptions.update']),
    ...Object.fromEntries(ofSchedules.map((each) => [each, ['phases[].coupon']])),
    'invoices.createPreview': ['coupon', 'schedule_details.phases[].coupon'],
  },
  renames,
  contradicts(params: Params): void {
    refuseSeveral(params);
    if (isHash(params.schedule_details)) refuseSeveral(params.schedule_details, 'schedule_details');
  },
  upgrade: (params: Params): Params => within(inPhases(params), 'schedule_details', inPhases),
};

export const couponOfCustomers: VersionChange = {
  version: '2025-03-31.basil',
  description: 'Customers are created and changed without `coupon` and `promotion_code`.',
  operations: ofCustomers,
  takes: takesBoth([...ofCustomers]),
  upgrade: (params) => params,
  refuse(params: Params): void {
    const sent = names.filter((name) => name in params);
    if (sent.length > 0) throw errors.parameterUnknown(sent);
  },
};
