import type Stripe from 'stripe';
import type { EventRule } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call } from '../../kernel/work.ts';
import { attach } from './attach.ts';
import { clonePaymentMethod } from './clone.ts';
import { detach } from './detach.ts';
import { createPaymentMethod, mintPaymentMethod } from './from.ts';
import { listPaymentMethods, retrieveOfCustomer } from './list.ts';
import { missingPaymentMethod } from './missing.ts';
import { replaceCard } from './replace-card.ts';
import { hiddenFields, type StoredPaymentMethod } from './stored.ts';
import { update } from './update.ts';

/** A use, which also settles the checks, ends the payment method or sets it up: no event. Nobody hears of what is nobody's. */
const events: readonly EventRule<StoredPaymentMethod>[] = [
  {
    type: 'payment_method.attached',
    previous: false,
    when: (before, after) => typeof after?.customer === 'string' && !before?.customer,
  },
  {
    type: 'payment_method.detached',
    previous: true,
    // A deleted customer takes its payment methods along silently.
    when: (before, after) => after?.ended === 'detached' && before?.ended !== 'detached',
  },
  {
    type: 'payment_method.automatically_updated',
    previous: true,
    when: (before, after) => before !== undefined && after !== undefined && before.replaced !== after.replaced,
  },
  {
    type: 'payment_method.updated',
    previous: true,
    when: (before, after) =>
      before !== undefined &&
      after !== undefined &&
      typeof after.customer === 'string' &&
      before.customer === after.customer &&
      before.ended === after.ended &&
      before.replaced === after.replaced &&
      before.card?.checks?.cvc_check === after.card?.checks?.cvc_check &&
      before.card?.checks?.address_line1_check === after.card?.checks?.address_line1_check &&
      before.card?.checks?.address_postal_code_check === after.card?.checks?.address_postal_code_check,
  },
];

async function create({ work, params }: Call<Stripe.PaymentMethodCreateParams>): Promise<StoredPaymentMethod> {
  const { payment_method: original, customer } = params;
  return original === undefined ? createPaymentMethod(work, params) : clonePaymentMethod(work, original, customer);
}

export const paymentMethod = defineResource<StoredPaymentMethod>('payment_method', {
  noun: 'PaymentMethod',
  hidden: hiddenFields,
  events,
  mint: mintPaymentMethod,
  missing: (id) => missingPaymentMethod(id, 'payment_method', 404),
  outside: { replace_card: replaceCard },
  operations: {
    'paymentMethods.create': create,
    'paymentMethods.update': update,
    'paymentMethods.attach': attach,
    'paymentMethods.detach': detach,
    'paymentMethods.list': listPaymentMethods,
    'customers.retrievePaymentMethod': retrieveOfCustomer,
  },
});
