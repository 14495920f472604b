import type Stripe from 'stripe';
import { mergeAddress } from '../payment-method/billing-details.ts';

interface SentShipping {
  readonly address: Parameters<typeof mergeAddress>[0];
  readonly carrier?: string;
  readonly name: string;
  readonly phone?: string;
  readonly tracking_number?: string;
}

export function shippingOf(sent: SentShipping): Stripe.PaymentIntent.Shipping {
  return {
    address: mergeAddress(sent.address, null),
    carrier: sent.carrier || null,
    name: sent.name,
    phone: sent.phone || null,
    tracking_number: sent.tracking_number || null,
  };
}
