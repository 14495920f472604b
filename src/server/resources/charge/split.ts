/** How the money of a charge is divided between the platform and a connected account. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { collectFee } from '../application-fee/collect.ts';
import { settled } from '../balance-transaction/settlement.ts';
import { type Movement, moveFunds } from '../transfer/move.ts';
import { settlementOfCharge } from './merchant.ts';
import { moneyDay } from './settle.ts';
import { idOf, type StoredCharge } from './stored.ts';

const nothing: Partial<StoredCharge> = Object.freeze({});

/** What a captured charge says of its division: the objects do not exist yet, yet its first event names them. */
export function namesOfSplit(work: Work, charge: StoredCharge): Partial<StoredCharge> {
  const { application_fee_amount: fee, transfer_data } = charge;
  if (!transfer_data && !fee) return nothing;
  const destination = transfer_data ? idOf(transfer_data.destination) : null;
  const capped = fee === null ? null : Math.min(fee, charge.amount_captured);
  return {
    ...(destination !== null && {
      transfer: work.newId('transfer', charge.id),
      transfer_group: charge.transfer_group ?? `group_${idOf(charge.payment_intent) ?? charge.id}`,
    }),
    ...(capped && {
      application_fee: work.on(destination ?? work.account).newId('application_fee'),
      application_fee_amount: capped,
    }),
  };
}

/** A destination charge: the transfer to the account, and the platform's fee out of what arrives there. */
export async function split(work: Work, charge: StoredCharge): Promise<void> {
  const { amount_captured, application_fee_amount, id, transfer_data, transfer_group } = charge;
  const transfer = idOf(charge.transfer);
  if (!transfer_data || transfer === null) return;
  const destination = idOf(transfer_data.destination) ?? '';
  const feeId = idOf(charge.application_fee);
  const availableOn = await moneyDay(work, charge);
  const settlement = await settlementOfCharge(work, charge);
  const { currency } = settlement;
  const fee =
    feeId === null || !application_fee_amount
      ? undefined
      : { id: feeId, amount: settled(application_fee_amount, settlement) };
  const { payment } = await moveFunds(work, {
    id: transfer,
    amount: settled(Math.min(transfer_data.amount ?? amount_captured, amount_captured), settlement),
    currency,
    destination,
    ...(await wishes(work, charge)),
    transferGroup: transfer_group,
    sourceTransaction: id,
    availableOn,
    fee,
  });
  if (fee === undefined) return;
  await collectFee(work, {
    ...fee,
    currency,
    account: destination,
    charge: payment.id,
    originating: id,
    availableOn,
  });
}

/** What the PaymentIntent wants written on the transfer, and on the payment that it leads to. */
async function wishes(work: Work, { payment_intent }: StoredCharge): Promise<Partial<Movement>> {
  const id = idOf(payment_intent);
  const intent = id === null ? undefined : await work.get<Stripe.PaymentIntent>('payment_intent', id);
  const { description, metadata, payment_data: payment } = intent?.transfer_data ?? {};
  return {
    ...(description !== undefined && { description }),
    ...(metadata !== undefined && { metadata }),
    ...(payment?.description !== undefined && { paymentDescription: payment.description }),
    ...(payment?.metadata !== undefined && { paymentMetadata: payment.metadata }),
  };
}

/** A charge that a connected account made itself: Stripe tells the platform of its fee after the payment. */
export async function collectDirectFee(work: Work, charge: StoredCharge): Promise<void> {
  const { application_fee_amount: amount, currency, id } = charge;
  const fee = idOf(charge.application_fee);
  if (charge.transfer_data || fee === null || !amount) return;
  await collectFee(work.on(work.platform), {
    id: fee,
    amount,
    currency,
    account: work.account,
    charge: id,
    originating: null,
    availableOn: await moneyDay(work, charge),
  });
}
