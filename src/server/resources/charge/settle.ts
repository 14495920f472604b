/** How the money of a captured charge gets onto the balance. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { book } from '../balance-transaction/book.ts';
import type { StoredCharge } from './stored.ts';

/** Test mode takes this of every card in every currency: https://stripe.com/pricing */
const feeRate = 0.029;
const fixedFee = 30;

function processingFee(amount: number): number {
  return Math.round(amount * feeRate) + fixedFee;
}

/** The facts of a charge that its balance transaction is made of; the charge itself need not be stored yet. */
export type Settling = Pick<StoredCharge, 'id' | 'currency' | 'description' | 'aftermath'>;

export async function bookCharge(work: Work, charge: Settling, amount: number): Promise<Stripe.BalanceTransaction> {
  const { id, currency, description, aftermath } = charge;
  const fee = processingFee(amount);
  return book(work, {
    type: 'charge',
    reporting_category: 'charge',
    amount,
    currency,
    fee,
    fee_details: [
      { amount: fee, application: null, currency, description: 'Stripe processing fees', type: 'stripe_fee' },
    ],
    description,
    source: id,
    ...(aftermath.bypassPending && { available_on: work.now }),
    kin: id,
  });
}

/** What asynchronous capture leaves for later: https://docs.stripe.com/payments/payment-intents/asynchronous-capture */
export async function settleCharge(work: Work, charge: StoredCharge): Promise<StoredCharge> {
  const transaction = await bookCharge(work, charge, charge.amount_captured);
  return work.act(charge, 'settle', { balance_transaction: transaction.id, unsettled: false });
}
