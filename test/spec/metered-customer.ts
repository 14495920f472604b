/** A customer who pays by usage. */
import type Stripe from 'stripe';
import { payingCustomer } from './billed-customer.ts';
import type { TestBench } from './harness.ts';

export interface Metered {
  readonly customer: string;
  readonly price: string;
  readonly subscription: Stripe.Subscription;
  use(value: number): Promise<unknown>;
  /** The invoice of the last period, with its lines. */
  latest(): Promise<Stripe.Invoice>;
}

/** Subscribed to a monthly metered price, of 0.02 per piece unless said otherwise. */
export async function metered(
  { stripe }: Pick<TestBench, 'stripe'>,
  price: object = { unit_amount: 2 },
  params: Partial<Stripe.SubscriptionCreateParams> = {},
): Promise<Metered> {
  const meter = await stripe.billing.meters.create({
    display_name: 'Requests',
    event_name: 'requests',
    default_aggregation: { formula: 'sum' },
  });
  const { id: customer } = await payingCustomer({ stripe });
  const { id } = await stripe.prices.create({
    currency: 'usd',
    product_data: { name: 'Requests' },
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    ...price,
  });
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: id }], ...params });
  return {
    customer,
    price: id,
    subscription,
    use: (value) =>
      stripe.billing.meterEvents.create({
        event_name: 'requests',
        payload: { stripe_customer_id: customer, value: String(value) },
      }),
    latest: async () => {
      const { latest_invoice } = await stripe.subscriptions.retrieve(subscription.id);
      return stripe.invoices.retrieve(String(latest_invoice));
    },
  };
}
