import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { deletePlan, updatePlan } from './change.ts';
import { createPlan } from './create.ts';

export const plan = defineResource<Stripe.Plan>('plan', {
  events: [on.create('plan.created'), on.change('plan.updated'), on.remove('plan.deleted')],
  operations: { 'plans.create': createPlan, 'plans.update': updatePlan, 'plans.del': deletePlan },
});
