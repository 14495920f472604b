import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { paymentMethodFrom } from '../payment-method/from.ts';

const param = 'invoice_settings[default_payment_method]';

/** The id to store; only what is attached to the customer can be its default. */
export async function defaultPaymentMethod(work: Work, customer: string, id: string): Promise<string> {
  const method = await paymentMethodFrom(work, { id }, param);
  if (method.customer === customer) return method.id;
  throw errors.invalid(
    `The customer does not have a payment method with the ID ${method.id}. The payment method must be attached to the customer.`,
    param,
    'resource_missing',
  );
}

export function withDefault(customer: Stripe.Customer, id: string | null): Stripe.Customer.InvoiceSettings {
  return { ...customer.invoice_settings, default_payment_method: id };
}
