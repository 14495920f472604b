/** Cards on file with a customer, as pages offer them. */
import type { Work } from '../kernel/work.ts';
import type { StoredPaymentMethod } from '../resources/payment-method/stored.ts';

export interface SavedCard {
  readonly id: string;
  readonly label: string;
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

export function cardLabel({ card, type }: Pick<StoredPaymentMethod, 'card' | 'type'>): string {
  if (card === undefined) return type.replaceAll('_', ' ');
  return `${brands[card.brand] ?? 'Card'} ending in ${card.last4}`;
}

/** Only those that the customer agreed to see again, unless `all`. */
export async function savedCards(work: Work, customer: string | null, all = false): Promise<SavedCard[]> {
  if (customer === null) return [];
  const methods = await work.list<StoredPaymentMethod>('payment_method', { where: { customer, type: 'card' } });
  return methods
    .filter(({ allow_redisplay, ended }) => ended === undefined && (all || allow_redisplay === 'always'))
    .map((method) => ({ id: method.id, label: cardLabel(method) }));
}
