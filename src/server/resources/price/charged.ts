/** What a line costs: of a price, of a price described on the spot, or of a bare amount. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { readCurrency } from '../charge/currencies.ts';
import { type DecimalLike, exact, text } from '../invoice/amounts/decimal.ts';
import { type Pricing, priceOf } from '../invoice/amounts/tiers.ts';
import { checkSize, unitAmount } from './amounts.ts';
import { decimal } from './decimal.ts';
import { inlinePrice } from './inline.ts';
import type { StoredPrice } from './stored.ts';

export interface SentLine {
  readonly amount?: number | undefined;
  readonly description?: string | undefined;
  readonly price?: string | undefined;
  readonly price_data?: SentPriceData | undefined;
  readonly quantity?: number | undefined;
  readonly quantity_decimal?: DecimalLike | undefined;
  readonly unit_amount_decimal?: DecimalLike | undefined;
  readonly tax_behavior?: Stripe.Price.TaxBehavior | undefined;
}

interface SentPriceData {
  readonly currency: string;
  readonly product?: string | undefined;
  readonly product_data?: Stripe.ProductCreateParams | undefined;
  readonly tax_behavior?: Stripe.Price.TaxBehavior | undefined;
  readonly unit_amount?: number | undefined;
  readonly unit_amount_decimal?: Stripe.Decimal | undefined;
}

export interface Charged {
  readonly amount: number;
  readonly currency: string;
  readonly description: string | null;
  readonly pricing: NonNullable<Stripe.InvoiceItem['pricing']>;
  readonly quantity: number;
  readonly quantity_decimal: Stripe.Decimal;
}

const sources = ['amount', 'price', 'price_data', 'unit_amount_decimal'] as const;
const unnamed = 'Invoice item';

function quantityOf({ quantity, quantity_decimal: sent }: SentLine): DecimalLike {
  if (quantity !== undefined && sent !== undefined) throw errors.exclusive(['quantity', 'quantity_decimal']);
  const value = sent ?? quantity ?? 1;
  if (exact(value).digits < 0n)
    throw errors.invalid('Invalid non-negative integer', sent === undefined ? 'quantity' : 'quantity_decimal');
  return value;
}

async function oneTimePrice(work: Work, id: string, param: string): Promise<StoredPrice> {
  const price = await work.find<StoredPrice>('price', id, param);
  if (price.type === 'recurring') {
    throw errors.invalid(
      'The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.',
      param,
    );
  }
  if (price.active || price.inline) return price;
  throw errors.invalid('The price specified is inactive. This field only accepts active prices.', param);
}

/** The price in the wanted currency, where it has an option for it. */
export function inCurrency(
  price: StoredPrice,
  currency: string | undefined,
  param: string,
): Pricing & { currency: string } {
  if (currency === undefined || currency === price.currency)
    return { ...price, tiers: price.tiers, currency: price.currency } as Pricing & { currency: string };
  const option = price.currency_options?.[currency];
  if (option !== undefined)
    return {
      ...option,
      tiers_mode: price.tiers_mode,
      transform_quantity: price.transform_quantity,
      currency,
    } as Pricing & {
      currency: string;
    };
  throw errors.invalid(
    `The price specified only supports \`${price.currency}\`. This doesn't match the expected currency: \`${currency}\`.`,
    param,
  );
}

async function described(work: Work, sent: SentPriceData, description: string | undefined): Promise<StoredPrice> {
  const { unit_amount_decimal: amount } = unitAmount(sent, 'price_data');
  if (amount === null) throw errors.parameterMissing('price_data[unit_amount]');
  if (sent.product !== undefined) await work.find('product', sent.product, 'price_data[product]');
  return inlinePrice(work, {
    currency: readCurrency(sent.currency),
    unit_amount_decimal: amount,
    tax_behavior: sent.tax_behavior,
    product: sent.product,
    product_data: sent.product_data ?? { name: description ?? unnamed },
  });
}

/** `currency` is the wanted one, `fallback` what a bare amount has when none is wanted. */
export async function priceLine(
  work: Work,
  sent: SentLine,
  {
    currency,
    fallback,
    priceParam = 'pricing[price]',
  }: { currency: string | undefined; fallback: string; priceParam?: string },
): Promise<Charged> {
  const given = sources.filter((name) => sent[name] !== undefined);
  if (given.length > 1) throw errors.exclusive(given);
  if (given.length === 0) {
    throw errors.invalid(
      'You must specify one of `amount`, `pricing`, `price_data` or `unit_amount_decimal`.',
      undefined,
      'parameter_missing',
    );
  }
  const quantity = sent.amount === undefined ? quantityOf(sent) : 1;
  for (const name of ['amount', 'unit_amount_decimal'] as const) checkSize(Number(sent[name] ?? 0), name);
  checkSize(Number(quantity), sent.quantity_decimal === undefined ? 'quantity' : 'quantity_decimal');
  const named = sent.price === undefined ? undefined : await oneTimePrice(work, sent.price, priceParam);
  const price =
    named ??
    (sent.price_data === undefined
      ? await inlinePrice(work, {
          currency: currency ?? fallback,
          unit_amount_decimal: sent.amount ?? sent.unit_amount_decimal ?? 0,
          tax_behavior: sent.tax_behavior,
          product_data: { name: sent.description ?? unnamed },
        })
      : await described(work, sent.price_data, sent.description));
  const own = inCurrency(price, currency, named === undefined ? 'price_data[currency]' : priceParam);
  const amount = priceOf(own, quantity);
  checkSize(amount, given[0] ?? 'amount');
  const isNamed = named !== undefined || sent.price_data !== undefined;
  const product = isNamed ? await work.get<Stripe.Product>('product', price.product) : undefined;
  return {
    amount,
    currency: own.currency,
    description: sent.description ?? product?.name ?? null,
    pricing: {
      price_details: { price: price.id, product: price.product },
      type: 'price_details',
      unit_amount_decimal: own.unit_amount_decimal === null ? null : decimal(own.unit_amount_decimal),
    },
    quantity: Math.trunc(Number(quantity)),
    quantity_decimal: text(exact(quantity)) as unknown as Stripe.Decimal,
  };
}
