/** What a legacy charge is paid with. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { cardMethod, paymentMethodFrom } from '../payment-method/from.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { spendCardToken } from '../token/spend.ts';
import { billingOf, newCard, sharedFields } from './card.ts';
import { notLinked } from './missing.ts';

export interface ChargeSource {
  /** As the charge shows it; its id is also that of the payment method. */
  readonly source: Stripe.Card;
  readonly paymentMethod: StoredPaymentMethod;
}

/** The card of a token (without a customer), or one of the customer's: the named or the default one. */
export async function chargeSource(
  work: Work,
  { source: id, customer }: { source?: string | undefined; customer?: Stripe.Customer | undefined },
): Promise<ChargeSource> {
  if (customer !== undefined) return cardOf(work, customer, id);
  if (id === undefined) throw errors.invalid('Must provide source or customer.', undefined, 'parameter_missing');
  const { entered, card = newCard(work, entered, {}) } = await spendCardToken(work, id, 'source');
  const paymentMethod = await work.insert(cardMethod(work, entered, { billing_details: billingOf(card) }, card.id));
  return { source: { ...card, ...sharedFields(paymentMethod), customer: null }, paymentMethod };
}

async function cardOf(work: Work, customer: Stripe.Customer, id: string | undefined): Promise<ChargeSource> {
  const wanted = id ?? customer.default_source;
  if (typeof wanted !== 'string')
    throw errors.card({ code: 'missing', message: 'Cannot charge a customer that has no active card', param: 'card' });
  const source = await work.get<Stripe.Card>('card', wanted);
  if (source === undefined || source.customer !== customer.id) throw notLinked(customer.id, wanted, 'source');
  return { source, paymentMethod: await paymentMethodFrom(work, { id: wanted }, 'source') };
}
