import type { Params } from '../kernel/params.ts';
import type { VersionChange } from './change.ts';

/** https://docs.stripe.com/changelog/2024-04-10/automatic-sync-default-paymentintents */
export const asynchronousCapture: VersionChange = {
  version: '2024-04-10',
  description:
    '`capture_method` of PaymentIntents is `automatic_async` where nothing is said; before, it was `automatic`.',
  operations: new Set(['paymentIntents.create']),
  upgrade: (params: Params, asked?: string): Params =>
    asked === undefined ? params : { capture_method: 'automatic', ...params },
};
