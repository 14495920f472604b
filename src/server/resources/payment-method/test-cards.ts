import { type CardOutcome, uneventful } from './card-outcome.ts';
import { declinedCards, threeDSecureCards } from './decline-rows.ts';
import {
  brandCards,
  checkedCards,
  cobrandedCards,
  countryCards,
  disputedCards,
  moneyCards,
  thresholdCards,
} from './test-card-rows.ts';

export interface TestCard {
  /** The number; the first name of a card that Stripe knows by name only. */
  readonly key: string;
  readonly number: string | undefined;
  readonly last4: string;
  /** `visa` for `tok_visa` and `pm_card_visa`. */
  readonly names: readonly string[];
  readonly brand: string;
  readonly country: string;
  readonly funding: string;
  readonly networks: readonly string[];
  readonly outcome: CardOutcome;
}

interface Row {
  readonly number?: string | undefined;
  readonly last4?: string | undefined;
  readonly names: readonly string[];
  readonly brand?: string | undefined;
  readonly country?: string | undefined;
  readonly funding?: string | undefined;
  readonly networks?: readonly string[] | undefined;
  readonly outcome?: Partial<CardOutcome>;
}

const homeCountry = 'US';

function testCardOf(row: Row): TestCard {
  const { number, names, brand = 'visa', country = homeCountry } = row;
  return {
    key: number ?? names[0] ?? '',
    number,
    last4: number?.slice(-4) ?? row.last4 ?? '',
    names,
    brand,
    country,
    funding: row.funding ?? 'credit',
    networks: row.networks ?? [brand],
    outcome: { ...uneventful, international: country !== homeCountry, ...row.outcome },
  };
}

const rows: readonly Row[] = [
  ...brandCards.map(([number, brand, country, funding, ...names]) => ({ number, brand, country, funding, names })),
  ...Object.entries(countryCards).map(([country, number]) => ({ number, country, names: [country.toLowerCase()] })),
  ...cobrandedCards.map(([number, name, networks, country, funding]) => {
    return { number, names: [name], brand: networks[1], networks, country, funding };
  }),
  {
    number: '378282246310005',
    names: ['amex', 'amex_threeDSecureNotSupported'],
    brand: 'amex',
    outcome: { threeDSecure: 'not_supported' as const },
  },
  ...declinedCards.map(({ decline, declines, radar, ...row }): Row => {
    return { ...row, outcome: { decline, radar: radar ?? 'normal', ...(declines === 'card' && { attach: decline }) } };
  }),
  ...threeDSecureCards.map(([number, country, outcome, ...names]) => ({ number, country, outcome, names })),
  ...checkedCards.map(([number, name, checks, radar]): Row => {
    return { number, names: [name], outcome: { radar, checks: { ...uneventful.checks, ...checks } } };
  }),
  ...disputedCards.map(([number, complaint, ...names]) => {
    // Mastercards begin with 5.
    const brand = number.startsWith('5') ? 'mastercard' : 'visa';
    return { number, names, brand, outcome: { afterCharge: [complaint] } };
  }),
  ...thresholdCards.map(([number, threshold, ...names]) => ({ number, names, outcome: { afterCharge: [threshold] } })),
  ...moneyCards.map(([number, name, country, outcome]) => ({ number, names: [name], country, outcome })),
];

export const testCards: readonly TestCard[] = rows.map(testCardOf);

const byKey = new Map(testCards.map((card) => [card.key, card]));
const byName = new Map(testCards.flatMap((card) => card.names.map((name) => [name, card] as const)));

/** By number, or by the key of a card without one. */
export function testCard(key: string): TestCard | undefined {
  return byKey.get(key);
}

/** By the name within `tok_visa` or `pm_card_visa`. */
export function namedTestCard(name: string): TestCard | undefined {
  return byName.get(name);
}

const parts = new Set([...byName.keys()].flatMap((name) => name.split('_')));

/** The first part of a token's name that belongs to no test card: `card` of `card_createDispute`. */
export function strangePart(name: string): string | undefined {
  return name.split('_').find((part) => part !== '' && !parts.has(part));
}
