/** `invoices.create_preview` for schedules, and for subscriptions that have one. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { type Preview, previewBeginning, previewSubscription, previewUpdate } from '../subscription/preview.ts';
import { itemsOf, type StoredSubscription } from '../subscription/stored.ts';
import { schedule as scheduleNow } from './create.ts';
import { phaseAt } from './run.ts';
import type { StoredSchedule } from './stored.ts';
import { createParams, updateParams } from './subscription-params.ts';

type Params = Stripe.InvoiceCreatePreviewParams;

async function previewStored(work: Work, schedule: StoredSchedule, params: Params): Promise<Preview> {
  const subscription = await work.get<StoredSubscription>('subscription', schedule.subscription ?? '');
  if (subscription === undefined) {
    const [first] = schedule.phases;
    if (first === undefined) throw errors.parameterMissing('schedule_details[phases]');
    const customer = await work.find<Stripe.Customer>('customer', schedule.customer, 'customer');
    return previewBeginning(
      work,
      customer,
      createParams(schedule, { ...first, start_date: work.now }, work.now),
      params,
    );
  }
  const items = await itemsOf(work, subscription.id);
  const ends = Math.min(...items.map((item) => item.current_period_end));
  const phase = phaseAt(schedule.phases, ends);
  const current = phaseAt(schedule.phases, work.now);
  if (phase === undefined || phase === current) return previewUpdate(work, subscription, {}, params);
  // The phase changes with the period: nothing of the present one is given back.
  const update = { ...updateParams(schedule, phase, items, ends), proration_behavior: 'none' as const };
  return previewUpdate(work, subscription, update, params);
}

export async function previewSchedule(work: Work, params: Params): Promise<Preview> {
  const { schedule: id, schedule_details: details, subscription, customer: owner } = params;
  if (id !== undefined && subscription !== undefined) throw errors.exclusive(['schedule', 'subscription']);
  if (id === undefined && details === undefined) return previewSubscription(work, params);
  if (id !== undefined) {
    if (details?.phases !== undefined)
      throw errors.invalid(
        'This emulator previews a schedule as it is: leave `schedule_details[phases]` out, or `schedule`.',
        'schedule_details[phases]',
      );
    return previewStored(work, await work.find<StoredSchedule>('subscription_schedule', id, 'schedule'), params);
  }
  if (owner === undefined) throw errors.parameterMissing('customer');
  const customer = await work.find<Stripe.Customer>('customer', owner, 'customer');
  const { billing_mode, phases } = details ?? {};
  const later = { billing_mode, phases, start_date: work.now + 1 } as Stripe.SubscriptionScheduleCreateParams;
  return previewStored(work, await scheduleNow(work, customer, later), params);
}
