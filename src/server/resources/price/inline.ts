import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { DecimalLike } from '../invoice/amounts/decimal.ts';
import { wholeUnits } from '../invoice/amounts/decimal.ts';
import { createProduct } from '../product/create.ts';
import { decimal } from './decimal.ts';
import type { StoredPrice } from './stored.ts';

interface Inline {
  readonly currency: string;
  readonly unit_amount_decimal: DecimalLike;
  readonly tax_behavior?: Stripe.Price.TaxBehavior | undefined;
  readonly product?: string | undefined;
  /** Of the new inactive product that is made when no product is given. */
  readonly product_data: Stripe.ProductCreateParams;
}

/** Amounts without a price get an inactive one on the fly; it may be negative. */
export async function inlinePrice(work: Work, inline: Inline): Promise<StoredPrice> {
  const { currency, unit_amount_decimal: amount, tax_behavior = 'unspecified' } = inline;
  const product =
    inline.product ?? (await createProduct(work, { ...inline.product_data, active: false }, { inline: true })).id;
  return work.insert<StoredPrice>({
    id: work.newId('price'),
    object: 'price',
    active: false,
    billing_scheme: 'per_unit',
    created: work.now,
    currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product,
    recurring: null,
    tax_behavior,
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: wholeUnits(amount),
    unit_amount_decimal: decimal(amount),
    inline: true,
    aggregate_usage: null,
  });
}
