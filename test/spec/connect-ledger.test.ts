import * as fc from 'fast-check';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { type TestBench, testBench } from './harness.ts';
import { pay, seller } from './sellers.ts';

/** A platform and three accounts: `who` 0 is the platform. */
const sellers = [
  { bank: '000123456789', schedule: { interval: 'daily' }, debit_negative_balances: true },
  { bank: '000111111116' },
  { bank: '000123456789', schedule: { interval: 'weekly', weekly_anchor: 'tuesday' }, freeOfFees: true },
] as const;

const kinds = ['own', 'direct', 'destination', 'behalf', 'part', 'held'] as const;
const cards = ['visa', 'visa', 'bypassPending', 'bypassPending', 'createDispute', 'refundFail', 'pendingRefund'];

const who = fc.integer({ min: 1, max: 3 });
const anybody = fc.nat(3);
const of = fc.nat(7);
const share = fc.integer({ min: 1, max: 110 });
const one = <T extends string>(name: T) => fc.constant(name);

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: one('charge'),
      kind: fc.constantFrom(...kinds),
      card: fc.constantFrom(...cards),
      amount: fc.integer({ min: 50, max: 50_000 }),
      fee: fc.nat(100),
      later: fc.boolean(),
      who,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: one('refund'), of, share, reverse: fc.boolean(), feeToo: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: one('transfer'), of, share, sourced: fc.boolean(), who }) },
  { weight: 2, arbitrary: fc.record({ do: one('reverse'), of, share, feeToo: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: one('refundFee'), of, share }) },
  { weight: 1, arbitrary: fc.record({ do: one('debit'), share, who, byTransfer: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: one('payout'), share, anybody, instant: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('cancelPayout', 'failPayout', 'reversePayout'), of, anybody }),
  },
  { weight: 2, arbitrary: fc.record({ do: one('verdict'), of, anybody, won: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: one('topup'), amount: fc.integer({ min: 1, max: 50_000 }) }) },
  { weight: 3, arbitrary: fc.record({ do: one('advance'), seconds: fc.integer({ min: 1, max: 300_000 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Place {
  readonly id: string;
  readonly stripe: Stripe;
}

interface Made {
  readonly charge: string;
  readonly on: Place;
}

class World {
  readonly bench: TestBench;
  readonly places: readonly Place[];
  private readonly charges: Made[] = [];

  constructor(bench: TestBench, places: readonly Place[]) {
    this.bench = bench;
    this.places = places;
  }

  static async create(): Promise<World> {
    const bench = await testBench();
    const accounts: Place[] = [];
    for (const wishes of sellers) accounts.push(await seller(bench, wishes));
    return new World(bench, [{ id: bench.sandbox.account, stripe: bench.stripe }, ...accounts]);
  }

  place(index: number): Place {
    const place = this.places[index];
    if (place === undefined) throw new Error(`no account ${index}`);
    return place;
  }

  /** Does the step; what Stripe refuses changes nothing. */
  async run(each: Step): Promise<void> {
    try {
      await this.try(each);
    } catch (error) {
      const { StripeCardError, StripeInvalidRequestError, StripeError } = Stripe.errors;
      if (error instanceof StripeInvalidRequestError || error instanceof StripeCardError) return;
      // The SDK wraps what the checks of the harness find.
      throw error instanceof StripeError ? (error.raw ?? error) : error;
    }
  }

  private async try(each: Step): Promise<void> {
    const { stripe } = this.bench;
    switch (each.do) {
      case 'charge':
        return this.charge(each);
      case 'refund': {
        const made = this.charges[each.of % Math.max(1, this.charges.length)];
        if (made === undefined) return;
        const { amount, transfer, application_fee } = await made.on.stripe.charges.retrieve(made.charge);
        await made.on.stripe.refunds.create({
          amount: Math.ceil((amount * each.share) / 100),
          charge: made.charge,
          ...(transfer && each.reverse && { reverse_transfer: true }),
          ...(application_fee && each.feeToo && { refund_application_fee: true }),
        });
        return;
      }
      case 'transfer': {
        const made = this.charges.filter(({ on }) => on === this.place(0))[each.of];
        const amount = each.share * 100;
        const { id: destination } = this.place(each.who);
        const source = each.sourced && made ? { source_transaction: made.charge } : {};
        await stripe.transfers.create({ amount, currency: 'usd', destination, ...source });
        return;
      }
      case 'reverse': {
        const transfer = (await stripe.transfers.list()).data[each.of];
        if (transfer === undefined) return;
        await stripe.transfers.createReversal(transfer.id, {
          amount: Math.ceil((transfer.amount * each.share) / 100),
          refund_application_fee: each.feeToo,
        });
        return;
      }
      case 'refundFee': {
        const fee = (await stripe.applicationFees.list()).data[each.of];
        if (fee === undefined) return;
        await stripe.applicationFees.createRefund(fee.id, { amount: Math.ceil((fee.amount * each.share) / 100) });
        return;
      }
      case 'debit': {
        const { id, stripe: own } = this.place(each.who);
        const amount = each.share * 50;
        if (each.byTransfer) await own.transfers.create({ amount, currency: 'usd', destination: this.place(0).id });
        else await stripe.charges.create({ amount, currency: 'usd', source: id });
        return;
      }
      case 'payout': {
        const { stripe: own } = this.place(each.anybody);
        const method = each.instant ? 'instant' : 'standard';
        await own.payouts.create({ amount: each.share * 50, currency: 'usd', method });
        return;
      }
      case 'cancelPayout':
      case 'failPayout':
      case 'reversePayout': {
        const { id, stripe: own } = this.place(each.anybody);
        const payout = (await own.payouts.list()).data[each.of];
        if (payout === undefined) return;
        if (each.do === 'cancelPayout') await own.payouts.cancel(payout.id);
        else if (each.do === 'failPayout') await this.fail(payout.id, id);
        else await own.payouts.reverse(payout.id);
        return;
      }
      case 'verdict': {
        const { stripe: own } = this.place(each.anybody);
        const dispute = (await own.disputes.list()).data[each.of];
        if (dispute === undefined) return;
        const uncategorized_text = each.won ? 'winning_evidence' : 'losing_evidence';
        await own.disputes.update(dispute.id, { evidence: { uncategorized_text } });
        return;
      }
      case 'topup':
        await stripe.topups.create({ amount: each.amount, currency: 'usd' });
        return;
      default:
        await this.bench.sandbox.advance(each.seconds);
    }
  }

  /** The bank may say so as long as it was not asked to send the money back. */
  private async fail(payout: string, account: string): Promise<void> {
    const of = account === this.bench.sandbox.account ? {} : { account };
    await this.bench.sandbox.act(payout, 'fail', {}, of).catch((error: Error & { status?: number }) => {
      if (error.status !== 400) throw error;
    });
  }

  private async charge(each: Extract<Step, { do: 'charge' }>): Promise<void> {
    const { id: destination } = this.place(each.who);
    const on = this.place(each.kind === 'direct' ? each.who : 0);
    const fee = Math.floor((each.amount * each.fee) / 100);
    const { charge, intent } = await pay(
      {
        amount: each.amount,
        payment_method: `pm_card_${each.card}`,
        capture_method: each.kind === 'held' ? 'manual' : each.later ? 'automatic_async' : 'automatic',
        ...(each.kind === 'direct' && { application_fee_amount: fee }),
        ...(each.kind === 'destination' && { application_fee_amount: fee, transfer_data: { destination } }),
        ...(each.kind === 'behalf' && {
          application_fee_amount: fee,
          on_behalf_of: destination,
          transfer_data: { destination },
        }),
        ...(each.kind === 'part' && { transfer_data: { amount: Math.max(1, each.amount - fee), destination } }),
        ...(each.kind === 'held' && { application_fee_amount: fee, transfer_data: { destination } }),
      },
      on.stripe,
    );
    if (each.kind === 'held') {
      await on.stripe.paymentIntents.capture(intent.id, { amount_to_capture: Math.ceil(each.amount / 2) });
    }
    this.charges.push({ charge: charge.id, on });
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/**
 * Every balance shows what its transactions add up to, and the platform vouches for what its accounts lack; answers all
 * money there is, and what Stripe kept.
 */
async function checkBalances({ bench, places }: World): Promise<{ held: number; kept: number }> {
  let held = 0;
  let lacking = 0;
  let kept = 0;
  for (const { stripe } of places) {
    const transactions = await stripe.balanceTransactions.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
    const balance = await stripe.balance.retrieve();
    for (const part of ['available', 'pending'] as const) {
      const booked = sum(transactions.filter(({ status }) => status === part).map(({ net }) => net));
      expect(balance[part].map(({ amount }) => amount)).toEqual([booked]);
      held += booked;
      if (part === 'available' && stripe !== bench.stripe) lacking += Math.max(0, -booked);
    }
    for (const { amount, fee, fee_details, net, type } of transactions) {
      if (type === 'stripe_fee') kept -= amount;
      expect(net).toBe(amount - fee);
      expect(sum(fee_details.map((detail) => detail.amount))).toBe(fee);
      kept += sum(fee_details.filter(({ type }) => type === 'stripe_fee').map((detail) => detail.amount));
    }
  }
  const { connect_reserved: reserved = [] } = await bench.stripe.balance.retrieve();
  expect(sum(reserved.map(({ amount }) => amount))).toBe(lacking);
  return { held: held + lacking, kept };
}

/** What came from cards and banks and has not gone back there, told by the objects themselves. */
async function arrived({ places }: World): Promise<number> {
  let total = 0;
  for (const { stripe } of places) {
    for (const charge of await stripe.charges.list({ limit: 100 }).autoPagingToArray({ limit: 1000 })) {
      if (charge.id.startsWith('ch_') && charge.paid && charge.captured) total += charge.amount_captured;
    }
    for (const refund of await stripe.refunds.list({ limit: 100 }).autoPagingToArray({ limit: 1000 })) {
      if (refund.id.startsWith('re_') && refund.status !== 'failed') total -= refund.amount;
    }
    for (const dispute of await stripe.disputes.list({ limit: 100 }).autoPagingToArray({ limit: 1000 })) {
      total += sum(dispute.balance_transactions.map(({ amount }) => amount));
    }
    for (const payout of await stripe.payouts.list({ limit: 100 }).autoPagingToArray({ limit: 1000 })) {
      if (payout.status !== 'failed' && payout.status !== 'canceled') total -= payout.amount;
    }
    for (const topup of (await stripe.topups.list({ limit: 100 })).data) {
      if (topup.status === 'succeeded') total += topup.amount;
    }
  }
  return total;
}

describe('the ledger of a platform and its accounts', () => {
  it('loses and makes no money, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), fc.nat(), async (steps, at) => {
        const world = await World.create();
        for (const [index, each] of steps.entries()) {
          await world.run(each);
          if (index === at % steps.length) await checkBalances(world);
        }
        await world.bench.sandbox.advance(10);
        const early = await checkBalances(world);
        expect(early.held + early.kept).toBe(await arrived(world));
        await world.bench.sandbox.advance('30d');
        const late = await checkBalances(world);
        expect(late.held + late.kept).toBe(await arrived(world));
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});
