import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { next } from '../../kernel/machine.ts';
import type { Call, StoredObject, Work } from '../../kernel/work.ts';
import { idOf, type StoredCharge } from '../charge/stored.ts';
import { refundCharge } from './create.ts';
import { machine } from './machine.ts';
import type { StoredRefund } from './stored.ts';

export type RefundParams = Omit<Stripe.RefundCreateParams, 'charge'>;

/** Refuses what concerns transfers, application fees and cash balances that the charge does not have. */
export function checkOptions(charge: StoredCharge, params: RefundParams): void {
  if (params.refund_application_fee === true && charge.application_fee === null) {
    throw errors.invalid(
      `Attempting to refund_application_fee on charge (${charge.id}), but it has no application fee`,
      'refund_application_fee',
    );
  }
  if (params.reverse_transfer === true && charge.transfer === undefined) {
    throw errors.invalid(
      `Attempting to reverse_transfer on charge (${charge.id}), but it has no associated transfer`,
      'reverse_transfer',
    );
  }
}

async function chargeOfIntent(work: Work, id: string): Promise<StoredCharge> {
  const intent = await work.get<Stripe.PaymentIntent>('payment_intent', id);
  if (intent === undefined) throw errors.missing('payment_intent', id, 'intent', 'path');
  const latest = idOf(intent.latest_charge);
  const charge = latest === null ? undefined : await work.get<StoredCharge>('charge', latest);
  if (charge?.status === 'succeeded') return charge;
  throw errors.invalid(`This PaymentIntent (${id}) does not have a successful charge to refund.`);
}

/** Stripe looks the charge up as if its id stood in the path. */
async function chargeById(work: Work, id: string): Promise<StoredCharge> {
  const charge = await work.get<StoredCharge>('charge', id);
  if (charge === undefined) throw errors.missing('charge', id, 'id', 'path');
  return charge;
}

export async function createRefund({ work, params }: Call<Stripe.RefundCreateParams>): Promise<StoredObject> {
  if (params.origin !== undefined) {
    throw errors.invalid('This emulator keeps no cash balances of customers that could be refunded.', 'origin');
  }
  if (params.amount !== undefined && params.amount < 1) throw errors.tooSmall('amount', 1);
  if (params.charge === undefined && params.payment_intent === undefined) {
    throw errors.invalid('One of the following params should be provided for this request: payment_intent or charge.');
  }
  const charge =
    params.charge === undefined
      ? await chargeOfIntent(work, params.payment_intent ?? '')
      : await chargeById(work, params.charge);
  if (params.payment_intent !== undefined && charge.payment_intent !== params.payment_intent) {
    throw errors.invalid(`Charge ${charge.id} does not belong to PaymentIntent ${params.payment_intent}.`, 'charge');
  }
  checkOptions(charge, params);
  return refundCharge(work, charge, params);
}

/** Only refunds to a customer's cash balance can be canceled, and those are not modelled: the machine refuses all. */
export async function cancelRefund({ targets }: Call): Promise<StoredObject> {
  return refuse(targets[0] as StoredRefund, 'cancel');
}

export async function expireRefund({ targets }: Call): Promise<StoredObject> {
  return refuse(targets[0] as StoredRefund, 'expire');
}

function refuse(refund: StoredRefund, action: string): StoredRefund {
  next(machine, refund, action);
  return refund;
}
