import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { pageQuery } from '../../kernel/page.ts';
import { inRange, type Range } from '../../kernel/range.ts';
import type { Call, ListQuery, ListResult } from '../../kernel/work.ts';

/** Stripe finds the transactions of a dispute by no id, though each of them names it as its source. */
const unsearchable = /^(du|dp)_/;

interface ListParams extends Stripe.BalanceTransactionListParams {
  /** Before 2023-08-16. */
  readonly available_on?: number | Range;
}

export async function listTransactions({ work, params }: Call<ListParams>, url: string): Promise<ListResult> {
  const { available_on: available, currency, payout, source, type } = params;
  if (payout !== undefined) checkPayout(await work.find<Stripe.Payout>('payout', payout, 'payout'));
  const query: ListQuery = {
    ...pageQuery(params),
    where: {
      ...(currency !== undefined && { currency: currency.toLowerCase() }),
      ...(payout !== undefined && { payout }),
      ...(source !== undefined && { source }),
      ...(type !== undefined && { type }),
    },
    filter: (row) =>
      !(source !== undefined && unsearchable.test(source)) &&
      inRange((row as Stripe.BalanceTransaction).available_on, available),
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
