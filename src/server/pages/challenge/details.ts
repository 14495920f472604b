/** What the bank tells the cardholder about the payment: who asks, for how much, of which card. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { formatAmount } from '../../resources/charge/currencies.ts';
import type { Intent } from '../intent.ts';

export interface Details {
  readonly merchant: { readonly name: string; readonly account: string };
  /** `$20.00 USD`; undefined where nothing is paid yet. */
  readonly amount: string | undefined;
  readonly method: string;
}

const brands: Readonly<Record<string, string>> = {
  amex: 'American Express',
  cartes_bancaires: 'Cartes Bancaires',
  diners: 'Diners Club',
  discover: 'Discover',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
  visa: 'Visa',
};

export async function detailsOf(work: Work, intent: Intent): Promise<Details> {
  const { amount, currency } = intent;
  return {
    merchant: await merchant(work, intent.on_behalf_of ?? work.account),
    amount:
      amount === undefined || currency === undefined
        ? undefined
        : `${formatAmount(amount, currency)} ${currency.toUpperCase()}`,
    method: await method(work, intent),
  };
}

/** Its owner may have filled in neither. */
type Merchant = Pick<Stripe.Account, 'id' | 'object'> & Partial<Stripe.Account>;

async function merchant(work: Work, id: string): Promise<Details['merchant']> {
  const account = await work.on(work.platform).get<Merchant>('account', id);
  const name = account?.business_profile?.name || account?.settings?.dashboard?.display_name;
  return { name: name || 'Test merchant', account: id };
}

async function method(work: Work, { payment_method: id }: Intent): Promise<string> {
  const method = id === null ? undefined : await work.get<Stripe.PaymentMethod>('payment_method', id);
  if (method?.card === undefined) return method?.type.replaceAll('_', ' ') ?? 'none';
  const { brand, last4 } = method.card;
  return `${brands[brand] ?? 'Card'} ending in ${last4}`;
}
