/** How the money of a captured charge gets onto the balance. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { book, settlementDay } from '../balance-transaction/book.ts';
import { dayBack } from '../balance-transaction/day-back.ts';
import { billPlatform, platformPaysFees } from '../balance-transaction/fee-payer.ts';
import { settled, settlementOf } from '../balance-transaction/settlement.ts';
import type { Fee } from '../payment-method/method-type.ts';
import { methodType } from '../payment-method/types.ts';
import { applicationFeeDetail } from './application.ts';
import { merchantOf } from './merchant.ts';
import type { StoredCharge } from './stored.ts';

/** Test mode takes this of every card in every currency: https://stripe.com/pricing */
const cardFee: Fee = { rate: 0.029, fixed: 30 };

function processingFee(amount: number, type: string | undefined): number {
  const { rate, fixed, most } = methodType(type ?? 'card')?.fee ?? cardFee;
  const fee = Math.round(amount * rate) + fixed;
  return most === undefined ? fee : Math.min(fee, most);
}

/** The facts of a charge that its balance transaction is made of; the charge itself need not be stored yet. */
type Settling = Pick<
  StoredCharge,
  | 'id'
  | 'aftermath'
  | 'application_fee_amount'
  | 'currency'
  | 'description'
  | 'on_behalf_of'
  | 'payment_method_details'
  | 'transfer_data'
>;

/** Of a charge that a connected account makes itself, the platform's part is taken right away. */
const directFee = ({ application_fee_amount: fee, transfer_data }: Settling): number =>
  fee === null || transfer_data ? 0 : fee;

export async function bookCharge(work: Work, charge: Settling, amount: number): Promise<Stripe.BalanceTransaction> {
  const { id, description, aftermath } = charge;
  const type = charge.payment_method_details?.type;
  const merchant = merchantOf(work, charge);
  const settlement = await settlementOf(merchant, charge.currency);
  const { currency } = settlement;
  const whole = processingFee(settled(amount, settlement), type);
  const elsewhere = await platformPaysFees(work);
  if (elsewhere) await billPlatform(work, whole, currency, `Stripe processing fees (${id})`);
  const processing = elsewhere ? 0 : whole;
  const own = settled(directFee(charge), settlement);
  return book(work, {
    type: type === undefined || type === 'card' ? 'charge' : 'payment',
    reporting_category: 'charge',
    ...settlement,
    amount: settled(amount, settlement),
    fee: processing + own,
    fee_details: [
      ...(own > 0 ? [applicationFeeDetail(work, own, currency)] : []),
      ...(processing > 0
        ? [
            {
              amount: processing,
              application: null,
              currency,
              description: 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ]
        : []),
    ],
    description,
    source: id,
    available_on: aftermath.bypassPending ? work.now : await settlementDay(merchant),
    kin: id,
  });
}

/** What asynchronous capture leaves for later: https://docs.stripe.com/payments/payment-intents/asynchronous-capture */
export async function settleCharge(work: Work, charge: StoredCharge): Promise<StoredCharge> {
  const transaction = await bookCharge(work, charge, charge.amount_captured);
  return work.act(charge, 'settle', { balance_transaction: transaction.id, unsettled: false });
}

/** When a correction of the charge's money takes effect: together with that money. Unix time. */
export async function moneyDay(work: Work, charge: StoredCharge): Promise<number> {
  if (charge.unsettled) return charge.aftermath.bypassPending ? work.now : settlementDay(merchantOf(work, charge));
  return dayBack(work, charge);
}
