/** Where the money of a refund goes: back the way it came. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { moveCash } from '../cash-balance/cash.ts';
import { idOf, type StoredCharge } from '../charge/stored.ts';
import { methodType } from '../payment-method/types.ts';

type Details = Stripe.Refund.DestinationDetails;

/** Of a charge that is captured, or still a hold. */
export function destinationOf({ captured, payment_method_details: paid }: StoredCharge): Details {
  const type = paid?.type ?? 'card';
  const row = methodType(type);
  if (row === undefined) {
    const how = captured ? 'refund' : 'reversal';
    return {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: how },
      type: 'card',
    };
  }
  const { refundsAs = type, refundTells } = row;
  return { type: refundsAs, ...(refundTells && { [refundsAs]: refundTells }) } as Details;
}

/** What customers transferred before goes back to their cash balance. */
export async function refundToBalance(work: Work, charge: StoredCharge, refund: Stripe.Refund): Promise<void> {
  const customer = idOf(charge.customer);
  if (customer === null || methodType(charge.payment_method_details?.type ?? '')?.step !== 'transfer') return;
  await moveCash(work, customer, refund.amount, refund.currency, {
    type: 'refunded_from_payment',
    refunded_from_payment: { refund: refund.id },
  });
}
