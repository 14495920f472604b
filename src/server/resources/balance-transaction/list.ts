import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, ListQuery, ListResult } from '../../kernel/work.ts';

const mostOnAPage = 100;
const pageLength = 10;

/** Stripe finds the transactions of a dispute by no id, though each of them names it as its source. */
const unsearchable = /^(du|dp)_/;

export async function listTransactions(
  { work, params }: Call<Stripe.BalanceTransactionListParams>,
  url: string,
): Promise<ListResult> {
  const { created, currency, ending_before, limit = pageLength, payout, source, starting_after, type } = params;
  if (payout !== undefined) checkPayout(await work.find<Stripe.Payout>('payout', payout, 'payout'));
  const query: ListQuery = {
    limit: Math.min(mostOnAPage, Math.max(1, limit)),
    where: {
      ...(currency !== undefined && { currency: currency.toLowerCase() }),
      ...(payout !== undefined && { payout }),
      ...(source !== undefined && { source }),
      ...(type !== undefined && { type }),
    },
    ...(created !== undefined && { created: typeof created === 'number' ? { gte: created, lte: created } : created }),
    ...(starting_after !== undefined && { startingAfter: starting_after }),
    ...(ending_before !== undefined && { endingBefore: ending_before }),
    ...(source !== undefined && unsearchable.test(source) && { filter: () => false }),
  };
  return work.page(['balance_transaction'], query, url);
}

function checkPayout({ automatic }: Stripe.Payout): void {
  if (!automatic) {
    throw errors.invalid(
      'Balance transaction history can only be filtered on automatic transfers, not manual.',
      'payout',
    );
  }
}
