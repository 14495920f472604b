/** What the bank tells the cardholder about the payment: who asks, for how much, of which card. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { formatAmount } from '../../resources/charge/currencies.ts';
import type { StoredPaymentMethod } from '../../resources/payment-method/stored.ts';
import type { Intent } from '../intent.ts';
import { cardLabel } from '../saved-cards.ts';

export interface Details {
  readonly merchant: { readonly name: string; readonly account: string };
  /** `$20.00 USD`; undefined where nothing is paid yet. */
  readonly amount: string | undefined;
  readonly method: string;
}

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
  const method = id === null ? undefined : await work.get<StoredPaymentMethod>('payment_method', id);
  return method === undefined ? 'none' : cardLabel(method);
}
