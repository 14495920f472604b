import type Stripe from 'stripe';
import { readCurrency } from '../charge/currencies.ts';

/** What a US account bills in when nobody says. */
export function currencyFor(sent: string | undefined, customer: Stripe.Customer | null): string {
  return sent === undefined ? (customer?.currency ?? 'usd') : readCurrency(sent);
}
