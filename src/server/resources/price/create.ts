import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { activeMeter } from '../billing-meter/change.ts';
import { readCurrency } from '../charge/currencies.ts';
import { createProduct } from '../product/create.ts';
import { readAggregation } from './aggregate-usage.ts';
import { readTiers, type SentTier, unitAmount } from './amounts.ts';
import { currencyOptions, type SentOptions } from './currency-options.ts';
import { customAmount, type SentCustomAmount } from './custom-amount.ts';
import { claimLookupKey } from './lookup-key.ts';
import { planOf } from './plan-twin.ts';
import type { StoredPrice } from './stored.ts';

export interface SentPrice {
  readonly currency: string;
  readonly active?: boolean | undefined;
  readonly billing_scheme?: Stripe.Price.BillingScheme | undefined;
  readonly currency_options?: SentOptions | undefined;
  readonly custom_unit_amount?: SentCustomAmount | undefined;
  readonly lookup_key?: string | undefined;
  readonly metadata?: Stripe.Emptyable<Stripe.MetadataParam> | undefined;
  readonly nickname?: string | undefined;
  readonly recurring?: SentRecurring | undefined;
  readonly tax_behavior?: Stripe.Price.TaxBehavior | undefined;
  readonly tiers?: readonly SentTier[] | undefined;
  readonly tiers_mode?: Stripe.Price.TiersMode | undefined;
  readonly transfer_lookup_key?: boolean | undefined;
  readonly transform_quantity?: Stripe.Price.TransformQuantity | undefined;
  readonly unit_amount?: number | undefined;
  readonly unit_amount_decimal?: Stripe.Decimal | undefined;
}

interface SentRecurring {
  readonly aggregate_usage?: string | undefined;
  readonly interval: Stripe.Price.Recurring['interval'];
  readonly interval_count?: number | undefined;
  readonly meter?: string | undefined;
  readonly trial_period_days?: number | undefined;
  readonly usage_type?: Stripe.Price.Recurring['usage_type'] | undefined;
}

/** Three years: https://docs.stripe.com/api/prices/create */
const longest: Readonly<Record<string, number>> = { day: 1095, week: 156, month: 36, year: 3 };

/** Days. */
const longestTrial = 730;

/** From then on what is metered is counted by a meter. */
const metersSince = '2025-03-31';

async function checkUsage(work: Work, sent: SentRecurring): Promise<void> {
  const { meter, usage_type: usage = 'licensed' } = sent;
  if (meter !== undefined && usage !== 'metered')
    throw errors.invalid('A meter can only be set on prices with `usage_type=metered`.', 'recurring[meter]');
  if (meter !== undefined) await activeMeter(work, meter, 'recurring[meter]');
  // Who says how usage adds up means usage records, whatever the version.
  else if (usage === 'metered' && sent.aggregate_usage === undefined && work.apiVersion >= metersSince) {
    throw errors.invalid(
      'Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by meters.',
      'recurring[meter]',
    );
  }
}

async function recurringOf(work: Work, sent: SentRecurring): Promise<Stripe.Price.Recurring> {
  const { interval, interval_count: count = 1 } = sent;
  if (count < 1) throw errors.tooSmall('recurring[interval_count]', 1);
  const most = longest[interval] ?? 1;
  if (count > most) {
    throw errors.invalid(
      `Invalid recurring[interval_count]: a price recurs at least every three years (${most} ${interval}s).`,
      'recurring[interval_count]',
    );
  }
  await checkUsage(work, sent);
  const { trial_period_days: trial = 0 } = sent;
  if (trial < 0 || trial > longestTrial) {
    throw errors.invalid(
      `Invalid trial_period_days: must be between 0 and ${longestTrial}.`,
      'recurring[trial_period_days]',
    );
  }
  return {
    interval,
    interval_count: count,
    meter: sent.meter ?? null,
    trial_period_days: sent.trial_period_days ?? null,
    usage_type: sent.usage_type ?? 'licensed',
  };
}

