import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';

export interface SentCustomAmount {
  readonly enabled: boolean;
  readonly maximum?: number | undefined;
  readonly minimum?: number | undefined;
  readonly preset?: number | undefined;
}

/** The customer says what to pay. */
export function customAmount(sent: SentCustomAmount | undefined): Stripe.Price.CustomUnitAmount | null {
  if (sent === undefined || !sent.enabled) return null;
  const { maximum = Number.POSITIVE_INFINITY, minimum = 0, preset } = sent;
  if (minimum > maximum)
    throw errors.invalid('The minimum cannot be greater than the maximum.', 'custom_unit_amount[minimum]');
  if (preset !== undefined && (preset < minimum || preset > maximum))
    throw errors.invalid('The preset must lie between the minimum and the maximum.', 'custom_unit_amount[preset]');
  return { maximum: sent.maximum ?? null, minimum: sent.minimum ?? null, preset: sent.preset ?? null };
}
