/** The same price in other currencies; every price lists its own one too. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { readCurrency } from '../charge/currencies.ts';
import { readTiers, type SentAmount, type SentTier, type UnitAmount, unitAmount } from './amounts.ts';
import { customAmount, type SentCustomAmount } from './custom-amount.ts';

type Options = NonNullable<Stripe.Price['currency_options']>;

interface SentOption extends SentAmount {
  readonly custom_unit_amount?: SentCustomAmount | undefined;
  readonly tax_behavior?: Stripe.Price.TaxBehavior | undefined;
  readonly tiers?: readonly SentTier[] | undefined;
}

export type SentOptions = Readonly<Record<string, SentOption>>;

interface Own extends UnitAmount {
  readonly currency: string;
  readonly custom_unit_amount: Stripe.Price['custom_unit_amount'];
  readonly tax_behavior: Stripe.Price['tax_behavior'];
  readonly tiers?: Stripe.Price.Tier[] | undefined;
}

/** An amount in another currency is of the same kind as the price's own. */
function checkScheme({ tiers: own }: Own, option: SentOption, param: string): void {
  const { custom_unit_amount: custom, tiers, unit_amount: whole, unit_amount_decimal: fine } = option;
  const wanted = own === undefined ? 'unit_amount' : 'tiers';
  const given = own === undefined ? (whole ?? fine ?? custom) : tiers;
  if (given === undefined) throw errors.parameterMissing(`${param}[${wanted}]`);
  const other = own === undefined ? tiers : (whole ?? fine ?? custom);
  if (other === undefined) return;
  throw errors.invalid(
    `A price with \`billing_scheme=${own === undefined ? 'per_unit' : 'tiered'}\` takes \`${wanted}\` in each currency.`,
    param,
  );
}

export function currencyOptions(own: Own, sent: SentOptions = {}, current: Options = {}): Options {
  const options: Options = { ...current };
  for (const [name, option] of Object.entries(sent)) {
    const currency = readCurrency(name);
    if (currency === own.currency)
      throw errors.invalid(
        `The currency option ${currency} is the price's own currency, which has its amount already.`,
        `currency_options[${name}]`,
      );
    checkScheme(own, option, `currency_options[${name}]`);
    options[currency] = {
      custom_unit_amount: customAmount(option.custom_unit_amount),
      tax_behavior: option.tax_behavior ?? 'unspecified',
      ...(option.tiers !== undefined && { tiers: readTiers(option.tiers) }),
      ...unitAmount(option, `currency_options[${name}]`),
    };
  }
  options[own.currency] = {
    custom_unit_amount: own.custom_unit_amount,
    tax_behavior: own.tax_behavior,
    ...(own.tiers !== undefined && { tiers: own.tiers }),
    unit_amount: own.unit_amount,
    unit_amount_decimal: own.unit_amount_decimal,
  };
  return options;
}
