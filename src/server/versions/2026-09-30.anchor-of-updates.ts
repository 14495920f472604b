import type { ParamHash, ParamValue } from '../kernel/params.ts';
import type { Rename, VersionChange } from './change.ts';
import { within } from './reshape.ts';

const name = 'billing_cycle_anchor';

const typed = (anchor: ParamValue): ParamValue =>
  /^\d+$/.test(String(anchor)) ? { type: 'timestamp', timestamp: anchor } : { type: anchor };

/** Words and times were sent as they are. */
const inHash = (params: ParamHash): ParamHash =>
  typeof params[name] === 'string' ? { ...params, [name]: typed(params[name]) } : params;

/** https://docs.stripe.com/changelog/endive */
export const anchorOfUpdates: VersionChange = {
  version: '2026-09-30.endive',
  description:
    '`billing_cycle_anchor` of a subscription that is changed, resumed or previewed is a hash with a `type`; before, `now`, `unchanged` or a time.',
  operations: new Set([
    'subscriptions.update',
    'customers.updateSubscription',
    'subscriptions.resume',
    'invoices.createPreview',
  ]),
  renames: ['', 'subscription_details.'].flatMap((inside) =>
    ['type', 'timestamp'].map((part): Rename => [`${inside}${name}`, `${inside}${name}.${part}`]),
  ),
  upgrade: (params) => within(inHash(params), 'subscription_details', inHash),
};
