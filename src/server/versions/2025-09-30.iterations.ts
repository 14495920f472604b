import { errors } from '../kernel/errors.ts';
import { isHash, type Params } from '../kernel/params.ts';
import type { VersionChange } from './change.ts';

/**
 * https://docs.stripe.com/changelog/clover/2025-09-30/remove-iterations. How long an iteration is depends on the prices of
 * the phase, so the schedule itself reads the older parameter.
 */
export const iterations: VersionChange = {
  version: '2025-09-30.clover',
  description: 'The phases of a schedule last a `duration`, no longer `iterations` of their prices.',
  operations: new Set(['subscriptionSchedules.create', 'subscriptionSchedules.update']),
  upgrade: (params) => params,
  refuse({ phases }: Params): void {
    if (!Array.isArray(phases)) return;
    const at = phases.findIndex((phase) => isHash(phase) && 'iterations' in phase);
    if (at !== -1) throw errors.parameterUnknown([`phases[${at}][iterations]`]);
  },
};
