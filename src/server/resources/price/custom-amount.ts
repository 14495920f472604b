import type Stripe from 'stripe';

export interface SentCustomAmount {
  readonly enabled: boolean;
  readonly maximum?: number | undefined;
  readonly minimum?: number | undefined;
  readonly preset?: number | undefined;
}

/** The customer says what to pay. */
export function customAmount(sent: SentCustomAmount | undefined): Stripe.Price.CustomUnitAmount | null {
  if (sent === undefined || !sent.enabled) return null;
  return { maximum: sent.maximum ?? null, minimum: sent.minimum ?? null, preset: sent.preset ?? null };
}
