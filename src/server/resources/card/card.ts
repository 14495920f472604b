/** The legacy `card` object: a customer's source, or the card inside a token. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { SentBillingDetails } from '../payment-method/billing-details.ts';
import type { EnteredCard } from '../payment-method/card-entry.ts';
import { fingerprintOf } from '../payment-method/fingerprint.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';

const brandNames: Readonly<Record<string, string>> = {
  amex: 'American Express',
  diners: 'Diners Club',
  discover: 'Discover',
  jcb: 'JCB',
  mastercard: 'MasterCard',
  unionpay: 'UnionPay',
  visa: 'Visa',
};

/** What belongs to the cardholder rather than to the card. */
export interface Holder {
  readonly address_city?: string | null | undefined;
  readonly address_country?: string | null | undefined;
  readonly address_line1?: string | null | undefined;
  readonly address_line2?: string | null | undefined;
  readonly address_state?: string | null | undefined;
  readonly address_zip?: string | null | undefined;
  readonly name?: string | null | undefined;
}

export function newCard(work: Work, { card, exp_month, exp_year, cvcSent }: EnteredCard, holder: Holder): Stripe.Card {
  return {
    id: work.newId('card'),
    object: 'card',
    address_city: holder.address_city ?? null,
    address_country: holder.address_country ?? null,
    address_line1: holder.address_line1 ?? null,
    address_line1_check: holder.address_line1 ? 'unchecked' : null,
    address_line2: holder.address_line2 ?? null,
    address_state: holder.address_state ?? null,
    address_zip: holder.address_zip ?? null,
    address_zip_check: holder.address_zip ? 'unchecked' : null,
    brand: brandNames[card.brand] ?? 'Unknown',
    country: card.country,
    cvc_check: cvcSent ? 'unchecked' : null,
    dynamic_last4: null,
    exp_month,
    exp_year,
    fingerprint: fingerprintOf(work, card.key),
    funding: card.funding,
    last4: card.last4,
    metadata: {},
    name: holder.name ?? null,
    networks: { preferred: null },
    regulated_status: 'unregulated',
    tokenization_method: null,
  };
}

/** The fields of a card that its payment method of the same id has too. */
export function sharedFields({ billing_details, card }: StoredPaymentMethod): Partial<Stripe.Card> {
  const { address, name } = billing_details;
  return {
    address_city: address?.city ?? null,
    address_country: address?.country ?? null,
    address_line1: address?.line1 ?? null,
    address_line1_check: card?.checks?.address_line1_check ?? null,
    address_line2: address?.line2 ?? null,
    address_state: address?.state ?? null,
    address_zip: address?.postal_code ?? null,
    address_zip_check: card?.checks?.address_postal_code_check ?? null,
    cvc_check: card?.checks?.cvc_check ?? null,
    ...(card && { exp_month: card.exp_month, exp_year: card.exp_year }),
    name,
  };
}

/** The billing details of the payment method that a card makes. */
export function billingOf(card: Stripe.Card): SentBillingDetails {
  return {
    name: card.name,
    address: {
      city: card.address_city,
      country: card.address_country,
      line1: card.address_line1,
      line2: card.address_line2,
      postal_code: card.address_zip,
      state: card.address_state,
    },
  };
}
