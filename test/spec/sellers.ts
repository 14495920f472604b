/** Sellers of a platform, and payments by card. */
import type Stripe from 'stripe';
import type { TestBench } from './harness.ts';

export interface Seller {
  readonly id: string;
  /** A client that acts for the account. */
  readonly stripe: Stripe;
}

export interface SellerWishes {
  /** Number of the bank account that is paid out to; none when left out. */
  readonly bank?: string;
  readonly schedule?: Stripe.AccountCreateParams.Settings.Payouts.Schedule;
  readonly debit_negative_balances?: boolean;
  /** Made by a controller, so that the platform pays Stripe's fees of direct charges. */
  readonly freeOfFees?: boolean;
}

const platformPays: Stripe.AccountCreateParams.Controller = {
  fees: { payer: 'application' },
  losses: { payments: 'application' },
  requirement_collection: 'application',
  stripe_dashboard: { type: 'none' },
};

/** An account that never asked for a capability: nothing keeps money from it. */
export async function seller(
  bench: TestBench,
  { bank, schedule, freeOfFees, ...rest }: SellerWishes = {},
): Promise<Seller> {
  const { id } = await bench.stripe.accounts.create({
    ...(freeOfFees ? { controller: platformPays } : { type: 'custom' as const }),
    country: 'US',
    ...(bank !== undefined && {
      external_account: {
        object: 'bank_account',
        country: 'US',
        currency: 'usd',
        account_number: bank,
        routing_number: '110000000',
      },
    }),
    settings: { payouts: { schedule: schedule ?? { interval: 'manual' }, ...rest } },
  });
  return { id, stripe: bench.client({ stripeAccount: id }) };
}

export interface Paid {
  readonly intent: Stripe.PaymentIntent;
  readonly charge: Stripe.Charge;
}

/** 1,000 usd unless said otherwise, booked at once and pending for two days. */
export async function pay(wishes: Partial<Stripe.PaymentIntentCreateParams>, stripe: Stripe): Promise<Paid> {
  const intent = await stripe.paymentIntents.create({
    amount: 1000,
    capture_method: 'automatic',
    confirm: true,
    currency: 'usd',
    payment_method: 'pm_card_visa',
    allowed_payment_method_types: ['card'],
    ...wishes,
  });
  return { intent, charge: await stripe.charges.retrieve(String(intent.latest_charge)) };
}

/** Money that can be spent at once, `amount` less Stripe's fee. */
export async function fund(stripe: Stripe, amount = 1_000_000): Promise<void> {
  await pay({ amount, payment_method: 'pm_card_bypassPending' }, stripe);
}

/** Type, amount and fee of every balance transaction, oldest first. */
export async function transactionsOf(stripe: Stripe): Promise<[type: string, amount: number, fee: number][]> {
  const { data } = await stripe.balanceTransactions.list({ limit: 100 });
  return data.map(({ type, amount, fee }): [string, number, number] => [type, amount, fee]).reverse();
}

/** In usd. */
export async function balanceOf(stripe: Stripe): Promise<{ available: number; pending: number }> {
  const { available, pending } = await stripe.balance.retrieve();
  const usd = (entries: readonly { currency: string; amount: number }[]): number =>
    entries.find(({ currency }) => currency === 'usd')?.amount ?? 0;
  return { available: usd(available), pending: usd(pending) };
}

/** Types of the events of whoever `stripe` acts for, oldest first. */
export async function eventTypes(stripe: Stripe): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 100 });
  return data.map(({ type }): string => type).reverse();
}
