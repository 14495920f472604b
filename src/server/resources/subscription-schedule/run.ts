/** Phases begin and end by the clock. */
import type Stripe from 'stripe';
import type { StoredObject, Work } from '../../kernel/work.ts';
import { finish } from '../subscription/cancel.ts';
import { subscribe } from '../subscription/create.ts';
import { endAt } from '../subscription/end-at.ts';
import { isOver, itemsOf, type StoredSubscription } from '../subscription/stored.ts';
import { change } from '../subscription/update.ts';
import { type Phase, type StoredSchedule, timesOf } from './stored.ts';
import { createParams, updateParams } from './subscription-params.ts';

export const phaseAt = (phases: readonly Phase[], now: number): Phase | undefined =>
  phases.find(({ start_date: start, end_date: end }) => start <= now && now < end);

export const currentPhase = ({ start_date, end_date }: Phase): StoredSchedule['current_phase'] => ({
  start_date,
  end_date,
});

/** When it ends its subscription; null where that goes on. */
export const endOf = ({ end_behavior, phases }: StoredSchedule): number | null =>
  end_behavior === 'cancel' ? (phases.at(-1)?.end_date ?? null) : null;

/** The subscription of the first phase; its first invoice is a draft. */
export async function beginSubscription(
  work: Work,
  schedule: StoredSchedule,
  phase: Phase,
): Promise<StoredSubscription> {
  const customer = await work.find<Stripe.Customer>('customer', schedule.customer, 'customer');
  const params = createParams(schedule, phase, work.now);
  return subscribe(work, customer, params, { collection: 'draft', schedule: schedule.id, ends: endOf(schedule) });
}

/** What was taken off by hand meanwhile is gone, whatever the phase says. */
async function lasting(work: Work, discounts: Phase['discounts']): Promise<Phase['discounts']> {
  const left: Phase['discounts'] = [];
  for (const each of discounts)
    if (each.discount === null || (await work.get('discount', String(each.discount))) !== undefined) left.push(each);
  return left;
}

export async function applyPhase(work: Work, schedule: StoredSchedule, phase: Phase): Promise<void> {
  const subscription = await work.get<StoredSubscription>('subscription', schedule.subscription ?? '');
  if (subscription === undefined || isOver(subscription)) return;
  const present = await itemsOf(work, subscription.id);
  const discounts = await lasting(work, phase.discounts);
  const params = updateParams(schedule, { ...phase, discounts }, present, work.now);
  await change(work, subscription, params, { cancel_at: endOf(schedule) });
}

/** The subscription goes on by itself: because somebody released it, or because the last phase is over. */
export async function letGo(
  work: Work,
  schedule: StoredSchedule,
  how: 'release' | 'complete' = 'release',
  keepsEnd = false,
): Promise<StoredSchedule> {
  const { subscription: id } = schedule;
  const released = await work.act<StoredSchedule>(schedule, how, {
    current_phase: null,
    ...(how === 'release' ? { released_at: work.now } : { completed_at: work.now }),
    released_subscription: id,
    subscription: null,
    turns_at: null,
    warns_at: null,
  });
  const subscription = await work.get<StoredSubscription>('subscription', id ?? '');
  if (subscription === undefined) return released;
  const { cancel_at } = subscription;
  const forgets = cancel_at !== null && cancel_at === endOf(schedule) && !keepsEnd;
  if (forgets && !isOver(subscription)) await endAt(work, subscription, null, { schedule: null });
  else await work.update<StoredSubscription>(subscription, { schedule: null });
  return released;
}

async function endLast(work: Work, schedule: StoredSchedule): Promise<StoredSchedule> {
  if (schedule.end_behavior !== 'cancel') return letGo(work, schedule, 'complete');
  const subscription = await work.get<StoredSubscription>('subscription', schedule.subscription ?? '');
  if (subscription === undefined) return letGo(work, schedule, 'complete');
  await work.update<StoredSchedule>(schedule, { ending: true });
  await finish(work, subscription, { details: { reason: 'cancellation_requested' } });
  return work.find<StoredSchedule>('subscription_schedule', schedule.id, 'schedule');
}

/** It begins, or goes from one phase to the next. */
export async function turn(work: Work, schedule: StoredSchedule): Promise<StoredSchedule> {
  const phase = phaseAt(schedule.phases, work.now);
  if (phase === undefined) return endLast(work, schedule);
  const times = timesOf({ ...schedule, status: 'active' }, work.now);
  if (schedule.status === 'not_started') {
    const { id } = await beginSubscription(work, schedule, phase);
    return work.act<StoredSchedule>(schedule, 'begin', {
      ...times,
      current_phase: currentPhase(phase),
      subscription: id,
    });
  }
  const turned = await work.update<StoredSchedule>(schedule, { ...times, current_phase: currentPhase(phase) });
  await applyPhase(work, turned, phase);
  return turned;
}

export async function warn(work: Work, schedule: StoredSchedule): Promise<StoredSchedule> {
  return work.update<StoredSchedule>(schedule, { warns_at: null, warnings: schedule.warnings + 1 });
}

/** A schedule ends with its subscription. */
export async function followSubscription(work: Work, was?: StoredObject, is?: StoredObject): Promise<void> {
  const [before, after] = [was as StoredSubscription | undefined, is as StoredSubscription | undefined];
  if (before === undefined || after === undefined || after.schedule === null) return;
  if (!isOver(after) || isOver(before)) return;
  const schedule = await work.get<StoredSchedule>('subscription_schedule', after.schedule);
  if (schedule === undefined || (schedule.status !== 'active' && schedule.status !== 'not_started')) return;
  const gone = { current_phase: null, turns_at: null, warns_at: null };
  const end = endOf(schedule);
  const isDue = end !== null && end <= work.now && after.cancel_at === end;
  if (schedule.ending || isDue)
    await work.act<StoredSchedule>(schedule, 'complete', { ...gone, completed_at: work.now });
  else {
    const aborted = after.cancellation_details?.reason === 'payment_failed';
    await work.act<StoredSchedule>(schedule, 'cancel', { ...gone, aborted, canceled_at: work.now });
  }
}
