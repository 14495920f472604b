import type Stripe from 'stripe';
import { pageQuery } from '../../kernel/page.ts';
import type { Call, ListResult } from '../../kernel/work.ts';
import { targetMethod } from './attach.ts';
import { missingPaymentMethod } from './missing.ts';
import type { StoredPaymentMethod } from './stored.ts';

export async function listPaymentMethods({ work, params }: Call<Stripe.PaymentMethodListParams>): Promise<ListResult> {
  const { customer, customer_account, type, allow_redisplay } = params;
  if (customer !== undefined) await work.find('customer', customer, 'customer');
  const where = {
    ...(customer !== undefined && { customer }),
    ...(customer_account !== undefined && { customer_account }),
    ...(type !== undefined && { type }),
    ...(allow_redisplay !== undefined && { allow_redisplay }),
  };
  return work.page(['payment_method'], { ...pageQuery(params), where }, '/v1/payment_methods');
}

export async function retrieveOfCustomer(call: Call<object>): Promise<StoredPaymentMethod> {
  const [customer] = call.targets;
  const paymentMethod = targetMethod(call);
  if (paymentMethod.customer === customer?.id) return paymentMethod;
  throw missingPaymentMethod(call.ids.payment_method ?? paymentMethod.id, 'payment_method', 404);
}
