import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, StoredObject } from '../../kernel/work.ts';
import { shippingOf } from './shipping.ts';
import { idOf, type StoredCharge } from './stored.ts';

export async function updateCharge({ work, params, targets }: Call<Stripe.ChargeUpdateParams>): Promise<StoredObject> {
  const charge = targets[0] as StoredCharge;
  const { customer, description, fraud_details, metadata, receipt_email, shipping, transfer_group } = params;
  const intent = idOf(charge.payment_intent);
  if (transfer_group !== undefined && intent !== null) {
    throw errors.invalid(
      `This Charge was created by a PaymentIntent (${intent}). You must update the \`transfer_group\` on the PaymentIntent instead of updating the Charge directly. See https://stripe.com/docs/api#update_payment_intent`,
    );
  }
  if (customer !== undefined) {
    if (charge.customer !== null && charge.customer !== customer) {
      throw errors.invalid('The customer of a charge that already has one cannot be changed.', 'customer');
    }
    await work.find('customer', customer, 'customer');
  }
  return work.update(charge, {
    ...(customer !== undefined && { customer }),
    ...(description !== undefined && { description: description || null }),
    ...(fraud_details !== undefined && { fraud_details: reported(String(fraud_details.user_report), charge) }),
    ...(metadata !== undefined && { metadata: mergeMetadata(charge.metadata, metadata) }),
    ...(receipt_email !== undefined && { receipt_email: receipt_email || null }),
    ...(shipping !== undefined && { shipping: shippingOf(shipping) }),
    ...(transfer_group !== undefined && { transfer_group: transfer_group || null }),
  });
}

function reported(report: string, charge: StoredCharge): Stripe.Charge.FraudDetails {
  const { user_report: _withdrawn, ...rest } = charge.fraud_details ?? {};
  return report === '' ? rest : { ...rest, user_report: report };
}
