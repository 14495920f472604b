import type Stripe from 'stripe';
import { type DecimalLike, exact, text } from '../invoice/amounts/decimal.ts';

/** Decimals travel and are stored as strings; only the SDK makes objects of them. */
export const decimal = (value: DecimalLike): Stripe.Decimal => text(exact(value)) as unknown as Stripe.Decimal;
