/** What a legacy charge is paid with. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import { testNumberOf } from '../bank-account/test-numbers.ts';
import { accountMethod, cardMethod, paymentMethodFrom } from '../payment-method/from.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { notChargeable } from '../source/attach.ts';
import type { StoredSource } from '../source/stored.ts';
import { spendCardToken } from '../token/spend.ts';
import { billingOf, newCard, sharedFields } from './card.ts';
import { notLinked } from './missing.ts';
import { sourceTypes } from './newest.ts';

export interface ChargeSource {
  /** As the charge shows it; its id is also that of the payment method, if that is stored. */
  readonly source: Stripe.Card | Stripe.Source | Stripe.BankAccount;
  readonly paymentMethod: StoredPaymentMethod;
  /** How the charge calls the type, where that is older than the payment method's. */
  readonly shownAs?: string;
}

/** What a token or a Source stands for, or one of the customer's sources: the named or the default one. */
export async function chargeSource(
  work: Work,
  { source: id, customer }: { source?: string | undefined; customer?: Stripe.Customer | undefined },
): Promise<ChargeSource> {
  if (customer !== undefined) return ofCustomer(work, customer, id);
  if (id === undefined) throw errors.invalid('Must provide source or customer.', undefined, 'parameter_missing');
  if (id.startsWith('src_')) return chargeableSource(work, id);
  const { entered, card = newCard(work, entered, {}) } = await spendCardToken(work, id, 'source');
  const paymentMethod = await work.insert(cardMethod(work, entered, { billing_details: billingOf(card) }, card.id));
  return { source: { ...card, ...sharedFields(paymentMethod), customer: null }, paymentMethod };
}

async function ofCustomer(work: Work, customer: Stripe.Customer, id: string | undefined): Promise<ChargeSource> {
  const wanted = id ?? customer.default_source;
  if (typeof wanted !== 'string')
    throw errors.card({ code: 'missing', message: 'Cannot charge a customer that has no active card', param: 'card' });
  for (const type of sourceTypes) {
    const source = await work.get<ChargeSource['source'] & StoredObject>(type, wanted);
    if (source?.customer !== customer.id) continue;
    if (source.object === 'card')
      return { source, paymentMethod: await paymentMethodFrom(work, { id: wanted }, 'source') };
    return source.object === 'source' ? chargeableSource(work, wanted) : bankAccount(work, source);
  }
  throw notLinked(customer.id, wanted, 'source');
}

async function chargeableSource(work: Work, id: string): Promise<ChargeSource> {
  const source = await work.find<StoredSource>('source', id, 'source');
  if (source.status !== 'chargeable') throw notChargeable(source);
  const paymentMethod = await work.get<StoredPaymentMethod>('payment_method', id);
  if (paymentMethod === undefined)
    throw errors.invalid(`This emulator does not charge Sources of type ${source.type} yet.`, 'source');
  return { source: source as Stripe.Source, paymentMethod, shownAs: source.type };
}

/** ACH as it was before payment methods: the account must be verified. */
function bankAccount(work: Work, source: Stripe.BankAccount): ChargeSource {
  if (source.status !== 'verified') {
    throw errors.invalid(
      "The customer's bank account must be verified before it can be charged.",
      'source',
      'bank_account_unverified',
    );
  }
  const { account_holder_name: name, account_holder_type, routing_number } = source;
  const sent = { account_holder_type, account_number: testNumberOf(work, source), routing_number };
  const paymentMethod = accountMethod(work, 'us_bank_account', sent, { billing_details: { name } });
  return { source, paymentMethod: { ...paymentMethod, id: source.id }, shownAs: 'ach_debit' };
}
