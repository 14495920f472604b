import * as fc from 'fast-check';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { type TestBench, testBench } from './harness.ts';

type Step =
  | {
      readonly do: 'charge';
      readonly card: string;
      readonly currency: string;
      readonly amount: number;
      readonly how: How;
    }
  | { readonly do: 'capture' | 'refund' | 'cancel'; readonly of: number; readonly share: number }
  | { readonly do: 'answer'; readonly of: number; readonly evidence: string }
  | { readonly do: 'advance'; readonly seconds: number };

type How = 'automatic' | 'automatic_async' | 'manual';

const cards = [
  'visa',
  'bypassPending',
  'pendingRefund',
  'refundFail',
  'createDispute',
  'createDisputeInquiry',
  'chargeDeclined',
];
const of = fc.nat(5);
const share = fc.integer({ min: 1, max: 120 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('charge' as const),
      card: fc.constantFrom(...cards),
      currency: fc.constantFrom('usd', 'eur', 'jpy'),
      amount: fc.integer({ min: 50, max: 50_000 }),
      how: fc.constantFrom<How>('automatic', 'automatic_async', 'manual'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('capture' as const), of, share }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('refund' as const), of, share }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), of, share }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      of,
      evidence: fc.constantFrom('winning_evidence', 'losing_evidence', 'escalate_inquiry_evidence'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      seconds: fc.constantFrom(1, 3, 10, 3600, 86_400, 3 * 86_400, 8 * 86_400),
    }),
  },
);

/** Does the step; what Stripe refuses changes nothing. */
async function run({ stripe, sandbox }: TestBench, intents: string[], each: Step): Promise<void> {
  if (each.do === 'advance') {
    await sandbox.advance(each.seconds);
    return;
  }
  try {
    if (each.do === 'charge') {
      const { id } = await stripe.paymentIntents.create({
        allowed_payment_method_types: ['card'],
        amount: each.amount,
        capture_method: each.how,
        currency: each.currency,
      });
      intents.push(id);
      await stripe.paymentIntents.confirm(id, { payment_method: `pm_card_${each.card}` });
      return;
    }
    const id = intents[each.of % Math.max(1, intents.length)];
    if (id === undefined) return;
    const { amount } = await stripe.paymentIntents.retrieve(id);
    if (each.do === 'cancel') await stripe.paymentIntents.cancel(id);
    else if (each.do === 'answer') {
      const [dispute] = (await stripe.disputes.list({ payment_intent: id })).data;
      if (dispute !== undefined)
        await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: each.evidence } });
    } else {
      const part = Math.ceil((amount * each.share) / 100);
      if (each.do === 'capture') await stripe.paymentIntents.capture(id, { amount_to_capture: part });
      else await stripe.refunds.create({ payment_intent: id, amount: part });
    }
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError || error instanceof Stripe.errors.StripeCardError))
      throw error;
  }
}

type Sums = Record<string, { pending: number; available: number }>;

function add(sums: Sums, currency: string, part: 'pending' | 'available', amount: number): void {
  const sum = sums[currency] ?? { pending: 0, available: 0 };
  sums[currency] = { ...sum, [part]: sum[part] + amount };
}

/** Currencies in which nothing is left out, as the balance may list them with zeros. */
const without = (sums: Sums): Sums =>
  Object.fromEntries(Object.entries(sums).filter(([, { pending, available }]) => pending !== 0 || available !== 0));

async function booked({ stripe }: TestBench): Promise<Sums> {
  const sums: Sums = {};
  for await (const transaction of stripe.balanceTransactions.list({ limit: 100 })) {
    const { currency, net, amount, fee, status } = transaction;
    expect(net).toBe(amount - fee);
    add(sums, currency, status as 'pending' | 'available', net);
  }
  return without(sums);
}

async function shown({ stripe }: TestBench): Promise<Sums> {
  const balance = await stripe.balance.retrieve();
  const sums: Sums = {};
  for (const part of ['pending', 'available'] as const) {
    for (const { currency, amount } of balance[part]) add(sums, currency, part, amount);
  }
  return without(sums);
}

async function checkCharges({ stripe }: TestBench): Promise<void> {
  for await (const charge of stripe.charges.list({ limit: 100 })) {
    const { data: refunds } = await stripe.refunds.list({ charge: charge.id, limit: 100 });
    const given = refunds.filter(({ status }) => status === 'succeeded' || status === 'pending');
    const sum = given.reduce((total, { amount }) => total + amount, 0);
    const expired = !charge.captured && charge.refunded;
    expect(charge.amount_refunded).toBe(expired ? charge.amount : sum);
    expect(charge.amount_refunded).toBeLessThanOrEqual(expired ? charge.amount : charge.amount_captured);
    expect(charge.amount_captured).toBeLessThanOrEqual(charge.amount);
  }
}

describe('the ledger', () => {
  it('adds up in every currency, pending and available, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30, size: 'max' }), fc.nat(), async (steps, at) => {
        const bench = await testBench();
        const intents: string[] = [];
        for (const [index, each] of steps.entries()) {
          await run(bench, intents, each);
          if (index === at % steps.length) expect(await shown(bench)).toEqual(await booked(bench));
        }
        await bench.sandbox.advance(5);
        expect(await shown(bench)).toEqual(await booked(bench));
        await checkCharges(bench);
        await bench.sandbox.advance('30d');
        const settled = await booked(bench);
        expect(await shown(bench)).toEqual(settled);
        expect(Object.values(settled).every(({ pending }) => pending === 0)).toBe(true);
      }),
      { numRuns: 50 },
    );
  }, 60_000);
});
