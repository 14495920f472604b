import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call } from '../../kernel/work.ts';
import { refundFee } from '../application-fee/refund.ts';

function createRefund({
  work,
  params,
  targets,
}: Call<Stripe.ApplicationFeeCreateRefundParams>): Promise<Stripe.FeeRefund> {
  return refundFee(work, targets[0] as unknown as Stripe.ApplicationFee, params);
}

export const feeRefund = defineResource<Stripe.FeeRefund>('fee_refund', {
  noun: 'fee refund',
  events: [on.change('application_fee.refund.updated')],
  operations: { 'applicationFees.createRefund': createRefund },
});
