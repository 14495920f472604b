/** How the payment of an invoice is divided between the platform and a connected account. */
import type { Work } from '../../kernel/work.ts';
import type { StoredIntent } from '../payment-intent/stored.ts';
import { changedShares, percentOf, type SentShares } from '../transfer/shares.ts';

/** As an invoice keeps it; percentages come from its subscription. */
export interface Division {
  readonly application_fee_amount: number | null;
  /** Out of 100. */
  readonly application_fee_percent: number | null;
  readonly transfer_data: { readonly amount: number | null; readonly destination: string } | null;
  /** Out of 100. */
  readonly transfer_percent: number | null;
}

export const undivided: Division = Object.freeze({
  application_fee_amount: null,
  application_fee_percent: null,
  transfer_data: null,
  transfer_percent: null,
});

/** What the request says of it, and in whose name the invoice is. Throws Stripe's refusals. */
export async function sentDivision(
  work: Work,
  { application_fee_amount, application_fee_percent, transfer_data, transfer_percent: amount_percent }: Division,
  sent: SentShares,
): Promise<Partial<Division> & { on_behalf_of?: string | null }> {
  const current = {
    application_fee_amount,
    application_fee_percent,
    on_behalf_of: null as string | null,
    transfer_data: transfer_data && { ...transfer_data, amount_percent },
  };
  const patch = await changedShares(work, current, sent, { amount: null, amount_percent: null });
  if (patch.transfer_data === undefined) return patch as Omit<typeof patch, 'transfer_data'>;
  const { transfer_data: to } = patch;
  return { ...patch, transfer_data: to && { amount: to.amount, destination: to.destination }, transfer_percent: null };
}

/** As an intent says it. */
export type Divided = Pick<StoredIntent, 'application_fee_amount' | 'transfer_data'>;

/**
 * What an intent for `amount` says of it. A percentage is one of what is collected, after discounts, taxes and balance:
 * https://docs.stripe.com/connect/subscriptions
 */
export function dividedPayment(
  { application_fee_amount, application_fee_percent, transfer_data, transfer_percent }: Division,
  amount: number,
): Divided {
  const fee = application_fee_amount ?? shareOf(application_fee_percent, amount);
  const part = transfer_data === null ? null : (transfer_data.amount ?? shareOf(transfer_percent, amount));
  return {
    application_fee_amount: fee === null ? null : Math.min(fee, amount),
    transfer_data:
      transfer_data === null || part === 0
        ? null
        : { ...(part !== null && { amount: Math.min(part, amount) }), destination: transfer_data.destination },
  };
}

const shareOf = (percent: number | null, amount: number): number | null =>
  percent === null ? null : percentOf(percent, amount);
