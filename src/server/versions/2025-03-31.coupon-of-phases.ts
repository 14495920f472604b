import type { Shown } from '../kernel/reader.ts';
import { type VersionChange, value } from './change.ts';

/** https://docs.stripe.com/changelog/basil/2025-03-31/deprecate-singular-coupon-promotion-code */
export const couponOfPhases: VersionChange = {
  version: '2025-03-31.basil',
  description: 'The phases of a schedule show `discounts`, no longer a `coupon`.',
  restores: { subscription_schedule: { 'phases[].coupon': value } },
  inside: { subscription_schedule: { 'phases.coupon': ['coupon'] } },
  objects: {
    subscription_schedule(draft) {
      draft.phases = ((draft.phases ?? []) as readonly Shown[]).map((phase) => {
        const [first] = (phase.discounts ?? []) as readonly Shown[];
        return { ...phase, coupon: first?.coupon ?? null };
      });
    },
  },
};
