import type Stripe from 'stripe';

interface Hidden {
  /** When it begins, or its present phase ends. */
  readonly turns_at: number | null;
  /** When `subscription_schedule.expiring` is due. */
  readonly warns_at: number | null;
  readonly warnings: number;
  /** The subscription ends because the last phase does. */
  readonly ending: boolean;
  /** It was canceled because nobody paid. */
  readonly aborted: boolean;
}

/** As it is stored: references are ids. */
export interface StoredSchedule extends Stripe.SubscriptionSchedule, Hidden {
  readonly customer: string;
  readonly subscription: string | null;
  readonly test_clock: string | null;
}

export type Phase = Stripe.SubscriptionSchedule.Phase;

export const noHidden: Hidden = Object.freeze({
  turns_at: null,
  warns_at: null,
  warnings: 0,
  ending: false,
  aborted: false,
});

export const hiddenFields = Object.keys(noHidden);

/**
 * The description says seven days before the end; `stripe trigger subscription_schedule.expiring` of the Stripe CLI counts
 * on the event nine days before it.
 */
const warning = 9 * 86_400;

/** When the clock has to look after the schedule again. */
export function timesOf(
  { status, phases }: Pick<StoredSchedule, 'status' | 'phases'>,
  now: number,
): Pick<StoredSchedule, 'turns_at' | 'warns_at'> {
  if (status === 'not_started') return { turns_at: phases[0]?.start_date ?? null, warns_at: null };
  const current = phases.find(({ start_date: start, end_date: end }) => start <= now && now < end);
  const end = phases.at(-1)?.end_date;
  return {
    turns_at: current?.end_date ?? null,
    warns_at: end !== undefined && end - warning > now ? end - warning : null,
  };
}
