/** Money that is held back because of risk: https://docs.stripe.com/connect/risk-reserves */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { StoredObject } from '../../kernel/work.ts';
import { changes, makes, moves } from './happening.ts';

type Plan = Stripe.Reserve.Plan & StoredObject;
type Hold = Stripe.Reserve.Hold & StoredObject;
type Release = Stripe.Reserve.Release & StoredObject;
type Charge = Stripe.Charge & StoredObject;

const day = 86_400;

export const reservePlan = defineResource<Plan>('reserve.plan', {
  outline: true,
  machine: {
    initial: ['active'],
    rules: [
      { from: 'active', action: 'disable', to: 'disabled' },
      { from: 'active', action: 'expire', to: 'expired' },
    ],
  },
  events: [
    on.create('reserve.plan.created'),
    on.enter('disabled', 'reserve.plan.disabled', { previous: true }),
    on.enter('expired', 'reserve.plan.expired', { previous: true }),
    on.change<Plan>('reserve.plan.updated', (before, after) => before.status === after.status),
  ],
  arisesFrom: {
    account: {
      plan_reserve: makes<Stripe.Account, Plan>('reserve.plan', (_, { now }) => ({
        created_by: 'stripe',
        destination: 'risk_reserved',
        percent: 10,
        rolling_release: { days_after_charge: 30, expires_on: now + 180 * day },
        type: 'rolling_release',
      })),
    },
  },
  outside: {
    raise: changes<Plan>(({ percent }) => ({ percent: Math.min(100, percent + 5) })),
    disable: moves<Plan>('disable', (_, { now }) => ({ disabled_at: now })),
    expire: moves('expire'),
  },
});

export const reserveHold = defineResource<Hold>('reserve.hold', {
  outline: true,
  events: [on.create('reserve.hold.created'), on.change('reserve.hold.updated')],
  arisesFrom: {
    charge: {
      hold_back: makes<Charge, Hold>('reserve.hold', ({ id, amount, currency }, { now }) => ({
        amount: Math.ceil(amount / 10),
        amount_releasable: Math.ceil(amount / 10),
        created_by: 'stripe',
        currency,
        destination: 'risk_reserved',
        is_releasable: true,
        reason: 'charge',
        release_schedule: { release_after: now + 30 * day, scheduled_release: null },
        source_charge: id,
        source_type: 'card',
      })),
    },
  },
  outside: {
    schedule: changes<Hold>(({ release_schedule: { release_after } }, { now }) => ({
      release_schedule: { release_after, scheduled_release: release_after ?? now + 30 * day },
    })),
  },
});

export const reserveRelease = defineResource<Release>('reserve.release', {
  outline: true,
  events: [on.create('reserve.release.created')],
  arisesFrom: {
    'reserve.hold': {
      async release(work, host) {
        const hold = host as Hold;
        if (hold.is_releasable !== true) throw errors.invalid(`Nothing of ${hold.id} is left to release.`);
        const release = await work.insert<Release>({
          ...work.blank<Release>('reserve.release'),
          amount: hold.amount_releasable ?? hold.amount,
          created_by: 'stripe',
          currency: hold.currency,
          destination: 'payments',
          reason: 'hold_released_early',
          released_at: work.now,
          reserve_hold: hold.id,
        });
        await work.update<Hold>(hold, { amount_releasable: 0, is_releasable: false });
        return release;
      },
    },
  },
});
