/** The platform's part of a payment. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { book } from '../balance-transaction/book.ts';
import { applicationOf } from '../charge/application.ts';

interface Collection {
  /** Given away before: the charge names it from its first event on. */
  readonly id: string;
  /** In the smallest unit of `currency`. */
  readonly amount: number;
  readonly currency: string;
  /** The account that pays it. */
  readonly account: string;
  /** The charge on that account. */
  readonly charge: string;
  /** The platform's own charge behind it. */
  readonly originating: string | null;
  /** Unix time. */
  readonly availableOn: number;
}

/** `work` is the platform's. The account has already paid it, within the balance transaction of its charge. */
export async function collectFee(work: Work, collection: Collection): Promise<Stripe.ApplicationFee> {
  const { id, amount, currency, account, charge, originating } = collection;
  const transaction = await book(work, {
    type: 'application_fee',
    reporting_category: 'platform_earning',
    amount,
    currency,
    description: null,
    source: id,
    available_on: collection.availableOn,
  });
  return work.insert<Stripe.ApplicationFee>({
    ...work.blank<Stripe.ApplicationFee>('application_fee'),
    id,
    account,
    amount,
    application: applicationOf(work),
    balance_transaction: transaction.id,
    charge,
    currency,
    fee_source: { charge, type: 'charge' },
    originating_transaction: originating,
  });
}
