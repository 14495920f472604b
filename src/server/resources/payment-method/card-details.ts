/** The `card` hash of a payment method. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { EnteredCard } from './card-entry.ts';
import { firstChecks } from './checks.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { TestCard } from './test-cards.ts';

const displayBrands: Readonly<Record<string, string>> = {
  amex: 'american_express',
  diners: 'diners_club',
  eftpos_au: 'eftpos_australia',
  unionpay: 'union_pay',
  unknown: 'other',
};

export function displayBrand(brand: string): string {
  return displayBrands[brand] ?? brand;
}

/** `param` names the parameter that asked for the network. */
export function checkPreferred(preferred: string | undefined, available: readonly string[], param: string): void {
  if (preferred === undefined || preferred === '' || available.includes(preferred)) return;
  throw errors.invalid(`The card does not support the network ${preferred}.`, param);
}

export function cardDetails(
  work: Work,
  entered: EnteredCard,
  address: Stripe.Address | null,
  preferred: string | null,
): Stripe.PaymentMethod.Card {
  const { card } = entered;
  return {
    brand: card.brand,
    checks: firstChecks(entered, address),
    country: card.country,
    display_brand: displayBrand(preferred ?? card.brand),
    exp_month: entered.exp_month,
    exp_year: entered.exp_year,
    fingerprint: fingerprintOf(work, card.key),
    funding: card.funding,
    generated_from: null,
    last4: card.last4,
    networks: networksOf(card, preferred),
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: card.outcome.threeDSecure !== 'not_supported' },
    wallet: null,
  };
}

function networksOf(card: TestCard, preferred: string | null): Stripe.PaymentMethod.Card.Networks {
  return { available: [...card.networks], preferred };
}
