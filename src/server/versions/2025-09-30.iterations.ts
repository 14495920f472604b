import { errors } from '../kernel/errors.ts';
import { isHash, type Params, type ParamValue } from '../kernel/params.ts';
import type { VersionChange } from './change.ts';

const ofSchedules = ['subscriptionSchedules.create', 'subscriptionSchedules.update'];
function refuseIn(phases: ParamValue | undefined, name: string): void {
  if (!Array.isArray(phases)) return;
  const at = phases.findIndex((phase) => isHash(phase) && 'iterations' in phase);
  if (at !== -1) throw errors.parameterUnknown([`${name}[${at}][iterations]`]);
}

const operations = [...ofSchedules, 'invoices.createPreview'];

/**
 * https://docs.stripe.com/changelog/clover/2025-09-30/remove-iterations. How long an iteration is depends on the prices of
 * the phase, so the schedule itself reads the older parameter.
 */
export const iterations: VersionChange = {
  version: '2025-09-30.clover',
  description: 'The phases of a schedule last a `duration`, no longer `iterations` of their prices.',
  operations: new Set(operations),
  takes: {
    ...Object.fromEntries(ofSchedules.map((each) => [each, ['phases[].iterations']])),
    'invoices.createPreview': ['schedule_details.phases[].iterations'],
  },
  upgrade: (params) => params,
  refuse({ phases, schedule_details: details }: Params): void {
    refuseIn(phases, 'phases');
    if (isHash(details)) refuseIn(details.phases, 'schedule_details[phases]');
  },
};
