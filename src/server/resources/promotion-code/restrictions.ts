/** Who may redeem a code, and on what: https://docs.stripe.com/billing/subscriptions/coupons#promotion-codes */
import { errors, type StripeError } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { formatAmount } from '../charge/currencies.ts';
import type { StoredCode } from './stored.ts';

export interface Redeemer {
  readonly customer: string | null;
  /** Null while a customer has none. */
  readonly currency: string | null;
  /** What is bought, before discounts, in the smallest unit; undefined while nobody knows. */
  readonly amount?: number | undefined;
}

async function hasPaid(work: Work, customer: string | null): Promise<boolean> {
  if (customer === null) return false;
  for (const [type, status] of [
    ['charge', 'succeeded'],
    ['invoice', 'paid'],
  ] as const)
    if ((await work.list(type, { where: { customer, status }, limit: 1 })).length > 0) return true;
  return false;
}

/** In `currency`; undefined where the code names none for it. */
function minimumIn({ restrictions }: StoredCode, currency: string): number | undefined {
  const { currency_options: options, minimum_amount: amount, minimum_amount_currency: own } = restrictions;
  return own === currency ? (amount ?? undefined) : options?.[currency]?.minimum_amount;
}

function belowMinimum(code: StoredCode, { amount, currency }: Redeemer, param: string): StripeError | undefined {
  if (code.restrictions.minimum_amount === null || currency === null) return undefined;
  const least = minimumIn(code, currency);
  if (least === undefined) {
    return errors.invalid(
      `This promotion code cannot be redeemed in ${currency}: its minimum amount is in ${String(code.restrictions.minimum_amount_currency)}.`,
      param,
    );
  }
  if (amount === undefined || amount >= least) return undefined;
  return errors.invalid(
    `This promotion code cannot be redeemed because the order does not meet its minimum amount of ${formatAmount(least, currency)}.`,
    param,
  );
}

export async function checkRedeemer(work: Work, code: StoredCode, redeemer: Redeemer, param: string): Promise<void> {
  const { customer } = redeemer;
  if (code.customer !== null && code.customer !== customer)
    throw errors.invalid('This promotion code cannot be redeemed by this customer.', param);
  if (code.restrictions.first_time_transaction && (await hasPaid(work, customer))) {
    throw errors.invalid(
      'This promotion code cannot be redeemed because the associated customer has prior transactions.',
      param,
    );
  }
  const error = belowMinimum(code, redeemer, param);
  if (error !== undefined) throw error;
}
