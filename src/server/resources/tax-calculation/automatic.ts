/** Taxes that invoices, quotes and Checkout Sessions find by themselves: https://docs.stripe.com/tax/invoicing */
import type Stripe from 'stripe';
import type { StripeError } from '../../kernel/errors.ts';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { Rate } from '../invoice/amounts/lines.ts';
import { generalCode, shippingCode } from '../tax-code/codes.ts';
import { automaticRate } from '../tax-rate/automatic.ts';
import { activeSettings, type StoredSettings } from '../tax-settings/stored.ts';
import { type Buyer, type Imposition, impositionsOn, type Override } from './impose.ts';
import { leviesAt } from './levies.ts';
import { codeOfProduct } from './lines.ts';
import { placeOf } from './place.ts';

export interface AutomaticTaxes {
  /** What a line is taxed with; a null product is taxed as the settings say. */
  onLine(line: TaxedThing): Promise<Rate[]>;
  onShipping(rate: Pick<Stripe.ShippingRate, 'tax_behavior' | 'tax_code'>): Promise<Rate[]>;
  /** All rates that were used so far, by id. */
  readonly rates: ReadonlyMap<string, Stripe.TaxRate>;
}

interface TaxedThing {
  readonly product: string | null;
  readonly behavior: Stripe.Price['tax_behavior'];
  /** Stands before the code of the product. */
  readonly code?: string | null | undefined;
}

export interface TaxedCustomer {
  /** In the order in which they count. */
  readonly addresses: readonly (Stripe.Address | Partial<Stripe.Address> | null | undefined)[];
  readonly exempt: Stripe.Customer['tax_exempt'];
  readonly taxIds: readonly { readonly type: string }[];
  /** Who collects the taxes; the account itself where nobody is named. */
  readonly liability?: { readonly account?: string | { readonly id: string } } | null;
}

const overrides: Readonly<Record<string, Override>> = { exempt: 'customer_exempt', reverse: 'reverse_charge' };
const exclusiveCurrencies: ReadonlySet<string> = new Set(['usd', 'cad']);

/** Prices that do not say are taxed as the settings say, and without a word on top. */
function isInclusive(behavior: TaxedThing['behavior'], { defaults }: StoredSettings, currency: string): boolean {
  if (behavior === 'inclusive' || behavior === 'exclusive') return behavior === 'inclusive';
  if (defaults.tax_behavior === 'inferred_by_currency') return !exclusiveCurrencies.has(currency);
  return defaults.tax_behavior === 'inclusive';
}

export const unknownLocation = (): StripeError =>
  errors.invalid(
    "The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax.",
    undefined,
    'customer_tax_location_invalid',
  );

/** Undefined where nobody can say where the customer is. */
export async function automaticTaxes(
  work: Work,
  { addresses, exempt, taxIds, liability }: TaxedCustomer,
  currency: string,
): Promise<AutomaticTaxes | undefined> {
  const { account } = liability ?? {};
  const liable = account === undefined ? work : work.on(typeof account === 'string' ? account : account.id);
  const settings = await activeSettings(liable);
  const place = placeOf(addresses.find((address) => address?.country));
  if (place === undefined) return undefined;
  const levies = await leviesAt(liable, place, work.now);
  const buyer: Buyer = { place, override: overrides[exempt ?? 'none'] ?? 'none', taxIds };
  const home = settings.head_office?.address.country ?? null;
  const rates = new Map<string, Stripe.TaxRate>();

  async function rateOf({ levy, rate, reason }: Imposition, inclusive: boolean): Promise<Rate> {
    const stored = await automaticRate(work, levy, rate, inclusive, rates);
    rates.set(stored.id, stored);
    return { id: stored.id, percentage: stored.percentage, inclusive, reason };
  }
  async function ratesOf(code: string, behavior: TaxedThing['behavior']): Promise<Rate[]> {
    const inclusive = isInclusive(behavior, settings, currency);
    const found: Rate[] = [];
    for (const each of impositionsOn(levies, code, buyer, home)) found.push(await rateOf(each, inclusive));
    return found;
  }
  return {
    rates,
    async onLine({ product: id, behavior, code }) {
      const product = id === null ? undefined : await work.get<Stripe.Product>('product', id);
      const own = code ?? (product && codeOfProduct(product));
      return ratesOf(own ?? settings.defaults.tax_code ?? generalCode, behavior);
    },
    onShipping: ({ tax_behavior, tax_code: code }) =>
      ratesOf((typeof code === 'string' ? code : code?.id) ?? shippingCode, tax_behavior),
  };
}
