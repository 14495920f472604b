/** Updates, cancellation and release of schedules. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { next } from '../../kernel/machine.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { finish } from '../subscription/cancel.ts';
import { endAt } from '../subscription/end-at.ts';
import type { RecurringShares } from '../subscription/shares.ts';
import { isOver, type StoredSubscription } from '../subscription/stored.ts';
import { checkSchedule, settingsOf } from './create.ts';
import { machine } from './machine.ts';
import { readPhases, type SentPhase } from './phases.ts';
import { applyPhase, currentPhase, endOf, letGo, phaseAt } from './run.ts';
import { type Phase, type StoredSchedule, timesOf } from './stored.ts';

type Params = Stripe.SubscriptionScheduleUpdateParams;

function startOf(work: Work, { phases, status }: StoredSchedule, [first]: readonly SentPhase[]): number {
  const present = phaseAt(phases, work.now)?.start_date ?? phases[0]?.start_date ?? work.now;
  const named = first?.start_date === 'now' ? work.now : first?.start_date;
  if (named === undefined) return present;
  if (status !== 'active' || phases.some(({ start_date }) => start_date === named)) return named;
  throw errors.invalid('You can not modify the start date of the current phase.', 'phases[0][start_date]');
}

/** Whether two phases make the same subscription. */
function alike(a: Phase | undefined, b: Phase): boolean {
  if (a === undefined) return false;
  const content = ({ end_date: _, start_date: __, ...rest }: Phase): string => JSON.stringify(rest);
  return content(a) === content(b);
}

async function sentPhases(
  work: Work,
  schedule: StoredSchedule,
  params: Params,
  settings: StoredSchedule['default_settings'],
): Promise<readonly Phase[]> {
  if (params.phases === undefined) return schedule.phases;
  const start = startOf(work, schedule, params.phases);
  const proration = params.proration_behavior ?? 'create_prorations';
  const shares = settings as RecurringShares;
  const read = await readPhases(work, params.phases, { customer: schedule.customer, start, proration, shares });
  if (schedule.status === 'active' && phaseAt(read, work.now) === undefined)
    throw errors.invalid('The phases of an active schedule must hold the present.', 'phases');
  const past = schedule.phases.filter((phase) => phase.end_date <= start);
  return [...past, ...read];
}

/** The subscription ends when the schedule says so now. */
async function moveEnd(work: Work, before: StoredSchedule, after: StoredSchedule): Promise<void> {
  const [was, is] = [endOf(before), endOf(after)];
  const subscription = await work.get<StoredSubscription>('subscription', after.subscription ?? '');
  if (was === is || subscription === undefined || isOver(subscription)) return;
  await endAt(work, subscription, is);
}

export async function updateSchedule({ work, params, targets }: Call<Params>): Promise<StoredSchedule> {
  const schedule = targets[0] as StoredSchedule;
  if (schedule.status !== 'active' && schedule.status !== 'not_started') next(machine, schedule, 'update');
  checkSchedule(params);
  const settings = await settingsOf(work, schedule.customer, params.default_settings, schedule.default_settings);
  const phases = await sentPhases(work, schedule, params, settings);
  const before = phaseAt(schedule.phases, work.now);
  const phase = schedule.status === 'active' ? phaseAt(phases, work.now) : undefined;
  const fresh: StoredSchedule = { ...schedule, phases: [...phases] };
  const updated = await work.update<StoredSchedule>(schedule, {
    default_settings: settings,
    ...(params.end_behavior !== undefined && { end_behavior: params.end_behavior }),
    ...(params.metadata !== undefined && { metadata: mergeMetadata(schedule.metadata ?? {}, params.metadata) }),
    ...(params.phases !== undefined && { phases: [...phases], ...timesOf(fresh, work.now) }),
    ...(phase && { current_phase: currentPhase(phase) }),
  });
  if (phase !== undefined && !alike(before, phase)) {
    const proration_behavior = params.proration_behavior ?? phase.proration_behavior;
    await applyPhase(work, updated, { ...phase, proration_behavior });
  } else await moveEnd(work, schedule, updated);
  return updated;
}

export async function cancelSchedule({
  work,
  params: { invoice_now = true, prorate = true },
  targets,
}: Call<Stripe.SubscriptionScheduleCancelParams>): Promise<StoredSchedule> {
  const schedule = targets[0] as StoredSchedule;
  next(machine, schedule, 'cancel');
  const subscription = await work.get<StoredSubscription>('subscription', schedule.subscription ?? '');
  if (subscription === undefined || isOver(subscription)) {
    const gone = { current_phase: null, turns_at: null, warns_at: null };
    // What `stripe trigger subscription_schedule.aborted` of the Stripe CLI does.
    const aborted = schedule.status === 'not_started' && !invoice_now && !prorate;
    return work.act<StoredSchedule>(schedule, 'cancel', { ...gone, aborted, canceled_at: work.now });
  }
  await finish(work, subscription, { details: { reason: 'cancellation_requested' }, invoice_now, prorate });
  return work.find<StoredSchedule>('subscription_schedule', schedule.id, 'schedule');
}

/** Unless the date is to be kept, a cancellation that the schedule had planned is forgotten. */
export async function releaseSchedule({
  work,
  params,
  targets,
}: Call<Stripe.SubscriptionScheduleReleaseParams>): Promise<StoredSchedule> {
  const schedule = targets[0] as StoredSchedule;
  next(machine, schedule, 'release');
  return letGo(work, schedule, 'release', params.preserve_cancel_date === true);
}
