import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { methodsFor } from '../payment-method/for-intent.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import type { StoredIntent } from './stored.ts';

export type { SentMethod } from '../payment-method/for-intent.ts';

export const { checkMethod, sentMethod } = methodsFor({
  noun: 'PaymentIntent',
  incompatible: 'payment_intent_incompatible_payment_method',
  /** Stripe calls the parameter `source` where the customer is missing. */
  unowned: (id, owner) =>
    errors.invalid(
      `The \`payment_method\` parameter supplied ${id} belongs to the Customer ${owner}. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`,
      'source',
      'parameter_missing',
    ),
});

/** What the customer pays invoices with also pays intents that name nothing. */
export async function defaultMethod(work: Work, intent: StoredIntent): Promise<StoredPaymentMethod | undefined> {
  if (intent.customer === null) return undefined;
  const customer = await work.get<Stripe.Customer>('customer', intent.customer);
  const id = customer?.invoice_settings.default_payment_method;
  return typeof id === 'string' ? work.get<StoredPaymentMethod>('payment_method', id) : undefined;
}
