/** What a dispute takes from the account's balance and what it gives back. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { book } from '../balance-transaction/book.ts';
import { billPlatform, platformPaysFees } from '../balance-transaction/fee-payer.ts';
import { settled as exchanged } from '../balance-transaction/settlement.ts';
import { settlementOfCharge } from '../charge/merchant.ts';
import type { StoredDispute } from './stored.ts';

interface Settled {
  readonly amount: number;
  readonly currency: string;
  readonly available_on?: number;
}

/** The disputed amount in the currency in which the charge was settled, out of the money that it brought. */
async function settled(work: Work, charge: Stripe.Charge, amount: number): Promise<Settled> {
  const { balance_transaction: id, currency } = charge;
  const income =
    typeof id === 'string' ? await work.get<Stripe.BalanceTransaction>('balance_transaction', id) : undefined;
  if (income === undefined) {
    const settlement = await settlementOfCharge(work, charge);
    return { amount: exchanged(amount, settlement), currency: settlement.currency };
  }
  return {
    amount: income.currency === currency ? amount : Math.round((amount * income.amount) / charge.amount_captured),
    currency: income.currency,
    ...(income.available_on <= work.now && { available_on: work.now }),
  };
}

/** Books the disputed amount and the fee out of the balance. `whole` is the fee in the smallest unit of the settlement currency. */
export async function withdraw(
  work: Work,
  dispute: { readonly id: string; readonly amount: number },
  charge: Stripe.Charge,
  whole: number,
): Promise<Stripe.BalanceTransaction> {
  const { amount, ...rest } = await settled(work, charge, dispute.amount);
  const elsewhere = whole > 0 && (await platformPaysFees(work));
  if (elsewhere) await billPlatform(work, whole, rest.currency, `Dispute fee (${charge.id})`);
  const fee = elsewhere ? 0 : whole;
  const feeDetail = {
    amount: fee,
    application: null,
    currency: rest.currency,
    description: 'Dispute fee',
    type: 'stripe_fee',
  };
  const transaction = await book(work, {
    ...rest,
    type: 'adjustment',
    reporting_category: 'dispute',
    amount: -amount,
    fee,
    fee_details: fee === 0 ? [] : [feeDetail],
    description: `Chargeback withdrawal for ${charge.id}`,
    source: dispute.id,
  });
  return work.show(transaction);
}

/** The withdrawn amount, or `part` of it, back on the balance. The fee stays: https://docs.stripe.com/disputes/how-disputes-work */
export async function reinstate(
  work: Work,
  dispute: StoredDispute,
  part?: number,
): Promise<Stripe.BalanceTransaction | undefined> {
  const [withdrawal] = dispute.balance_transactions;
  if (withdrawal === undefined) return undefined;
  const transaction = await book(work, {
    type: 'adjustment',
    reporting_category: 'dispute_reversal',
    amount: part ?? -withdrawal.amount,
    currency: withdrawal.currency,
    description:
      part === undefined
        ? `Chargeback reversal for ${dispute.charge}`
        : `Adjustment of lost dispute for ${dispute.charge}`,
    source: dispute.id,
  });
  return work.show(transaction);
}
