/** What a transfer is on the account that receives it: a charge whose id begins with `py_`. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { book } from '../balance-transaction/book.ts';
import { settled, settlementOf } from '../balance-transaction/settlement.ts';
import { actingApplication, applicationFeeDetail } from '../charge/application.ts';
import type { StoredCharge } from '../charge/stored.ts';

export interface FeeTaken {
  /** Id of the application fee. */
  readonly id: string;
  readonly amount: number;
}

interface Received {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly description: string | null;
  readonly transfer: string;
  readonly transferGroup: string | null;
  /** Unix time. */
  readonly availableOn: number;
  readonly fee: FeeTaken | undefined;
  readonly metadata?: Stripe.Metadata;
}

/** An id of a payment or of its refund: as that of a transfer, with another prefix. */
export function paymentId(work: Work, prefix: 'py' | 'pyr'): string {
  const id = work.newId('transfer');
  return prefix + id.slice(id.indexOf('_'));
}

/** `work` is that of the account that receives. */
export async function receive(work: Work, received: Received): Promise<StoredCharge> {
  const { id, amount, currency, description, transfer, fee } = received;
  const settlement = await settlementOf(work, currency);
  const taken = settled(fee?.amount ?? 0, settlement);
  const transaction = await book(work, {
    type: 'payment',
    reporting_category: 'charge',
    ...settlement,
    amount: settled(amount, settlement),
    ...(fee && { fee: taken, fee_details: [applicationFeeDetail(work, taken, settlement.currency)] }),
    description,
    source: id,
    available_on: received.availableOn,
  });
  return work.insert<StoredCharge>({
    ...work.blank<Stripe.Charge>('charge'),
    id,
    destination: null,
    dispute: null,
    order: null,
    fraud_details: {},
    radar_options: {},
    amount,
    amount_captured: amount,
    application: actingApplication(work),
    application_fee: fee?.id ?? null,
    application_fee_amount: fee?.amount ?? null,
    balance_transaction: transaction.id,
    captured: true,
    currency,
    description,
    metadata: received.metadata ?? {},
    paid: true,
    payment_method_details: { stripe_account: {}, type: 'stripe_account' },
    source_transfer: transfer,
    status: 'succeeded',
    transfer_group: received.transferGroup,
    aftermath: { afterCharge: [], bypassPending: false, refund: 'succeeded' },
    unsettled: false,
    expired: false,
  });
}
