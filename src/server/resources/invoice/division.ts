/** How the payment of an invoice is divided between the platform and a connected account. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { StoredIntent } from '../payment-intent/stored.ts';
import { checkShares, percentOf } from '../transfer/shares.ts';

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

type Sent = Pick<Stripe.InvoiceCreateParams, 'application_fee_amount' | 'on_behalf_of'> & {
  readonly transfer_data?: Stripe.InvoiceCreateParams.TransferData | '' | null;
};

type Divisible = Division & { readonly on_behalf_of: unknown };

/** What the request says of it. Throws Stripe's refusals. */
export async function sentDivision(
  work: Work,
  invoice: Divisible,
  sent: Omit<Sent, 'on_behalf_of'> & { readonly on_behalf_of?: string | null },
): Promise<Partial<Division>> {
  const { application_fee_amount: fee, on_behalf_of: owner, transfer_data: transfer } = sent;
  if (fee === undefined && transfer === undefined && owner === undefined) return {};
  const patch: Partial<Division> = {
    ...(fee !== undefined && { application_fee_amount: fee }),
    ...(transfer !== undefined && {
      transfer_data: transfer ? { amount: transfer.amount ?? null, destination: transfer.destination } : null,
      transfer_percent: null,
    }),
  };
  const { transfer_data: to, transfer_percent: amount_percent, ...rest } = { ...invoice, ...patch };
  await checkShares(work, { ...rest, on_behalf_of: owner ?? null, transfer_data: to && { ...to, amount_percent } });
  return patch;
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
