import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';

interface Moved {
  readonly balance_transaction: string | { readonly id: string } | null;
}

/** Money that is pending still goes back on the day on which it would have arrived. Unix time. */
export async function dayBack(work: Work, { balance_transaction: moved }: Moved): Promise<number> {
  if (moved === null) return work.now;
  const id = typeof moved === 'string' ? moved : moved.id;
  const income = await work.get<Stripe.BalanceTransaction>('balance_transaction', id);
  return Math.max(work.now, income?.available_on ?? work.now);
}
