/** What metered items used in their period, less what thresholds have billed of it. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { billedQuantity } from '../billing-meter/usage.ts';
import { exact, minus, text } from '../invoice/amounts/decimal.ts';
import type { Part } from '../invoice/amounts/tiers.ts';
import { decimal } from '../price/decimal.ts';
import { type Cost, costsOf, partsFor } from './lines.ts';
import type { Period } from './period.ts';
import { type BilledPart, isMetered, type StoredSubscription, type StoredSubscriptionItem } from './stored.ts';
import { previouslyText } from './wording.ts';

/** What an invoice bills of a metered item. */
export interface Usage {
  readonly costs: readonly Cost[];
  /** All that is billed of the period then. */
  readonly billed: readonly BilledPart[];
  /** Of the whole period so far. */
  readonly quantity: Stripe.Decimal;
}

const remembered = ({ tier, flat, quantity, rate, amount }: Part): BilledPart => ({
  tier,
  flat,
  quantity: text(quantity),
  rate: rate === null ? null : String(rate),
  amount,
});

/** Of the same tier, at the same rate, and no more than there is now. */
const continues = (part: Part, before: BilledPart): boolean =>
  part.tier === before.tier &&
  part.flat === before.flat &&
  (part.rate === null ? null : String(part.rate)) === before.rate &&
  minus(part.quantity, exact(before.quantity)).digits >= 0n;

interface Remainder {
  readonly parts: readonly Part[];
  /** Billed before in other terms, and given back. */
  readonly returned: readonly BilledPart[];
}

/**
 * Tiers go on over the invoices of thresholds; where other tiers count now, the amount that was billed comes back:
 * https://docs.stripe.com/billing/subscriptions/usage-based/thresholds
 */
function remainder(all: readonly Part[], billed: readonly BilledPart[]): Remainder {
  const left = [...billed];
  const parts: Part[] = [];
  for (const part of all) {
    const at = left.findIndex((before) => continues(part, before));
    const [before] = at === -1 ? [] : left.splice(at, 1);
    if (before === undefined) {
      parts.push(part);
      continue;
    }
    const quantity = minus(part.quantity, exact(before.quantity));
    if (quantity.digits !== 0n || part.amount !== before.amount)
      parts.push({ ...part, quantity, amount: part.amount - before.amount });
  }
  const [first] = all;
  const nothing = parts.length === 0 && left.length === 0 && first !== undefined;
  return { parts: nothing ? [{ ...first, quantity: exact(0), amount: 0 }] : parts, returned: left };
}

const returnedCosts = (
  item: StoredSubscriptionItem,
  currency: string,
  period: Period,
  returned: readonly BilledPart[],
): Cost[] =>
  returned.map((part) => ({
    item,
    period,
    amount: -part.amount || 0,
    description: previouslyText(part, currency),
    quantity: 0,
    quantity_decimal: decimal(0),
    unit_amount_decimal: null,
  }));

/** `including` the events of that very second, after which nothing more is counted. */
interface Until {
  readonly at: number;
  readonly including: boolean;
}

async function partsUsed(
  work: Work,
  item: StoredSubscriptionItem,
  customer: string,
  currency: string,
  span: Period,
): Promise<{ all: readonly Part[]; quantity: Stripe.Decimal }> {
  const { quantity_decimal: quantity } = await billedQuantity(work, item, customer, span);
  return { all: await partsFor(work, item, quantity, currency), quantity };
}

export async function usageOf(
  work: Work,
  item: StoredSubscriptionItem,
  customer: string,
  currency: string,
  { at: end, including }: Until = { at: item.current_period_end, including: false },
): Promise<Usage> {
  const period = { start: item.counts_from ?? item.current_period_start, end };
  const span = including ? { ...period, end: end + 1 } : period;
  const { all, quantity } = await partsUsed(work, item, customer, currency, span);
  const { parts, returned } = remainder(all, item.billed);
  const costs = await costsOf(work, item, currency, period, parts);
  return {
    costs: [...costs, ...returnedCosts(item, currency, period, returned)],
    billed: all.map(remembered),
    quantity,
  };
}

/** What a period that begins now has billed already: the events of this second, which ended the one before it. */
export async function billedAtStart(
  work: Work,
  item: StoredSubscriptionItem,
  customer: string,
  currency: string,
): Promise<readonly BilledPart[]> {
  const span = { start: work.now, end: work.now + 1 };
  return (await partsUsed(work, item, customer, currency, span)).all.map(remembered);
}

/**
 * Usage is billed at the price of its time, and so before its item goes or gets another price. In the classic billing mode
 * it is lost: https://docs.stripe.com/billing/subscriptions/billing-mode/compare
 */
export async function leftUsage(
  work: Work,
  { billing_mode: mode, currency, customer, status }: StoredSubscription,
  old: readonly StoredSubscriptionItem[],
  fresh: readonly StoredSubscriptionItem[],
  keepsRemoved: boolean,
): Promise<Cost[]> {
  if (mode.type === 'classic' || status === 'trialing') return [];
  const leaves = ({ id, price }: StoredSubscriptionItem): boolean => {
    const is = fresh.find((item) => item.id === id);
    return is === undefined ? keepsRemoved : is.price.id !== price.id;
  };
  const costs = await used(work, old.filter(leaves), customer, currency, { at: work.now, including: false });
  return costs.filter(({ amount }) => amount !== 0);
}

/** What metered items used in their period, up to its end or until then. */
export async function used(
  work: Work,
  items: readonly StoredSubscriptionItem[],
  customer: string,
  currency: string,
  until?: Until,
): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const item of items) {
    if (isMetered(item)) costs.push(...(await usageOf(work, item, customer, currency, until)).costs);
  }
  return costs;
}
