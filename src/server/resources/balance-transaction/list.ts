import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { pageQuery } from '../../kernel/page.ts';
import type { Call, ListQuery, ListResult } from '../../kernel/work.ts';

/** Stripe finds the transactions of a dispute by no id, though each of them names it as its source. */
const unsearchable = /^(du|dp)_/;

export async function listTransactions(
  { work, params }: Call<Stripe.BalanceTransactionListParams>,
  url: string,
): Promise<ListResult> {
  const { currency, payout, source, type } = params;
  if (payout !== undefined) checkPayout(await work.find<Stripe.Payout>('payout', payout, 'payout'));
  const query: ListQuery = {
    ...pageQuery(params),
    where: {
      ...(currency !== undefined && { currency: currency.toLowerCase() }),
      ...(payout !== undefined && { payout }),
      ...(source !== undefined && { source }),
      ...(type !== undefined && { type }),
    },
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
