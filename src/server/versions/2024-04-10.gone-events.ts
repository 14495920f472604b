import { errors } from '../kernel/errors.ts';
import type { Params } from '../kernel/params.ts';
import type { VersionChange } from './change.ts';

/** Event types that endpoints could ask for. Only of `invoiceitem.updated` is there something here that sends it. */
const goneEvents: readonly string[] = [
  'invoiceitem.updated',
  'order.created',
  'recipient.created',
  'recipient.deleted',
  'recipient.updated',
  'sku.created',
  'sku.deleted',
  'sku.updated',
];

/** https://docs.stripe.com/changelog/2024-04-10 */
export const endpointsOfGoneEvents: VersionChange = {
  version: '2024-04-10',
  description: `Webhook endpoints no longer ask for ${goneEvents.map((each) => `\`${each}\``).join(', ')}, and none of these is sent to them any more.`,
  operations: new Set(['webhookEndpoints.create', 'webhookEndpoints.update']),
  upgrade: (params) => params,
  refuse({ enabled_events: sent }: Params): void {
    const at = Array.isArray(sent) ? sent.findIndex((each) => goneEvents.includes(String(each))) : -1;
    if (at === -1) return;
    const param = `enabled_events[${at}]`;
    throw errors.invalid(`Invalid ${param}: must be one of the event types of this API version`, param);
  },
};
