import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Charged, SentLine } from '../price/charged.ts';

type Params = Pick<
  Stripe.InvoiceItemCreateParams,
  | 'amount'
  | 'description'
  | 'price_data'
  | 'pricing'
  | 'quantity'
  | 'quantity_decimal'
  | 'tax_behavior'
  | 'unit_amount_decimal'
>;

/** The parameters that say what an item costs. */
export function sentLine(params: Params): SentLine {
  const { amount, description, price_data, pricing, quantity, quantity_decimal, tax_behavior, unit_amount_decimal } =
    params;
  return {
    amount,
    description,
    price: pricing?.price,
    price_data,
    quantity,
    quantity_decimal,
    tax_behavior,
    unit_amount_decimal,
  };
}

type PricedFields = Pick<Charged, 'amount' | 'description' | 'pricing' | 'quantity' | 'quantity_decimal'>;

export const pricedFields = ({ amount, description, pricing, quantity, quantity_decimal }: Charged): PricedFields => ({
  amount,
  description,
  pricing,
  quantity,
  quantity_decimal,
});

export function readPeriod(
  sent: { start: number; end: number } | undefined,
  now: number,
): { start: number; end: number } {
  if (sent === undefined) return { start: now, end: now };
  if (sent.end < sent.start) throw errors.invalid('The end of the period cannot be before its start.', 'period[end]');
  return { start: sent.start, end: sent.end };
}