function checkAmounts(sent: SentPrice): void {
  const scheme = sent.billing_scheme ?? 'per_unit';
  if (scheme === 'tiered') {
    if (sent.recurring === undefined)
      throw errors.invalid('Prices with `type=one_time` are not supported with tiered billing.', 'interval');
    if (sent.tiers === undefined || sent.tiers.length === 0)
      throw errors.invalid('`tiers` must be set when `billing_scheme=tiered`.', 'tiers', 'parameter_missing');
    if (sent.tiers_mode === undefined)
      throw errors.invalid('`tiers_mode` must be set when `billing_scheme=tiered`.', 'tiers_mode', 'parameter_missing');
    if (sent.unit_amount !== undefined || sent.unit_amount_decimal !== undefined)
      throw errors.invalid('You cannot set `unit_amount` with `billing_scheme=tiered`.', 'unit_amount');
    if (sent.transform_quantity !== undefined)
      throw errors.invalid('`transform_quantity` cannot be combined with `tiers`.', 'transform_quantity');
    return;
  }
  if (sent.tiers !== undefined) throw errors.invalid('`tiers` can only be set with `billing_scheme=tiered`.', 'tiers');
  if (sent.custom_unit_amount !== undefined && sent.recurring !== undefined)
    throw errors.invalid('`custom_unit_amount` cannot be set on recurring prices.', 'custom_unit_amount');
  if ((sent.transform_quantity?.divide_by ?? 1) < 1) throw errors.tooSmall('transform_quantity[divide_by]', 1);
  const given = [sent.unit_amount, sent.unit_amount_decimal, sent.custom_unit_amount].filter((x) => x !== undefined);
  if (given.length > 1 && sent.custom_unit_amount !== undefined)
    throw errors.exclusive(['unit_amount', 'unit_amount_decimal', 'custom_unit_amount']);
  if (given.length > 0) return;
  throw errors.invalid(
    'Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.',
    undefined,
    'parameter_missing',
  );
}

/** Inserts the price, after its plan where it recurs. */
export async function createPrice(
  work: Work,
  product: string,
  sent: SentPrice,
  { id = work.newId('price'), inline = false }: { id?: string; inline?: boolean } = {},
): Promise<StoredPrice> {
  checkAmounts(sent);
  const currency = readCurrency(sent.currency);
  const tiers = sent.tiers && readTiers(sent.tiers);
  const amounts = { ...unitAmount(sent), custom_unit_amount: customAmount(sent.custom_unit_amount) };
  const tax_behavior = sent.tax_behavior ?? 'unspecified';
  if (sent.lookup_key !== undefined) await claimLookupKey(work, sent.lookup_key, sent.transfer_lookup_key ?? false);
  const price: StoredPrice = {
    id,
    object: 'price',
    active: sent.active ?? true,
    billing_scheme: sent.billing_scheme ?? 'per_unit',
    created: work.now,
    currency,
    currency_options: currencyOptions({ ...amounts, currency, tax_behavior, tiers }, sent.currency_options),
    custom_unit_amount: amounts.custom_unit_amount,
    livemode: false,
    lookup_key: sent.lookup_key ?? null,
    metadata: mergeMetadata({}, sent.metadata),
    nickname: sent.nickname ?? null,
    product,
    recurring: sent.recurring === undefined ? null : await recurringOf(work, sent.recurring),
    tax_behavior,
    ...(tiers !== undefined && { tiers }),
    tiers_mode: sent.tiers_mode ?? null,
    transform_quantity: sent.transform_quantity ?? null,
    type: sent.recurring === undefined ? 'one_time' : 'recurring',
    unit_amount: amounts.unit_amount,
    unit_amount_decimal: amounts.unit_amount_decimal,
    inline,
    aggregate_usage:
      sent.recurring === undefined ? null : readAggregation(sent.recurring, 'recurring[aggregate_usage]'),
  };
  const plan = planOf(price);
  if (plan !== undefined && !inline) await work.insert(plan);
  return work.insert(price);
}

export async function createPriceOperation({ work, params }: Call<Stripe.PriceCreateParams>): Promise<StoredPrice> {
  const { product, product_data: data } = params;
  if (product !== undefined && data !== undefined) throw errors.exclusive(['product', 'product_data']);
  if (product === undefined && data === undefined) {
    throw errors.invalid(
      'You must specify either `product` or `product_data` when creating a price.',
      undefined,
      'parameter_missing',
    );
  }
  checkAmounts(params as SentPrice);
  const owner =
    data === undefined
      ? await work.find<Stripe.Product>('product', product ?? '', 'product')
      : await createProduct(work, data);
  return createPrice(work, owner.id, params as SentPrice);
}
