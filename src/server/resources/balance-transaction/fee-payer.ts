/** Who pays Stripe for what an account charges itself: https://docs.stripe.com/connect/direct-charges-fee-payer-behavior */
import type Stripe from 'stripe';
import { type Awaitable, andThen } from '../../kernel/awaitable.ts';
import type { Work } from '../../kernel/work.ts';
import { book, type StoredTransaction } from './book.ts';

/** Accounts of the older types express and custom pay for payments and disputes themselves. */
export function platformPaysFees(work: Work): Awaitable<boolean> {
  if (work.account === work.platform) return false;
  return andThen(
    work.get<Stripe.Account>('account', work.account),
    (account) => account?.controller?.fees?.payer === 'application',
  );
}

/** `amount` in the smallest unit of `currency`. */
export function billPlatform(
  work: Work,
  amount: number,
  currency: string,
  description: string,
): Promise<StoredTransaction> {
  return book(work.on(work.platform), {
    type: 'stripe_fee',
    reporting_category: 'fee',
    amount: -amount,
    currency,
    description,
    source: null,
    available_on: work.now,
  });
}
