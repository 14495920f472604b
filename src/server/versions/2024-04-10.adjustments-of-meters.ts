import type { Params } from '../kernel/params.ts';
import type { VersionChange } from './change.ts';

/** https://docs.stripe.com/changelog/2024-04-10 */
export const adjustmentsOfMeters: VersionChange = {
  version: '2024-04-10',
  description: 'Adjustments of meter events name their `type`; before, they could only be of type `cancel`.',
  operations: new Set(['billing.meterEventAdjustments.create']),
  upgrade: (params: Params, asked?: string): Params => (asked === undefined ? params : { type: 'cancel', ...params }),
};
