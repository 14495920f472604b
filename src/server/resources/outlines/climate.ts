/** https://docs.stripe.com/climate/orders */
import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { StoredObject } from '../../kernel/work.ts';
import { changes, makes, moves, onField } from './happening.ts';

type Order = Stripe.Climate.Order;
type Product = Stripe.Climate.Product;
type Price = Product['current_prices_per_metric_ton'];

const year = 365.25 * 86_400;
const yearOf = (now: number): number => 1970 + Math.floor(now / year);

const priceOf = (subtotal: number): Price => {
  const fees = Math.round(subtotal * 0.1);
  return { usd: { amount_fees: fees, amount_subtotal: subtotal, amount_total: subtotal + fees } };
};

export const climateOrder = defineResource<Order>('climate.order', {
  outline: true,
  machine: {
    initial: ['open', 'awaiting_funds'],
    rules: [
      { from: 'awaiting_funds', action: 'fund', to: 'open' },
      { from: 'open', action: 'confirm', to: 'confirmed' },
      { from: 'confirmed', action: 'deliver', to: 'delivered' },
      { from: ['open', 'awaiting_funds'], action: 'cancel', to: 'canceled' },
    ],
  },
  events: [
    on.create('climate.order.created'),
    on.enter('canceled', 'climate.order.canceled'),
    on.enter('delivered', 'climate.order.delivered'),
    onField<Order>('climate.order.delayed', 'delayed_at', true),
    onField<Order>('climate.order.product_substituted', 'product_substituted_at', true),
  ],
  outside: {
    fund: moves('fund'),
    confirm: moves<Order>('confirm', (_, { now }) => ({ confirmed_at: now })),
    delay: changes<Order>(({ expected_delivery_year: due }, { now }) => ({
      delayed_at: now,
      expected_delivery_year: Math.max(due, yearOf(now)) + 1,
    })),
    substitute_product: changes<Order>((_, { now }) => ({ product_substituted_at: now })),
    deliver: moves<Order>('deliver', (_, { now }) => ({ delivered_at: now })),
  },
});

export const climateProduct = defineResource<Product>('climate.product', {
  outline: true,
  events: [
    on.create('climate.product.created'),
    onField<Product>('climate.product.pricing_updated', 'current_prices_per_metric_ton', true),
  ],
  arisesFrom: {
    account: {
      offer_climate_product: makes<Stripe.Account, Product & StoredObject>('climate.product', (_, { now }) => ({
        name: 'Frontier 2030',
        current_prices_per_metric_ton: priceOf(45_000),
        delivery_year: yearOf(now) + 4,
        metric_tons_available: '100' as unknown as Product['metric_tons_available'],
      })),
    },
  },
  outside: {
    reprice: changes<Product>(({ current_prices_per_metric_ton: { usd } }) => ({
      current_prices_per_metric_ton: priceOf((usd?.amount_subtotal ?? 45_000) + 5_000),
    })),
  },
});
